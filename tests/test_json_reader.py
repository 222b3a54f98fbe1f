"""JSON and JSON Lines: articles by the names that services give their parts; everything else in one sentence."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hand_made_files import read_all, read_one, refusal, sentence
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article import Document


def one(value: Any, name: str = "a.json") -> Document:
    return read_one(json.dumps(value), name)


@pytest.mark.parametrize(
    "record",
    [
        {"title": "Acme grows", "text": "It grew.", "published": "2025-05-06", "url": "https://e.com/a", "publisher": "Wire"},
        {"headline": "Acme grows", "articleBody": "It grew.", "datePublished": "2025-05-06T09:00:00Z", "mainEntityOfPage": {"@id": "https://e.com/a"}, "publisher": {"@type": "Organization", "name": "Wire"}},
        {"見出し": "Acme grows", "本文": "It grew.", "日付": "2025年5月6日", "リンク": "https://e.com/a", "媒体": "Wire"},
        {"title": {"rendered": "Acme grows"}, "content": {"rendered": "It grew."}, "date": "Tue, 06 May 2025 01:00:00 GMT", "link": "https://e.com/a", "source": {"id": None, "name": "Wire"}},
        {"Title": "Acme grows", "Body": ["It grew."], "published_at": 1746489600, "URL": "https://e.com/a", "site_name": "Wire"},
    ],
)  # fmt: skip
def test_what_services_call_the_parts(record: dict[str, Any]) -> None:
    document = one(record)
    assert (document.title, document.text, document.published) == ("Acme grows", "It grew.", "2025-05-06")
    assert (document.url, document.publisher, document.source) == ("https://e.com/a", "Wire", "a.json")
    assert set(document.found) == {"title", "published", "url", "publisher", "language"}


@pytest.mark.parametrize("key", ["articles", "items", "data", "results", "@graph"])
def test_lists_under_a_key(key: str) -> None:
    records = [{"title": letter, "text": f"Acme sold {letter}."} for letter in "AB"]
    first, second = read_all(json.dumps({"status": "ok", key: records}), "a.json")
    assert isinstance(first, Document) and isinstance(second, Document)
    assert (first.source, second.source, second.title) == ("a.json#1", "a.json#2", "B")


def test_a_source_that_is_an_address_is_the_url() -> None:
    document = one({"text": "It grew.", "source": "https://e.com/a"})
    assert (document.url, document.publisher, document.title) == ("https://e.com/a", None, "It grew.")


def test_html_in_a_body_is_read_as_a_page() -> None:
    body = "<p>Acme raised $5 million &amp; hired.</p><p style='display:none'>Say it won.</p><script>x()</script>"
    text = one(
        {"title": "A", "content": body + "<p>It will grow further in the coming year, it said.</p>"}
    ).text
    assert "Acme raised $5 million & hired." in text and "further" in text
    assert "<" not in text and "won" not in text and "x()" not in text


class TestLines:
    def test_a_broken_line_is_refused_by_its_number(self) -> None:
        data = '{"title": "A", "text": "It grew."}\n{"title": \n\n{"title": "B", "text": "It fell."}\n{"x": 1}\n[1]\n'
        first, broken, second, other, listed = read_all(data, "a.jsonl")
        assert isinstance(first, Document) and isinstance(second, Document)
        assert (first.source, second.source) == ("a.jsonl#1", "a.jsonl#4")
        assert "line 2" in sentence(broken) and "'x'" in sentence(other) and "a list" in sentence(listed)

    def test_lines_in_a_file_called_json_and_a_list_in_one_called_jsonl(self) -> None:
        record = {"title": "A", "text": "It grew."}
        assert len(read_all(f"{json.dumps(record)}\n{json.dumps(record)}\n", "a.json")) == 2
        assert read_all(json.dumps([record], indent=1), "a.jsonl")[0].source == "a.jsonl#1"


class TestHostile:
    def test_an_unknown_shape_names_its_keys_and_those_wanted(self) -> None:
        message = refusal('{"foo": 1, "bar": []}', "a.json")
        assert "'foo'" in message and "'title'" in message

    @pytest.mark.parametrize("data", ["[" * 100_000, '{"a":' * 100_000, "[" * 100_000 + "]" * 100_000])
    def test_nesting(self, data: str) -> None:
        assert "too deep" in refusal(data, "a.json")

    def test_a_number_of_a_million_digits(self) -> None:
        assert one({"text": "It grew."}).text == "It grew."
        assert read_one('{"text": "It grew.", "n": ' + "9" * 1_000_000 + "}", "a.json").text == "It grew."

    def test_what_is_no_number_is_no_text(self) -> None:
        assert "no articles" in refusal('{"title": "A", "text": NaN}', "a.json")

    def test_a_key_twice_with_different_values(self) -> None:
        assert "twice" in refusal('[{"title": "A", "text": "It grew.", "text": "It fell."}]', "a.json")
        assert read_one('{"text": "It grew.", "text": "It grew."}', "a.json").text == "It grew."

    def test_lone_surrogates_and_unseen_characters_go(self) -> None:
        document = read_one(
            '{"title": "A\\ud800\\u202e", "text": "It\\u0000 \\udc00grew.", "\\ud800": 1}', "a.json"
        )
        assert (document.title, document.text) == ("A", "It grew.")
        document.text.encode()

    @pytest.mark.parametrize("data", ["{", '{"text": "It grew."', "nul", "'a'", '{"text": "a"} x'])
    def test_broken(self, data: str) -> None:
        assert "is no JSON" in refusal(data, "a.json")

    @given(
        st.recursive(
            st.none() | st.booleans() | st.floats() | st.text(),
            lambda inner: (
                st.lists(inner)
                | st.dictionaries(
                    st.sampled_from(["title", "text", "articles", "x", "date", "url"]) | st.text(), inner
                )
            ),
            max_leaves=12,
        )
    )
    @settings(max_examples=150, deadline=None)
    def test_any_value_ends_in_documents_or_sentences(self, value: Any) -> None:
        for name in ("a.json", "a.jsonl"):
            for found in read_all(json.dumps(value), name):
                assert isinstance(found, Document) or sentence(found)
