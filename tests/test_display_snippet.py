from __future__ import annotations

import textwrap

from hypothesis import given, settings
from hypothesis import strategies as st

from index.keyword.analysis import analyze
from index.types import Block, BlockKind, Document, Passage
from search.display.snippet import LINES, WIDTH, sentences, snippet
from search.types import Hit

SENTENCES = (
    "The council met on Monday to hear about the harbour.",
    "Nobody from the ferry company came, although four had been asked.",
    "A report says that the battery of the new ferry caught fire twice in March.",
    "The harbour master called it an embarrassment.",
    "Repairs will take until June.",
)


def hit(*paragraphs: str, language: str = "en") -> Hit:
    text = "\n".join(paragraphs)
    blocks, start = [], 0
    for paragraph in paragraphs:
        blocks.append(Block(start, start + len(paragraph), BlockKind.PARAGRAPH))
        start += len(paragraph) + 1
    document = Document("a.txt", "a.txt", text, tuple(blocks), language=language)
    passage = Passage("a.txt#p0", "a.txt", text, 0, len(text))
    return Hit(1, 1.0, passage, document, None, None)


def weighted(query: str, weight: float = 3.0) -> dict[str, float]:
    return dict.fromkeys(analyze(query), weight)


def test_a_passage_that_fits_is_shown_whole() -> None:
    assert snippet(hit("Rain fell. The  bank\nclosed."), weighted("bank")) == (
        "Rain fell. The bank closed."
    )


def test_the_sentence_that_holds_the_terms_is_shown() -> None:
    shown = snippet(hit(" ".join(SENTENCES)), weighted("battery fire"), lines=1, width=80)
    assert shown == f"… {SENTENCES[2]} …"


def test_what_is_left_out_between_two_sentences_is_marked() -> None:
    shown = snippet(hit(" ".join(SENTENCES)), weighted("council june"), lines=1, width=90)
    assert shown == f"{SENTENCES[0]} … {SENTENCES[4]}"


def test_a_rare_term_counts_more_than_several_common_ones() -> None:
    terms = weighted("harbour ferry company", 0.8) | weighted("embarrassment", 6.0)
    shown = snippet(hit(" ".join(SENTENCES)), terms, lines=1, width=60)
    assert shown == f"… {SENTENCES[3]} …"


def test_a_sentence_that_answers_by_its_meaning_goes_before_the_words() -> None:
    shown = snippet(hit(" ".join(SENTENCES)), weighted("council june"), 80, 1, answer=2)
    assert shown == f"… {SENTENCES[2]} …"
    assert sentences(hit(" ".join(SENTENCES)))[2] == SENTENCES[2]


def test_terms_that_most_articles_hold_choose_nothing() -> None:
    terms = weighted("until take", 0.5) | weighted("zebra")
    shown = snippet(hit(" ".join(SENTENCES)), terms, lines=1, width=60)
    assert shown == f"{SENTENCES[0]} …"


def test_a_passage_without_the_terms_shows_its_first_sentences() -> None:
    shown = snippet(hit(" ".join(SENTENCES)), weighted("zebra"), lines=2, width=76)
    assert shown == f"{SENTENCES[0]} {SENTENCES[1]} …"


def test_room_that_is_left_goes_to_the_sentence_behind() -> None:
    shown = snippet(hit(" ".join(SENTENCES)), weighted("battery"), lines=2, width=76)
    assert shown == f"… {SENTENCES[2]} {SENTENCES[3]} …"


def test_paragraphs_stay_apart() -> None:
    shown = snippet(hit("The list is long:", "- short arms", "- long arms"), weighted("arms"))
    assert shown == "The list is long:\n- short arms\n- long arms"


def test_only_the_passage_is_shown() -> None:
    whole = hit("Before it. The passage itself. After it.")
    text = "The passage itself."
    start = whole.passage.text.index(text)
    part = Passage("a.txt#p0", "a.txt", text, start, start + len(text))
    assert snippet(Hit(1, 1.0, part, whole.document, None, None), {}) == text


def test_a_sentence_that_is_too_long_is_cut_where_the_terms_are() -> None:
    long = "It was said, " + "and said again, " * 40 + "that the ferry burned, " + "or so " * 40
    shown = snippet(hit(long.strip() + "."), weighted("ferry"))
    assert "ferry burned" in shown
    assert shown.startswith("… ")
    assert shown.endswith(" …")
    assert len(textwrap.wrap(shown, WIDTH)) <= LINES


def test_a_query_in_another_form_of_the_word_finds_it() -> None:
    shown = snippet(hit(" ".join(SENTENCES)), weighted("embarrassments"), lines=1, width=60)
    assert shown == f"… {SENTENCES[3]} …"


words = st.sampled_from(
    ["bank", "Rain", "ferry", "a", "talks,", "U.S.", "end.", "“Why?”", "x" * 90]
)
paragraph = st.lists(words, min_size=1, max_size=60).map(" ".join)


@settings(max_examples=150, deadline=None)
@given(
    st.lists(paragraph, min_size=1, max_size=4),
    st.sampled_from(["bank", "ferry talk", "zebra", ""]),
    st.integers(20, 100),
    st.none() | st.integers(0, 200),
)
def test_every_snippet_fits_and_quotes_the_passage_in_order(
    paragraphs: list[str], query: str, width: int, answer: int | None
) -> None:
    one = hit(*paragraphs)
    if answer is not None:
        answer %= len(sentences(one))
    shown = snippet(one, weighted(query), width, answer=answer)
    lines = [line for part in shown.split("\n") for line in textwrap.wrap(part, width)]
    assert 1 <= len(lines) <= LINES
    rest = iter("".join(one.passage.text.split()))
    assert all(
        character in rest for character in shown if not character.isspace() and character != "…"
    )


def test_sentences_that_no_blank_parts_are_shown_so() -> None:
    text = "网络建设提速。公司融资成功。集团裁员。"
    assert snippet(hit(text, language="zh"), {}) == text


def test_words_that_stand_everywhere_choose_where_there_are_no_others() -> None:
    shown = snippet(hit(" ".join(SENTENCES)), weighted("battery fire", 0.3), lines=1, width=80)
    assert shown == f"… {SENTENCES[2]} …"
