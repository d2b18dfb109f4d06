"""How good a ranking is: trec_eval's measures, and how far they can be trusted."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

import numpy as np
import numpy.typing as npt

from index.errors import MissingExtraError
from search.evaluation.beir import Qrels

Run = Mapping[str, Mapping[str, float]]
"""For each query id the score of each document that was found, by id, best first."""

Values = npt.NDArray[np.float64]
"""One measure of each query, in the order of the qrels."""

MEASURES: Final = ("nDCG@10", "Recall@100", "MRR@10")

_RESAMPLES: Final = 10_000
_BATCH: Final = 500
_SEED: Final = 0


class Estimate(NamedTuple):
    """A mean over queries and the ends of its 95 % confidence interval."""

    mean: float
    low: float
    high: float


class Difference(NamedTuple):
    """A mean difference between two runs over the same queries, and its two-sided p-value."""

    mean: float
    p: float


def trec_eval() -> Any:
    """The module that holds trec_eval's own code.

    :raises MissingExtraError: where it is not installed.
    """
    try:
        import pytrec_eval
    except ImportError:
        raise MissingExtraError.of("pytrec_eval-terrier", "evaluate", "Measuring") from None
    return pytrec_eval


def measure(qrels: Qrels, run: Run) -> dict[str, Values]:
    """The measures of a run by name, a value for each query; 0 where nothing was found.

    :raises MissingExtraError: where trec_eval's code is not installed.
    """
    evaluator = trec_eval().RelevanceEvaluator
    judged = {query: dict(grades) for query, grades in qrels.items()}
    whole = {query: dict(found) for query, found in run.items() if found}
    # trec_eval has no cut-off for the reciprocal rank: the run itself is cut.
    cut = {query: dict(list(found.items())[:10]) for query, found in whole.items()}
    deep = evaluator(judged, {"ndcg_cut.10", "recall.100"}).evaluate(whole)
    top = evaluator(judged, {"recip_rank"}).evaluate(cut)
    return {
        "nDCG@10": _values(qrels, deep, "ndcg_cut_10"),
        "Recall@100": _values(qrels, deep, "recall_100"),
        "MRR@10": _values(qrels, top, "recip_rank"),
    }


def _values(qrels: Qrels, measured: Mapping[str, Mapping[str, Any]], name: str) -> Values:
    return np.array([measured[query][name] if query in measured else 0.0 for query in qrels])


def estimate(values: Values) -> Estimate:
    """The mean and its confidence interval, by the bootstrap over queries (percentiles).

    Efron, "Bootstrap Methods: Another Look at the Jackknife" (1979). The same values always give
    the same interval.
    """
    count = len(values)
    even = np.full(count, 1 / count)
    means = _resampled(lambda chance, size: chance.multinomial(count, even, size) @ values / count)
    low, high = np.percentile(means, [2.5, 97.5])
    return Estimate(float(values.mean()), float(low), float(high))


def compare(values: Values, others: Values) -> Difference:
    """How much better ``values`` are than ``others``, query by query: a randomisation test.

    The test that Smucker, Allan and Carterette recommend in "A Comparison of Statistical
    Significance Tests for Information Retrieval Evaluation", CIKM 2007.
    """
    differences = values - others
    count = len(differences)
    observed = abs(differences.sum())
    sums = _resampled(lambda chance, size: chance.choice([-1, 1], (size, count)) @ differences)
    as_large = int(np.count_nonzero(np.abs(sums) >= observed - 1e-12))
    return Difference(float(differences.mean()), (as_large + 1) / (_RESAMPLES + 1))


def _resampled(draw: Callable[[np.random.Generator, int], Values]) -> Values:
    chance = np.random.default_rng(_SEED)
    return np.concatenate([draw(chance, _BATCH) for _ in range(_RESAMPLES // _BATCH)])
