from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article.sentences import clause_ends, sentence_ends, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“It is over.” He left.", ["“It is over.”", "He left."]),
        ("Mr. Hale met Dr. Osei. They spoke.", ["Mr. Hale met Dr. Osei.", "They spoke."]),
        ("The U.S. Senate voted. It passed.", ["The U.S. Senate voted.", "It passed."]),
        ("J. R. Marten wrote it. So she said.", ["J. R. Marten wrote it.", "So she said."]),
        ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
        ("Why… Because. (Or not.) Fine.", ["Why…", "Because.", "(Or not.)", "Fine."]),
        ("no capital. follows here", ["no capital. follows here"]),
        ("会議は終わった。次は来週だ。", ["会議は終わった。", "次は来週だ。"]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say_so(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


def test_clauses_end_behind_commas_colons_and_dashes() -> None:
    text = "First, second; third — fourth: fifth"
    pieces = [text[a:b] for a, b in zip([0, *clause_ends(text)], clause_ends(text), strict=False)]
    assert pieces == ["First,", " second;", " third —", " fourth:"]


@given(st.text(alphabet="aB.!?,;“” \n…—1", max_size=80))
def test_sentences_hold_all_of_the_text_but_white_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))


def test_a_long_run_of_dots_takes_no_longer_than_its_length() -> None:
    text = "." * 200_000 + " a"
    assert sentence_ends(text) == [len(text)]
