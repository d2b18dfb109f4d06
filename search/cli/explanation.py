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
_COLUMNS: Final = 76
_TERMS: Final = 6


def lines(explanation: Explanation, confidence: float | None) -> Iterator[str]:
    """A line for each leg with a bar for its share, then where the figures come from.

    No line is longer than 76 columns.
    """
    yield f"{'leg':<10} {'rank':>5} {'score':>8}  {'normal':>6} x weight = {'share':>6}"
    legs = {"keyword": explanation.keyword, "vector": explanation.vector}
    asked = {name: leg for name, leg in legs.items() if leg}
    most = max((abs(leg.share) for leg in asked.values()), default=0.0)
    for name, leg in asked.items():
        bar = ("-" if leg.share < 0 else "#") * (round(_BAR * abs(leg.share) / most) if most else 0)
        rank = f"#{leg.rank}" if leg.rank else "-"
        sum_of = f"{leg.normalised:6.3f} x {leg.weight:6.2f} = {leg.share:6.3f}"
        yield f"{name:<10} {rank:>5} {leg.score:8.3f}  {sum_of} {bar}".rstrip()
    if explanation.match:
        yield f"{'match':<10} {explanation.match:40.3f} for the very words"
    yield f"{'sum':<10} {explanation.score:40.3f}"
    yield f"{'weights':<10} {explanation.reason}"
    feedback = explanation.feedback
    if feedback:
        refined = f"the vector leg is asked anew in the light of the {feedback.passages} best;"
        yield f"{'feedback':<10} {refined} before"
        yield f"{'':<10} that, the sum was {feedback.score:.3f} and the rank #{feedback.rank}"
    if confidence is not None:
        yield f"{'confidence':<10} {confidence:.2f}, from 0 to 1"
    if explanation.terms:
        text = printable(", ".join(_terms(explanation.terms)))
        for number, line in enumerate(wrapped_lines(text, _COLUMNS - 11)):
            yield f"{'' if number else 'terms':<10} {line}"


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
