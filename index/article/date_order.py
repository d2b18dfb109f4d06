"""Which of day and month stands first in dates of numbers alone."""

from __future__ import annotations

from enum import StrEnum


class DateOrder(StrEnum):
    """What 3/5/2021 is: as the source and the language tell, in May, or in March."""

    AUTO = "auto"
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"
