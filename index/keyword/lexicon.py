"""The words of a corpus as they are written: those that a pattern or a misspelling stands for."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cached_property
from typing import Final

from index.keyword.characters import fold, lower, spelt_out, unaccented, unspelt
from index.keyword.forms import FORM_END, MOST_PARTS, Written, in_one, in_parts
from index.keyword.snapshot import Snapshot

_FREE_START: Final = 5
"""Letters from which on the first one of a misspelt word may be wrong too."""


class Lexicon:
    """The written words of one snapshot; those of passages deleted since may be among them."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def like(self, pattern: str) -> Iterator[Written]:
        """The words that a pattern of ``*``, for any letters, and ``?``, for one, stands for."""
        spelt = fold_pattern(spelt_out(lower(pattern)))
        for text in {folded := fold_pattern(pattern), unspelt(folded), spelt}:
            compiled = re.compile(f"\t{_expression(text)}{FORM_END}")
            for forms in self._snapshot.forms():
                yield from forms.matching(compiled)

    def near(self, word: str, distance: int) -> dict[str, int]:
        """The written words at most ``distance`` edits from ``word``, with their distance.

        An edit puts one letter in, takes one out, changes one, or swaps two neighbours.
        """
        from rapidfuzz.distance import OSA
        from rapidfuzz.process import extract_iter

        wanted = fold(word)
        found = extract_iter(
            wanted, self._small, scorer=OSA.distance, score_cutoff=distance, processor=None
        )
        return {
            form: int(edits)
            for form, edits, _ in found
            if len(wanted) >= _FREE_START or form[:1] == wanted[:1]
        }

    def written(self, form: str) -> Iterator[Written]:
        """The terms that are written in this form, in one part or in several."""
        for forms in self._snapshot.forms():
            for written in (in_parts(form, parts) for parts in range(1, MOST_PARTS + 1)):
                for term in forms.every.get(written, ()):
                    yield Written(term, written)

    @cached_property
    def _small(self) -> list[str]:
        """All forms but those in capitals, which stand beside the same word in small letters."""
        every = dict.fromkeys(
            in_one(form) for forms in self._snapshot.forms() for form in forms.every
        )
        return [form for form in every if is_of_letters(form) and not form.isupper()]


_LETTER: Final = "[^\t\n\x1f]"


def _expression(pattern: str) -> str:
    """A pattern as a regular expression.

    What stands between two stars is looked for once, from the left, and never given back: where
    there is a match there is one so, and the time does not grow with the power of the stars.
    """
    parts = [re.escape(part).replace(r"\?", _LETTER) for part in re.split(r"\*+", pattern)]
    if len(parts) == 1:
        return parts[0]
    first, *middle, last = parts
    return first + "".join(f"(?>{_LETTER}*?{part})" for part in middle) + f"{_LETTER}*{last}"


def is_of_letters(form: str) -> bool:
    """Whether a word has nothing but letters and the marks on them."""
    if form.isascii() or form.isalpha():
        return form.isalpha()
    return all(c.isalpha() or unicodedata.category(c)[0] == "M" for c in form)


def fold_pattern(pattern: str) -> str:
    """A pattern as words are stored, without the marks that are dropped inside of them."""
    return re.sub(r"[^\w*?\u0300-\u1cff]", "", fold(pattern))


def spellings(word: str) -> set[str]:
    """The forms in which ``word`` may be stored: Müller as muller or as mueller."""
    small = lower(word)
    return {unaccented(small), unaccented(spelt_out(small)), unspelt(unaccented(small))}
