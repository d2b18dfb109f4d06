"""Which blocks of an article are not the article; the rules, and marks with their reasons."""

from index.boilerplate.marking import (
    BOILERPLATE,
    REPEATED,
    SHARED,
    TEASERS,
    candidates,
    mark,
    mark_together,
)
from index.boilerplate.repetition import (
    REPEATED_IN,
    fingerprint,
    often,
    repeated_lines,
    sketch_among,
    threshold,
)

__all__ = [
    "BOILERPLATE",
    "REPEATED",
    "REPEATED_IN",
    "SHARED",
    "TEASERS",
    "candidates",
    "fingerprint",
    "mark",
    "mark_together",
    "often",
    "repeated_lines",
    "sketch_among",
    "threshold",
]
