"""How ``search query --explain`` shows what makes a score."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Final

from index.types import TermScore
from search.display.columns import wrapped_lines
from search.display.printable import printable
from search.ranking.explanation import Explanation

_BAR: Final = 20
_TABLE: Final = 45
_NAME: Final = 11
_TERMS: Final = 6


def lines(explanation: Explanation, confidence: float | None, room: int) -> Iterator[str]:
    """A line for each leg with a bar for its share, then where the figures come from.

    In ``room`` columns, of which the table takes 45; bars are drawn where there are some more.
    """
    yield f"{'leg':<8} {'rank':>4} {'score':>6} {'normal':>6} x weight = {'share':>6}"
    legs = {"keyword": explanation.keyword, "vector": explanation.vector}
    asked = {name: leg for name, leg in legs.items() if leg}
    most = max((abs(leg.share) for leg in asked.values()), default=0.0)
    longest = max(0, min(_BAR, room - _TABLE - 1))
    for name, leg in asked.items():
        count = round(longest * abs(leg.share) / most) if most else 0
        bar = ("-" if leg.share < 0 else "#") * count
        rank = f"#{leg.rank}" if leg.rank else "-"
        sum_of = f"{leg.normalised:6.3f} x {leg.weight:6.2f} = {leg.share:6.3f}"
        yield f"{name:<8} {rank:>4} {leg.score:6.3f} {sum_of} {bar}".rstrip()
    if explanation.match:
        yield f"{'match':<8} {'for the very words':<20}{explanation.match:16.3f}"
    yield f"{'sum':<8} {explanation.score:36.3f}"
    yield from _row("weights", explanation.reason, room)
    feedback = explanation.feedback
    if feedback:
        refined = f"the vector leg is asked anew in the light of the {feedback.passages} best"
        before = f"before that, the sum was {feedback.score:.3f} and the rank #{feedback.rank}"
        yield from _row("feedback", f"{refined}; {before}", room)
    if confidence is not None:
        yield f"{'confidence':<10} {confidence:.2f}, from 0 to 1"
    if explanation.terms:
        yield from _row("terms", ", ".join(_terms(explanation.terms)), room)


def _row(name: str, text: str, room: int) -> Iterator[str]:
    for number, line in enumerate(wrapped_lines(printable(text), room - _NAME)):
        yield f"{'' if number else name:<10} {line}"


def _terms(terms: tuple[TermScore, ...]) -> Iterator[str]:
    """Each term with its whole share and the fields that it comes from, the largest first."""
    by_term = sorted(terms, key=lambda part: part.term)
    groups = [list(group) for _, group in groupby(by_term, key=lambda part: part.term)]
    groups.sort(key=lambda group: -sum(part.score for part in group))
    for group in groups[:_TERMS]:
        fields = " ".join(f"{part.field} {part.score:.2f}" for part in group)
        yield f"{group[0].term} {sum(part.score for part in group):.2f} ({fields})"
    rest = sum(part.score for group in groups[_TERMS:] for part in group)
    if groups[_TERMS:]:
        yield f"{len(groups) - _TERMS} more {rest:.2f}"
