"""Files made to cost time or memory, to run code or to escape: some of every format."""

from __future__ import annotations

from typing import Final

from benchmarks.robustness.hostile_office import OFFICE
from benchmarks.robustness.hostile_packed import PACKED
from benchmarks.robustness.hostile_records import RECORDS
from benchmarks.robustness.hostile_texts import TEXTS

KINDS: Final = (*TEXTS, *RECORDS, *OFFICE, *PACKED)
"""One maker for each kind of harm."""
