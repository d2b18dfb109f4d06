"""Which blocks of an article are not the article; the rules, and marks with their reasons."""

from index.boilerplate.marking import (
    BOILERPLATE,
    HEAD,
    REPEATED,
    REPEATED_IN,
    SHARED,
    TEASERS,
    candidates,
    fingerprint,
    mark,
    threshold,
)

__all__ = [
    "BOILERPLATE",
    "HEAD",
    "REPEATED",
    "REPEATED_IN",
    "SHARED",
    "TEASERS",
    "candidates",
    "fingerprint",
    "mark",
    "threshold",
]
