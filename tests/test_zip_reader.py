"""Archives: the members that are articles go in, what is hostile or not read is named."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
from collections.abc import Mapping

import pytest
from hand_made_files import pdf, read_all, read_one, refusal, sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Document
from index.readers import zip_archive
from index.readers.raw import Refusal


def packed(members: Mapping[str, bytes | str]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def test_members_of_all_kinds_go_in() -> None:
    members = {
        "a.txt": "Acme grew.",
        "in/b.md": "# Acme\nIt fell.",
        "in/c.json": '{"title": "C", "text": "It rose."}',
    }
    found = read_all(
        packed({**members, "d.pdf": pdf(["Acme hired many people in the spring."]), "in/": b""}), "z.zip"
    )
    assert [one.source for one in found] == ["z.zip#a.txt", "z.zip#in/b.md", "z.zip#in/c.json", "z.zip#d.pdf"]
    assert all(isinstance(one, Document) for one in found)


def test_names_in_shift_jis() -> None:
    data = packed({"kiji____.txt": "甲社は増資した。"}).replace(b"kiji____", "記事甲乙".encode("cp932"))
    assert read_one(data, "z.zip").source == "z.zip#記事甲乙.txt"


def test_what_systems_add_is_passed_over() -> None:
    members = {
        "__MACOSX/._a.txt": "x",
        ".hidden.txt": "x",
        "in/.DS_Store": "x",
        "Thumbs.db": "x",
        "a.txt": "Acme grew.",
    }
    assert read_one(packed(members), "z.zip").title == "Acme grew."


def test_what_is_not_read_is_named_and_the_rest_goes_in() -> None:
    refused, document = read_all(packed({"a.exe": "x", "b.txt": "Acme grew."}), "z.zip")
    assert "'a.exe' in z.zip is a .exe file" in sentence(refused)
    assert isinstance(document, Document)


@pytest.mark.parametrize(
    "name", ["../a.txt", "in/../../a.txt", "/etc/a.txt", "C:\\a.txt", "..\\a.txt", "\\\\host\\a.txt"]
)
def test_places_outside_are_refused(name: str) -> None:
    assert "outside the archive" in refusal(packed({name: "x"}), "z.zip")


@pytest.mark.parametrize(
    ("mode", "what"), [(stat.S_IFLNK, "a link"), (stat.S_IFCHR, "a device"), (stat.S_IFIFO, "a device")]
)
def test_links_and_devices_are_refused(mode: int, what: str) -> None:
    info = zipfile.ZipInfo("a.txt")
    info.external_attr = (mode | 0o777) << 16
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr(info, "/etc/passwd")
    assert what in refusal(buffer.getvalue(), "z.zip")


def test_encrypted_members_are_refused() -> None:
    data = bytearray(packed({"a.txt": "Acme grew."}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    assert "is encrypted" in refusal(bytes(data), "z.zip")


class TestNested:
    def test_an_archive_within_is_read(self) -> None:
        data = packed({"in.zip": packed({"a.txt": "Acme grew."})})
        assert read_one(data, "z.zip").source == "z.zip#in.zip#a.txt"

    def test_deeper_ones_are_refused(self) -> None:
        data = packed({"a.txt": "Acme grew."})
        for name in ("3.zip", "2.zip", "1.zip"):
            data = packed({name: data})
        assert "archive within archives" in refusal(data, "z.zip")


class TestBombs:
    def test_one_member(self) -> None:
        assert "bomb" in refusal(packed({"a.txt": b" " * 15_000_000}), "z.zip")

    def test_a_header_that_lies(self) -> None:
        data = bytearray(packed({"a.txt": b" " * 15_000_000}))
        for mark, place in ((b"PK\x03\x04", 22), (b"PK\x01\x02", 24)):
            struct.pack_into("<I", data, data.index(mark) + place, 10)
        (found,) = read_all(bytes(data), "z.zip")
        assert sentence(found)

    def test_all_members_together(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(zip_archive, "Budget", lambda: zip_archive_budget(1_000))
        first, second = read_all(packed({"a.txt": "Acme grew. " * 60, "b.txt": "Acme fell. " * 60}), "z.zip")
        assert isinstance(first, Document)
        assert "MB that an archive may hold" in sentence(second)

    def test_members_that_overlap(self) -> None:
        data = packed({"a.txt": "Acme grew.", "b.txt": "Acme fell."})
        second = data.index(b"PK\x01\x02", data.index(b"PK\x01\x02") + 4)
        whole = data[: second + 42] + struct.pack("<I", 0) + data[second + 46 :]
        assert "overlap" in refusal(whole, "z.zip")

    def test_too_many_members(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(zip_archive, "MOST_MEMBERS", 3)
        *documents, found = read_all(packed({f"{n}.txt": f"Acme sold {n}." for n in range(5)}), "z.zip")
        assert len(documents) == 3 and "5 files" in sentence(found)


@pytest.mark.parametrize("name", ["z.txt", "z", "z.docx"])
def test_one_by_another_name_is_read(name: str) -> None:
    found = read_all(packed({"a.txt": "Acme grew."}), name)
    assert isinstance(found[0], Document)


@pytest.mark.parametrize(
    "data", [b"PK\x05\x06" + b"\0" * 18, b"PK\x03\x04", b"PK\x03\x04" + b"\0" * 99, packed({})]
)
def test_empty_and_broken(data: bytes) -> None:
    assert refusal(data, "z.zip").startswith("z.zip")


def test_presentations_are_not_read() -> None:
    assert ".pptx file" in refusal(packed({"ppt/presentation.xml": "x"}), "z.zip")


@given(st.binary(min_size=1, max_size=20), st.integers(0, 400))
@settings(max_examples=80, deadline=None)
def test_damage_ends_in_documents_or_sentences(damage: bytes, place: int) -> None:
    whole = packed({"a.txt": "Acme grew.", "b.csv": "title,text\nA,It fell.\n"})
    place %= len(whole)
    for found in read_all(whole[:place] + damage + whole[place + len(damage) :], "z.zip"):
        assert isinstance(found, Document | Refusal)


def zip_archive_budget(left: int) -> object:
    from index.readers.zips import Budget

    return Budget(left)
