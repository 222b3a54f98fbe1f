"""Files made to hurt end in one sentence each, or clean; the articles beside them go in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import ALL, SENTENCE, Hostile

from index.library import AddResult, Library


def added(library: Library, *paths: Path) -> list[AddResult]:
    return list(library.add_sources([str(path) for path in paths]))


@pytest.mark.parametrize("hostile", ALL, ids=lambda one: one.name)
def test_a_hostile_file_is_refused_or_cleaned_and_the_rest_goes_in(
    library: Library, tmp_path: Path, hostile: Hostile
) -> None:
    before, file, after = tmp_path / "a.txt", tmp_path / hostile.name, tmp_path / "z.txt"
    before.write_text("Before\nAcme held 10 million dollars in cash.", "utf-8")
    file.write_bytes(hostile.data())
    after.write_text("After\nZenith held 20 million dollars in cash.", "utf-8")
    first, *results, last = added(library, before, file, after)
    assert (first.status, last.status) == ("added", "added")
    for refused in (one for one in results if one.status == "refused"):
        reason = refused.reason or ""
        assert hostile.name in reason and reason.endswith(".") and "\n" not in reason and len(reason) < 400
    kept = [library.article(one.article_id or "").text for one in results if one.status == "added"]
    if hostile.kept:
        (text,) = kept
        assert hostile.kept in text.replace("\\|", "|")
        assert not any(gone in text for gone in hostile.gone)
    else:
        assert not kept and any(hostile.reason in (one.reason or "") for one in results)


def test_a_gigabyte_of_text_is_refused_unread(library: Library, tmp_path: Path) -> None:
    file = tmp_path / "long.txt"
    with file.open("wb") as stream:
        stream.seek(1_000_000_000)
        stream.write(b".")
    (result,) = added(library, file)
    assert result.status == "refused" and "1000 MB" in (result.reason or "")


def test_nothing_of_a_hostile_batch_stays_behind(library: Library, tmp_path: Path) -> None:
    news = tmp_path / "news"
    news.mkdir()
    for hostile in ALL:
        if not hostile.kept and "bomb" not in hostile.name:
            (news / hostile.name).write_bytes(hostile.data())
    (news / "good.txt").write_text(f"Harbour Cells\n{SENTENCE}", "utf-8")
    count = library.article_count()
    statuses = [one.status for one in added(library, news)]
    assert statuses.count("added") == 1 and library.article_count() == count + 1
    assert library.problems() == []
