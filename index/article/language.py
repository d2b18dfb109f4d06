"""The language of a text, and the codes of languages."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from index.article.alphabets import (
    ONE_LANGUAGE,
    count_chinese_and_kana,
    is_written_in,
    script_of,
)
from index.article.scripts import reading_length

_LANGUAGE_SAMPLE = 300
_SHORTEST_SAMPLE = 60
"""Latin letters: below it, detection is a coin toss; beyond 300 it is no better, only slower."""

_FEWEST_LETTERS = 4
_FEWEST_CHINESE = 12
"""So many Chinese characters and no kana among them are Chinese."""

_EVEN = 0.01
"""What a short text says is never so sure that the number of documents counts for nothing."""

_LANGUAGE_CONFIDENCE = 0.6
"""Prose in any common language reaches 0.9; tables of figures and lists of names do not."""


def language_code(tag: str) -> str:
    """Return the ISO 639-1 code of a tag such as ``en-GB`` or ``EN``; empty for anything else."""
    code = re.split("[-_]", tag.strip().lower(), maxsplit=1)[0]
    return code if len(code) == 2 and code.isascii() and code.isalpha() else ""


def detect_language(text: str) -> str:
    """Return the language of a text from its opening, or nothing where that is in doubt.

    A script that only one language is written in tells by a few letters.
    """
    sample = text[:_LANGUAGE_SAMPLE]
    if found := _by_script(sample):
        return found
    if reading_length(sample.strip()) < _SHORTEST_SAMPLE:
        return ""
    language: str = _identifier().classify(sample)[0]
    return language_code(language)


def settled_language(text: str, source: Mapping[str, int], corpus: Mapping[str, int]) -> str:
    """Return the language of a text whose own is not sure: that of its source, else of the corpus.

    ``source`` and ``corpus`` say how many documents there are in each language. Of several the
    likeliest is taken, by the text and by their number; only such as are written in the script
    of the text. Empty where none is, and for a text without letters where there are none.
    """
    for counts in (source, corpus):
        possible = {
            language: count
            for language, count in counts.items()
            if language and count > 0 and is_written_in(language, script_of(text))
        }
        if len(possible) == 1:
            return next(iter(possible))
        if possible:
            return _likeliest(text[:_LANGUAGE_SAMPLE], possible)
    return ""


def _likeliest(text: str, counts: Mapping[str, int]) -> str:
    """The likeliest of some languages, each as likely beforehand as it is frequent."""
    likelihood = dict(_identifier(0.0).rank(text)) if text.strip() else {}
    return max(counts, key=lambda code: ((likelihood.get(code, 0.0) + _EVEN) * counts[code], code))


def _by_script(text: str) -> str:
    """The one language that a text's script is used for, where there is one."""
    if text.isascii():
        return ""
    script = script_of(text)
    if script == "chinese":
        chinese, kana = count_chinese_and_kana(text)
        if kana * 10 >= chinese + kana and kana > 1:
            return "ja"
        return "zh" if chinese >= _FEWEST_CHINESE and not kana else ""
    letters = sum(map(str.isalpha, text))
    return ONE_LANGUAGE.get(script, "") if letters >= _FEWEST_LETTERS else ""


def guess_language(text: str) -> str:
    """Return the likeliest language of a text, however unlikely it is."""
    language: str = _identifier(0.0).classify(text[: 4 * _LANGUAGE_SAMPLE])[0]
    return language_code(language)


@lru_cache(maxsize=2)
def _identifier(confidence: float = _LANGUAGE_CONFIDENCE) -> Any:
    """Load the model of py3langid, which ships no types: 0.7 s, once for each confidence."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(
        MODEL_FILE, norm_probs=True, min_confidence=confidence
    )
    identifier.set_languages([label for label in identifier.labels if language_code(label)])
    return identifier
