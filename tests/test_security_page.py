"""Each promise of SECURITY.md names the tests that stand for it, and these are there."""

import re
from pathlib import Path

PROJECT = Path(__file__).parent.parent
PAGE = (PROJECT / "SECURITY.md").read_text(encoding="utf-8")
PROMISED = PAGE[PAGE.index("## What is promised") : PAGE.index("## What is not promised")]


def test_each_promise_names_tests_that_there_are() -> None:
    promises = re.split(r"\n(?=\*\*)", PROMISED)[1:]
    assert len(promises) >= 7
    for promise in promises:
        named = re.findall(r"`(tests/\w+\.py)`", promise)
        assert named, promise
        for name in named:
            assert (PROJECT / name).is_file(), name


def test_the_page_says_how_to_report_and_what_is_not_promised() -> None:
    assert "## How to report" in PAGE
    assert "## What is not promised" in PAGE
