"""Boilerplate is marked by structure and repetition, and prose is left alone."""

import json
from collections import Counter, defaultdict
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article.boilerplate_lines import SIGN_UP
from index.article.structure import structure
from index.boilerplate import REPEATED, SHARED, candidates, fingerprint, mark, threshold
from index.types import Block, BlockKind, Document

ROOT = Path(__file__).parent.parent
TRUTH: dict[str, list[str]] = json.loads((ROOT / "tests/seeds_boilerplate.json").read_text())

FIRST = (
    "The ferry company will drop its oldest ship from the timetable in May, after inspectors found "
    "rust in places where nobody had thought to look."
)
SECOND = (
    "“We shall miss her,” said Captain Isolde Marchbank, who has steered the Petrel for nineteen "
    "years. “She never once arrived on time, and she never once failed to arrive.”"
)
LAST = (
    "The company has until the end of the year to find a replacement, and 40 million crowns to "
    "find it with. A second-hand ship from Norway is said to be the favourite."
)


def document(*lines: str, source: str = "") -> Document:
    text = "\n".join(lines)
    found = structure(text)
    return Document(
        id="a.txt", path="a.txt", text=text, blocks=found.blocks, title=found.title, source=source
    )


def marked(document: Document) -> list[str]:
    return [
        document.text[block.start : block.end]
        for block in document.blocks
        if block.kind is BlockKind.BOILERPLATE
    ]


def marked_of(*lines: str) -> list[str]:
    return marked(mark(document("The Petrel is to retire", *lines)))


def test_a_sign_up_block_in_the_middle_is_marked_with_its_promises() -> None:
    block = [
        "Subscribe to The Breakwater",
        "Look beyond your own harbour. Get the news that matters, and what others make of it.",
        "Sign up for The Breakwater’s free newsletters",
        "From tide tables to long reads, get the best of the coast delivered to your inbox.",
        "From tide tables to long reads, get the best of the coast delivered to your inbox.",
    ]
    assert marked_of(FIRST, SECOND, *block, "‘A fine old ship’", LAST) == block


@pytest.mark.parametrize("separator", ["-", "•", None])
def test_teasers_to_the_end_are_marked(separator: str | None) -> None:
    teasers: list[str] = []
    for headline, standfirst, author in (
        ("Lighthouse keepers' choir goes on tour", "Culture Six men, one foghorn", "Una Prydz"),
        ("What became of the herring?", "The question Nets come up empty again", "Ivo Sandys"),
        ("Rope: a short history", "Long read From hemp to something stronger", "Una Prydz"),
    ):
        teasers += [separator] if separator else []
        teasers += [headline, standfirst, f"By {author}, The Breakwater Published"]
    assert marked_of(FIRST, SECOND, LAST, *teasers) == teasers


def test_headlines_below_the_heading_of_a_list_are_marked() -> None:
    teasers = ["Most read this week", "1. The eel that came back", "2. A pier for one pound"]
    assert marked_of(FIRST, SECOND, LAST, *teasers) == teasers


def test_a_teaser_list_in_the_middle_leaves_the_next_subhead() -> None:
    teasers = ["Related articles", "The eel that came back to the upper river"]
    assert marked_of(FIRST, *teasers, "Rust never sleeps", LAST) == teasers


def test_lists_and_questions_stay() -> None:
    questions = ["Who pays?", FIRST, "Who decides?", LAST, "When does she sail?", SECOND]
    bullets = ["The inspectors found:", "- rust in the bilge", "- rust in the funnel", "- a wasp"]
    scores = ["Eskmouth 2", "Saltmere 1", "Grannoch 4", "Corrin 0", "Orlin 3", "Tarn 3"]
    assert marked_of(FIRST, *questions, *bullets) == []
    assert marked_of(FIRST, LAST, *scores) == []


def test_separators_between_prose_stay() -> None:
    assert marked_of(FIRST, "* * *", SECOND, "* * *", LAST, "* * *", FIRST) == []


def test_a_subhead_below_a_sign_up_block_stays() -> None:
    assert marked_of(FIRST, "Sign up for our newsletter", "Every day a battle", LAST) == [
        "Sign up for our newsletter"
    ]


def test_a_closing_quotation_behind_a_sign_up_block_stays() -> None:
    call = "Sign up for our newsletter"
    assert marked_of(FIRST, LAST, call, "“She floats.”", "“So far.”", "“So she does.”") == [call]


def test_the_head_of_an_article_is_never_marked() -> None:
    lines = ("Watch: the Petrel’s last voyage", "By Una Prydz", FIRST, LAST)
    assert marked(mark(document(*lines), {fingerprint(line) for line in lines[:2]})) == []


def test_boilerplate_inside_the_head_is_marked_and_no_part_of_it() -> None:
    found = document("Skip to main content", "The Petrel sinks", "Share", "By Una Prydz", FIRST)
    assert found.title == "The Petrel sinks"
    assert [block.kind.value for block in mark(found).blocks] == [
        *("boilerplate", "title", "boilerplate", "byline", "paragraph")
    ]


