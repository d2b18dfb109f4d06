"""The other articles that tell the story of an article."""

from __future__ import annotations

from typing import Final

import numpy as np

from index.engines.protocol import Articles, Copies
from index.store.row_arrays import Numbers

_LAST: Final = np.iinfo(np.int32).max


def copies_of(
    stories: Numbers, days: Numbers, documents: Numbers, articles: Articles, most: int
) -> list[Copies]:
    """For each of ``articles`` its copies, the first ``most`` by their days with a row of each.

    ``stories`` and ``days`` are those of all articles, ``documents`` the number of each row's
    article, -1 where a row is dead.
    """
    wanted = np.zeros(len(stories) + 1, dtype=np.bool_)
    wanted[stories[articles]] = True
    telling = np.flatnonzero(wanted[stories])
    telling = telling[np.argsort(np.where(days > 0, days, _LAST)[telling], kind="stable")]
    told = stories[telling]
    others = [telling[(told == stories[one]) & (telling != one)] for one in articles]
    row_of = _a_row_of_each(documents, [one for each in others for one in each[:most]], len(days))
    return [Copies(len(each), [row_of[one] for one in each[:most].tolist()]) for each in others]


def _a_row_of_each(documents: Numbers, articles: list[int], count: int) -> dict[int, int]:
    """For each article the first of its rows."""
    if not articles:
        return {}
    wanted = np.zeros(count + 1, dtype=np.bool_)  # the last is that of dead rows
    wanted[articles] = True
    rows = np.flatnonzero(wanted[documents])
    each, first = np.unique(documents[rows], return_index=True)
    return dict(zip(each.tolist(), rows[first].tolist(), strict=True))
