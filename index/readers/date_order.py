"""Whether a source writes the day before the month, told from its other dates."""

from __future__ import annotations

from index.article.dates import dated_day_first

_SAMPLE = 64 * 1024


def day_first_in(sample: bytes) -> bool | None:
    """Return whether dates such as 31/12/2023 outnumber those such as 12/31/2023.

    None where there are as many; ``sample`` is the beginning of the source, in any encoding
    that has digits where ASCII has them.
    """
    balance = dated_day_first(sample[:_SAMPLE].decode("ascii", "replace"))
    return balance > 0 if balance else None
