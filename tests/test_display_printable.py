from __future__ import annotations

import json
import math
import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from search.display.json_records import as_json
from search.display.printable import isolated, printable

HOSTILE = "a\x1b[31m\x07\x9b\u202egpj\u2066x\u2028y\ud83d\U000e0041\xad\u200bz\r\n"


def test_what_fools_a_terminal_goes_and_line_ends_are_one_kind() -> None:
    assert printable(HOSTILE) == "a[31mgpjx\ny\ufffdz\n"


@given(st.text(st.characters(codec=None, exclude_categories=[]), max_size=40))
def test_nothing_printed_has_a_control_code(text: str) -> None:
    shown = printable(text)
    shown.encode()
    assert all(unicodedata.category(c) != "Cc" for c in shown if c not in "\n\t")
    assert not set(shown) & set(
        "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029"
    )
    assert printable(shown) == shown


def test_right_to_left_text_is_set_apart_and_other_text_is_not() -> None:
    assert isolated("جسر.txt") == "\u2068جسر.txt\u2069"
    assert isolated("bridge.txt") == "bridge.txt"


@given(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(st.characters(exclude_categories=[])),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
        max_leaves=8,
    ),
    st.booleans(),
)
def test_json_is_one_line_that_any_program_reads_back(value: object, ascii_only: bool) -> None:
    line = as_json({"value": value, "hostile": HOSTILE}, ascii_only=ascii_only)
    line.encode()
    assert all(unicodedata.category(c) != "Cc" for c in line)
    assert "\u202e" not in line
    read = json.loads(line)
    assert read["hostile"] == HOSTILE
    if not isinstance(value, float) or math.isfinite(value):
        assert isinstance(value, list | dict) or read["value"] == value
    else:
        assert read["value"] is None
