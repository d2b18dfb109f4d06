"""How long a build takes yet, as its bar tells it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest

from index.builder.passages import average_passages
from search.cli.pace import Pace
from search.cli.progress import Bars, in_words

Event = tuple[float, str, int, int]
"""When, which stage, how many steps more of it are done, and how long it is."""


def build(*, files: int, reading: float, early: int, passages: int, pace: float) -> Iterator[Event]:
    """What a build tells that reads for so many seconds and encodes ``pace`` passages a second.

    While it reads, ``early`` passages are encoded; then it prepares for a fifth of that time.
    """
    for file in range(1, files + 1):
        now = reading * file / files
        yield now, "encoding", 0, round(passages * file / files)
        yield now, "reading", 1, files
        if file % 10 == 0:
            yield now, "encoding", early * 10 // files, round(passages * file / files)
    for file in range(1, files + 1):
        yield reading + reading / 5 * file / files, "preparing", 1, files
    left = passages - early
    yield reading * 1.2, "indexing", passages // 2, passages
    for batch in range(1, 101):
        now = reading * 1.2 + left / pace * batch / 100
        yield now, "encoding", left // 100, passages


@pytest.mark.parametrize(
    ("reading", "early"), [(100.0, 2000), (300.0, 4500), (5.0, 100), (600.0, 7800)]
)
def test_a_guess_is_near_the_truth_from_the_start(reading: float, early: int) -> None:
    events = list(build(files=1000, reading=reading, early=early, passages=8000, pace=20))
    end = events[-1][0]
    pace, guesses, shares = Pace(0.0), dict[int, float](), list[float]()
    for now, stage, steps, total in events:
        pace.start(stage, total, now)
        pace.advance(stage, steps, now)
        left = pace.seconds_left(now)
        shares.append(pace.share_done(now))
        for part in (10, 25, 50, 75):
            if part not in guesses and now >= end * part / 100 and left is not None:
                guesses[part] = left / (end - now)
    assert {part: guess for part, guess in guesses.items() if not 0.7 <= guess <= 1.3} == {}
    assert len(guesses) == 4
    assert shares == sorted(shares)
    assert shares[-1] > 0.99


def test_nothing_is_guessed_before_there_is_a_pace() -> None:
    pace = Pace(0.0)
    assert pace.seconds_left(1.0) is None
    pace.start("reading", 100, 1.0)
    assert (pace.seconds_left(5.0), pace.share_done(5.0)) == (None, 0.0)
    pace.advance("reading", 10, 6.0)
    assert pace.seconds_left(6.0) is None  # nothing is encoded yet
    assert pace.describe() == "reading 10 of 100 files"
    pace.advance("reading", 90, 7.0)
    assert pace.describe() == "finishing"


def test_a_task_that_is_no_build_goes_by_its_own_pace() -> None:
    pace = Pace(0.0)
    pace.start("evaluating", 40, 10.0)
    pace.advance("evaluating", 10, 20.0)
    assert pace.seconds_left(20.0) == pytest.approx(30.0)


def test_a_pace_that_changes_is_followed() -> None:
    pace, now = Pace(0.0), 0.0
    pace.start("reading", 1, now)
    pace.advance("reading", 1, now)
    pace.start("indexing", 1000, now)
    pace.advance("indexing", 1, now)
    pace.start("encoding", 1000, now)
    for step in range(1, 601):  # the machine gets other work when a third is done
        now += 0.1 if step < 300 else 1.0
        pace.advance("encoding", 1, now)
    assert pace.seconds_left(now) == pytest.approx(400, rel=0.05)


@pytest.mark.parametrize("columns", [50, 80, 120])
def test_a_bar_has_room_beside_what_is_told(columns: int, monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setenv("COLUMNS", str(columns))
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    bars = Bars()
    bars.start("encoding", 234_567)
    now[0] = 300.0
    bars.advance("encoding", 34_567)
    console = bars._progress.console
    with console.capture() as printed:
        console.print(bars._progress.get_renderable())
    (line,) = printed.get().splitlines()
    assert len(line) <= columns
    told = "encoding" if columns == 50 else "encoding 34,567 of 234,567 passages"
    assert re.search(rf"{told} +.{{12,}} 15% about 29 min left", line)


def test_time_is_told_in_words() -> None:
    assert in_words(3) == "a few seconds left"
    assert in_words(31) == "about 30 s left"
    assert in_words(59) == "about 1 min left"
    assert in_words(540) == "about 9 min left"
    assert in_words(3 * 3600) == "about 3 h left"


def test_long_passages_count_more_and_all_of_them_once() -> None:
    done = average_passages([10, 100, 10, 100, 10, 10])
    assert (done[0], done[-1]) == (0, 6)
    assert done[2] == 5  # the two long ones are five sixths of the work
    assert average_passages([]) == [0]
    assert average_passages([7] * 4) == [0, 1, 2, 3, 4]
