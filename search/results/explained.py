"""Explains results in the way in which they were ranked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from index.types import Places
from search.question.mode import Mode
from search.question.retrieved import Retrieved
from search.ranking.hybrid import Ranker
from search.results.hits import Explain

if TYPE_CHECKING:
    from search.ranking.explanation import Explanation


def explainer(ranker: Ranker, tuned: float | None) -> Explain:
    """Explains what ``ranker`` has ranked; ``tuned`` is the weight that was fitted, if one was."""
    from search.ranking.explanation import explain, explain_alone

    is_tuned = ranker.weight == tuned

    def explained(retrieved: Retrieved, places: Places) -> list[Explanation]:
        by_words = retrieved.mode is not Mode.VECTOR or retrieved.vector is None
        if retrieved.vector is None or retrieved.mode is not Mode.HYBRID:
            return explain_alone(retrieved.found, places, by_words=by_words)
        query = retrieved.vector, retrieved.reading
        return explain(retrieved.found, ranker, query, places, is_tuned=is_tuned)

    return explained