def test_lines_that_a_source_repeats_are_marked() -> None:
    line = "The Breakwater is owned by the people who read it on the quay."
    label = "The Evening Tide"
    found = mark(
        document("The Petrel is to retire", FIRST, label, line, SECOND, LAST),
        {fingerprint(label), fingerprint(line)},
    )
    assert marked(found) == [label, line]
    assert {block.reason for block in found.blocks} == {"", SHARED}


def test_quotations_and_body_prose_are_no_candidates() -> None:
    found = candidates(document("The Petrel is to retire", FIRST, SECOND, "Rust", LAST, "The end"))
    assert not found & set(map(fingerprint, (FIRST, SECOND, "Rust")))
    assert fingerprint("The end") in found


def test_a_copy_of_another_article_is_not_boilerplate() -> None:
    lines = ("It sank at noon.", "Nobody was hurt.", "The captain swam.", "The cargo did not.")
    article = document("The Petrel sinks", *lines)
    assert marked(mark(article, set(map(fingerprint, lines)))) == []


def test_case_and_spacing_do_not_change_a_fingerprint() -> None:
    assert fingerprint("Sign  up NOW") == fingerprint("sign up now")
    assert fingerprint("Record 3 May") != fingerprint("Record 4 May")


def test_the_threshold_grows_with_the_source() -> None:
    assert [threshold(n) for n in (1, 150, 1_000, 20_000)] == [3, 3, 20, 400]


def test_reasons_are_given() -> None:
    call = "Sign up for our newsletter"
    promise = "Tides, ferries and gossip by email"
    found = mark(document("The Petrel is to retire", FIRST, promise, call, promise, LAST))
    assert [block.reason for block in found.blocks] == ["", "", REPEATED, SIGN_UP, REPEATED, ""]


def test_what_a_reader_marked_stays_marked() -> None:
    plain = document("The Petrel is to retire", FIRST, SECOND)
    first, second, third = plain.blocks
    known = replace(second, kind=BlockKind.BOILERPLATE, reason="hidden on the page")
    given_marks = replace(plain, blocks=(first, known, third))
    assert mark(given_marks) == given_marks


POOL = [
    *(FIRST, SECOND, LAST, "-", "A subhead", "By Ann Poe", "Related", "Most read", "Advertisement"),
    *("Sign up for our newsletter", "Your inbox, daily", "Get it free", "3 May 2024", "3 min read"),
    *("The eel that came back to the river", "Why nobody takes the bus", "* * *", "Email address"),
    *(
        "Why not?",
        "It held.",
        "You will like it.",
        "© 2024 The Breakwater",
        "1. A pier for a pound",
    ),
]
articles = st.lists(st.one_of(st.sampled_from(POOL), st.text(max_size=40)), max_size=25).map(
    lambda lines: document(*lines)
)
fingerprints = st.sets(st.sampled_from(POOL).map(fingerprint))


@given(article=articles, repeated=fingerprints)
@settings(max_examples=300, deadline=None)  # the names of months are loaded once
def test_marking_changes_only_kinds_and_reasons(article: Document, repeated: set[str]) -> None:
    found = mark(article, repeated)
    assert replace(found, blocks=article.blocks) == article
    for before, after in zip(article.blocks, found.blocks, strict=True):
        if after.kind is BlockKind.BOILERPLATE:
            assert after.reason
            after = replace(after, kind=before.kind, reason=before.reason)
        assert after == before


@given(article=articles, repeated=fingerprints)
@settings(max_examples=300, deadline=None)  # the names of months are loaded once
def test_to_mark_twice_is_to_mark_once(article: Document, repeated: set[str]) -> None:
    once = mark(article, repeated)
    assert mark(once, repeated) == once


@given(article=articles, repeated=fingerprints, others=fingerprints)
@settings(deadline=None)
def test_lines_of_other_documents_make_no_difference(
    article: Document, repeated: set[str], others: set[str]
) -> None:
    foreign = others - candidates(article)
    assert mark(article, repeated | foreign) == mark(article, repeated)


def seed_documents() -> dict[str, Document]:
    found = {}
    for name in TRUTH:
        path = ROOT / "seeds" / name
        lines = path.read_text(encoding="utf-8")
        found[name] = document(*lines.split("\n"), source=path.parent.name)
    return found


def test_the_seed_articles_are_marked_line_by_line() -> None:
    documents = seed_documents()
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    sizes = Counter(article.source for article in documents.values())
    for article in documents.values():
        counts[article.source].update(candidates(article))
    found = {}
    for name, article in documents.items():
        least = threshold(sizes[article.source])
        repeated = {line for line, n in counts[article.source].items() if n >= least}
        found[name] = marked(mark(article, repeated))
    assert found == TRUTH


def test_a_document_without_blocks_is_left_as_it_is() -> None:
    empty = Document(id="a", path="a", text="", blocks=())
    assert mark(empty) == empty
    title_only = replace(empty, text="T", blocks=(Block(0, 1, BlockKind.TITLE),))
    assert mark(title_only) == title_only
