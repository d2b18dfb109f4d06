"""The sign of per cent and the words for it, which are one word; pure."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

PERCENT: Final = "%"
"""The term of all of them."""

SIGNS: Final = "%٪％﹪"

IN_TWO: Final = (
    *("per cent", "per cento", "pour cent", "por cento", "por ciento", "la sută", "la suta"),
    *("τοις εκατό", "τοις εκατο", "на сто", "في المئة", "في المائة", "فی صد"),
)
"""Words for it that are written in two."""

_IN_ONE: Final = frozenset(
    """
    odstotek percent percento persen prosent prosentti protsen procent prozent szazale yuzde
    процент відсоток одсто درصد بالميه אחוז प्रतिशत শতাংশ فيصد 퍼센트
    """.split()
)
"""Words for it, as forms or terms of whatever language."""


def is_percent(names: Iterable[str]) -> bool:
    """Whether one of the terms and forms of a word is that of a word for per cent."""
    return not _IN_ONE.isdisjoint(names)
