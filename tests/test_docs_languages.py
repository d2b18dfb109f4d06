"""docs/languages.md names the languages whose endings are taken off."""

from __future__ import annotations

import re
from pathlib import Path

from index.keyword.stemming import STEMMED

PAGE = Path(__file__).parent.parent / "docs" / "languages.md"


def test_the_codes_are_those_of_the_stemmers() -> None:
    named = re.search(r"are taken off: ([a-z\s]+)\.", PAGE.read_text(encoding="utf-8"))
    assert named is not None
    assert named[1].split() == sorted(STEMMED)
