"""Which lines are bylines, and whom they name."""

import pytest

from index.article.byline import Byline, is_name, parse_byline


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("By Odile Farrant", Byline("Odile Farrant")),
        ("by Odile Farrant, health correspondent", Byline("Odile Farrant")),
        ("By Odile Farrant, Ben Roe and Cy Moe", Byline("Odile Farrant, Ben Roe and Cy Moe")),
        ("Words: Odile Farrant", Byline("Odile Farrant")),
        ("Written by Odile Farrant | 3 May 2024", Byline("Odile Farrant", "3 May 2024")),
        ("By The Ledger staff Published", Byline("The Ledger staff")),
        ("Odile Farrant-Mbeki | 27 June 2025", Byline("Odile Farrant-Mbeki", "27 June 2025")),
        ("Published 2024-05-03T10:30:00Z", Byline("", "2024-05-03T10:30:00Z")),
        ("Last updated: May 3, 2024 at 10:30 am", Byline("", "May 3, 2024 at 10:30 am")),
        ("Friday, 3 mai 2024", Byline("", "3 mai 2024")),
        ("03/05/2024", Byline("", "03/05/2024")),
        ("Published two hours ago", Byline()),
    ],
)
def test_bylines_are_read(line: str, expected: Byline) -> None:
    assert parse_byline(line) == expected


@pytest.mark.parametrize(
    "line",
    [
        "By Tuesday the water had reached the door.",
        "By 2030 the fleet will be electric",
        "The bridge was opened on 3 May 2024 by the mayor",
        "Sudoku hard: December 16, 2024",
        "Odile Farrant",
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert parse_byline(line) is None


def test_names_are_told_from_phrases() -> None:
    assert is_name("Odile Farrant")
    assert is_name("J. R. O’Neill-Smith")
    assert not is_name("Uneasy truce")
    assert not is_name("Odile")
