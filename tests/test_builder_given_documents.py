"""Documents that a program gives: what is refused, what is made whole, what is found again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import index
from index import Block, BlockKind, Document, SourceError
from index.builder.given_documents import completed
from search import Filters, Searcher, View

TEXT = "The ferry to Nyvold stopped on Monday after a fire in its battery room."
GIVEN = Document("wire-1", "", TEXT)
EACH = View(copies=True)


def stretch(*ends: int) -> tuple[Block, ...]:
    return tuple(
        Block(*pair, BlockKind.PARAGRAPH) for pair in zip(ends[::2], ends[1::2], strict=True)
    )


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"id": 5}, "id must be text, not int"),
        ({"text": None}, "text must be text, not NoneType"),
        ({"title": b"Fire"}, "title must be text, not bytes"),
        ({"published": date(2024, 1, 2)}, "published must be text, not date"),
        ({"published": "yesterday"}, "published must be a date, not yesterday"),
        ({"published": "2024-02-30"}, "published must be"),
        ({"language": "english"}, "language must be a code of two letters, not english"),
        ({"metadata": {"when": date(2024, 1, 2)}}, "the metadata field when must be text, a number"),
        ({"metadata": {"share": float("nan")}}, "the metadata field share must be"),
        ({"metadata": {"tags": ["a", None]}}, "the metadata field tags must be"),
        ({"metadata": {5: "x"}}, "the metadata field 5 must have a name"),
        ({"blocks": stretch(5, 2)}, "blocks must stand in the text"),
        ({"blocks": stretch(0, 10, 3, 20)}, "blocks must stand in the text"),
        ({"blocks": stretch(0, 1000)}, "blocks must stand in the text"),
        ({"blocks": (Block(0, 20, "paragraph"),)}, "blocks must stand in the text"),  # type: ignore[arg-type]
    ],
)  # fmt: skip
def test_what_a_document_does_not_promise_is_refused(fields: dict[str, Any], said: str) -> None:
    document = replace(GIVEN, **fields)
    with pytest.raises(SourceError, match=said) as raised:
        list(completed([document], ()))
    assert raised.value.place == str(document.id)


def test_what_is_no_document_is_refused() -> None:
    anything: Any = [TEXT]
    with pytest.raises(SourceError, match=r"index\.Document, not str"):
        list(completed(anything, ()))


def test_half_a_character_is_replaced_and_every_offset_stays() -> None:
    text = f"{TEXT}\ud83d {TEXT}"
    blocks = stretch(0, len(TEXT) + 1, len(TEXT) + 2, len(text))
    (found,) = completed([replace(GIVEN, text=text, title="\udc00", blocks=blocks)], ())
    assert found.text == text.replace("\ud83d", "\ufffd")
    assert (found.title, found.blocks, found.path) == ("\ufffd", blocks, "wire-1")


def test_language_and_date_are_written_as_those_of_files_are() -> None:
    (found,) = completed([replace(GIVEN, language="en-GB", published="May 3, 2021")], ())
    assert (found.language, found.published) == ("en", "2021-05-03")


def test_metadata_keeps_its_types_in_filters_facets_and_results(tmp_path: Path) -> None:
    fields: list[dict[str, Any]] = [
        {"words": 320, "tags": ("sea", "fire, smoke"), "breaking": True},
        {"words": 4.5, "tags": ["sea"], "breaking": False},
        {"words": 1200, "tags": [], "level": 1},
    ]
    documents = [
        Document(f"wire-{number}", "", f"{TEXT} {number}.", metadata=declared)
        for number, declared in enumerate(fields)
    ]
    index.build(documents=documents, location=tmp_path)
    assert index.build(documents=documents, location=tmp_path).up_to_date
    with Searcher.open(tmp_path) as searcher:
        every = searcher.search(
            "", filters=Filters(where={"id": "*"}), facets=["tags", "breaking", "words"]
        )
        assert every.facets["tags"] == {"sea": 2, "fire, smoke": 1, "": 1}
        assert every.facets["breaking"] == {True: 1, False: 1, "": 1}
        assert every.facets["words"] == {320: 1, 4.5: 1, 1200: 1}
        assert [type(value) for value in every.facets["words"]] == [int, float, int]
        kept = {
            hit.document.id: hit.document.metadata for hit in searcher.search("ferry", view=EACH)
        }
        assert kept["wire-0"] == {"words": 320, "tags": ["sea", "fire, smoke"], "breaking": True}
        for where, found in (
            ({"words": ">100"}, {"wire-0", "wire-2"}), ({"words": 4.5}, {"wire-1"}),
            ({"breaking": True}, {"wire-0"}), ({"tags": "smoke"}, {"wire-0"}),
            ({"tags": "sea"}, {"wire-0", "wire-1"}), ({"level": 1}, {"wire-2"}),
        ):  # fmt: skip
            result = searcher.search("", filters=Filters(where=where), view=EACH)
            assert {hit.document.id for hit in result} == found, where


def test_values_that_are_equal_are_counted_together(tmp_path: Path) -> None:
    levels: list[Any] = [1, True, 1.0, 2]
    documents = [
        Document(f"{number}", "", f"{TEXT} {number}.", metadata={"level": level})
        for number, level in enumerate(levels)
    ]
    index.build(documents=documents, location=tmp_path)
    with Searcher.open(tmp_path) as searcher:
        every = Filters(where={"id": "*"})
        assert searcher.search("", filters=every, facets="level").facets == {"level": {1: 3, 2: 1}}
