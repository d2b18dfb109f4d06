"""The language of a text, and the codes of languages."""

from __future__ import annotations

import re
from functools import lru_cache

_LANGUAGE_SAMPLE = 300
_SHORTEST_SAMPLE = 60
"""Characters: below it, detection is a coin toss; beyond 300 it is no better, only slower."""

_LANGUAGE_CONFIDENCE = 0.6
"""Prose in any common language reaches 0.9; tables of figures and lists of names do not."""


def language_code(tag: str) -> str:
    """Return the ISO 639-1 code of a tag such as ``en-GB`` or ``EN``; empty for anything else."""
    code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def detect_language(text: str) -> str:
    """Return the language of a text from its opening, or nothing where that is in doubt."""
    sample = text[:_LANGUAGE_SAMPLE]
    if len(sample.strip()) < _SHORTEST_SAMPLE:
        return ""
    language: str = _identifier().classify(sample)[0]
    return language_code(language)


def guess_language(text: str) -> str:
    """Return the likeliest language of a text, however unlikely it is."""
    language: str = _identifier(0.0).classify(text[: 4 * _LANGUAGE_SAMPLE])[0]
    return language_code(language)


@lru_cache(maxsize=2)
def _identifier(confidence: float = _LANGUAGE_CONFIDENCE):  # type: ignore[no-untyped-def]  # py3langid ships no types
    """Load the model: 0.7 s, once for each confidence."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True, min_confidence=confidence
    )
    identifier.set_languages([label for label in identifier.labels if language_code(label)])
    return identifier
