from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.display.columns import clusters, columns, wrap, wrapped_lines

FAMILY = "👨‍👩‍👧‍👦"
PIECES = ["a", "word", "resumed", " ", " ", "\u0301", "通", "行", "费", "。", "「", "ภา", "ษ", "ำ",
          "สะ", FAMILY, "🇩🇪", "क्षि", "العمدة", "x" * 40, "한국어", "—", "…"]  # fmt: skip
texts = st.lists(st.sampled_from(PIECES), max_size=40).map("".join) | st.text(max_size=60)


@pytest.mark.parametrize(
    ("text", "width"),
    [("arms", 4), ("通行费", 6), ("한국", 4), (FAMILY, 2), ("e\u0301", 1), ("ภาษา", 4), ("", 0)],
)
def test_a_text_is_as_wide_as_a_terminal_draws_it(text: str, width: int) -> None:
    assert columns(text) == width


@given(texts, st.integers(2, 90))
def test_lines_fit_and_hold_all_but_blanks_and_break_no_cluster(text: str, width: int) -> None:
    spans = wrap(text, width)
    kept = "".join(text[start:end] for start, end in spans)
    assert "".join(kept.split()) == "".join(text.split())
    starts = {one.start for one in clusters(text)} | {len(text)}
    simple = [(start, end) for start, end in spans if not text[start:end].isspace()]
    for start, end in simple:
        line = text[start:end]
        assert columns(line) <= max(width, 2)
        assert line == line.strip() or unicodedata.combining(line[0])
    assert all(end in starts or text[end].isspace() for _, end in simple)


def test_words_stay_whole_where_they_fit() -> None:
    assert wrapped_lines("one two three", 7) == ["one two", "three"]
    assert wrapped_lines("a verylongword", 8) == ["a", "verylong", "word"]


def test_scripts_without_blanks_fill_the_line_and_no_line_begins_with_a_full_stop() -> None:
    assert wrapped_lines("通行费将从明年。开始", 6) == ["通行费", "将从明", "年。开", "始"]
    assert wrapped_lines("通行费。开始", 6) == ["通行", "费。开", "始"]


def test_lines_end_between_words_that_no_blank_parts() -> None:
    assert wrapped_lines("รัฐบาลไทยประกาศขึ้นราคา", 12) == ["รัฐบาลไทย", "ประกาศขึ้นราคา"]
    assert wrapped_lines("ภาสาລາວ ພາສາລາວ", 8) == ["ภาสาລາວ", "ພາສາລາວ"]
