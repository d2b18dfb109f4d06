"""Dictionaries of words and their forms, one for each language.

They are those of simplemma, which takes seconds to unpack one. At the first use of a language it is
made into a table, which lies in the user's cache folder and opens within milliseconds:

    words/<version of simplemma>-<version of the tables>/<language>.forms
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from itertools import chain
from mmap import ACCESS_READ, mmap
from pathlib import Path
from threading import Lock
from typing import Final

from index.errors import EncoderError
from index.keyword.characters import lower
from index.keyword.form_table import Entry, FormTable, table_of
from index.keyword.packed_forms import packed_forms, packed_size
from index.private_files import (
    cache_folder,
    make_cache,
    make_private_folder,
    require_own,
    write_private,
)

_NAMES: Final[Mapping[str, str]] = {
    **{code: code for code in "ar bg ca cs cy da de el es et fa fi fr ga gd gl he hi hu".split()},
    **{code: code for code in "hy id is it ka lb lt lv mk ms nb nl nn pl pt ro ru sk sl".split()},
    **{code: code for code in "sq sv sw tr uk".split()},
    **dict.fromkeys(("bs", "hr", "sr"), "hbs"),
    "no": "nb",
}
"""The dictionary of each language. English has a list of its own (``english``)."""

LANGUAGES: Final = frozenset(_NAMES)
"""The languages, as ISO 639-1 codes, that have a dictionary."""

COMPOUNDING: Final = frozenset({"da", "de", "nb", "nl", "nn", "no", "sv"})
"""Languages that write compounds in one, whose dictionaries are kept with all their words."""

_MARKED: Final = frozenset({"ar", "el", "fa", "he", "hi", "hy"})
"""Languages whose texts write a word with marks or without; their dictionaries are folded."""

_CYRILLIC: Final = frozenset({"bg", "mk", "ru", "uk"})
_AS_ONE: Final = str.maketrans({"ё": "е", "ґ": "г"})
_CEDILLAS: Final = str.maketrans("şţŞŢ", "șțȘȚ")

_FOLDED: Final = re.compile("ё|ґ".encode())

_REMEMBERED: Final = 1 << 14
"""Words that are not looked up a second time, since what asks for one asks for it again."""

_SLOW: Final = 300_000
"""Packed bytes of a dictionary that takes about a second to unpack."""

_MADE: Final = 3
"""Raised whenever ``characters.lower`` or the tables change."""

_LOCK: Final = Lock()


class Dictionary:
    """The words of one language."""

    def __init__(self, forms: FormTable, language: str) -> None:
        self._forms = forms
        self._language = language
        self._known: dict[str, str] = {}

    def lemma(self, word: str) -> str:
        """The word that ``word`` is a form of; itself where nothing is known of it."""
        known = self._known.get(word)
        if known is None:
            found = (self._forms.get(written) for written in self._written(word))
            known = next((one for one in found if one is not None), word)
            if len(self._known) > _REMEMBERED:
                self._known.clear()
            self._known[word] = known
        return known

    def __contains__(self, word: str) -> bool:
        """Whether ``word`` stands in the dictionary, in these capitals."""
        return word in self._forms

    def _written(self, word: str) -> Iterator[str]:
        """The spellings in which a word may be listed, the likeliest first."""
        small = lower(word, self._language)
        if self._language not in _MARKED | _CYRILLIC:
            yield unicodedata.normalize("NFC", word)
        if self._language == "ro":
            small = small.translate(_CEDILLAS)
        yield small
        yield small.capitalize()


@lru_cache(maxsize=64)
def dictionary(language: str) -> Dictionary | None:
    """The dictionary of a language, an ISO 639-1 code; None where there is none."""
    name = _NAMES.get(language)
    if name is None:
        return None
    with _LOCK:
        return Dictionary(_forms(name), language)


def slow_to_open(languages: Iterable[str]) -> list[str]:
    """Those of ``languages`` whose dictionary is yet to be made, which takes about a second."""
    named = {language: _NAMES[language] for language in languages if language in _NAMES}
    return [
        language
        for language, name in named.items()
        if packed_size(name) > _SLOW and not _file(name).exists()
    ]


def _file(name: str) -> Path:
    from importlib.metadata import version

    return cache_folder() / "words" / f"{version('simplemma')}-{_MADE}" / f"{name}.forms"


@lru_cache(maxsize=64)
def _forms(name: str) -> FormTable:
    file = _file(name)
    folder = file.parent
    try:
        for own in (cache_folder(), folder.parent, folder):
            require_own(own)
        return FormTable(_mapped(file))
    except (OSError, ValueError, EncoderError):
        table = table_of(_entries(name), words=name in COMPOUNDING)
    _keep(table, folder, file)
    return FormTable(table)


def _mapped(file: Path) -> memoryview:
    with file.open("rb") as opened:
        return memoryview(mmap(opened.fileno(), 0, access=ACCESS_READ))


def _keep(table: bytes, folder: Path, file: Path) -> None:
    """Write a dictionary for the next time; without a cache that can be used it is made anew."""
    try:
        make_cache(cache_folder())
        for own in (folder.parent, folder):
            make_private_folder(own)
        write_private(file, table, durable=False)
    except (OSError, EncoderError):
        return


def _entries(name: str) -> Iterator[Entry]:
    """Each form with its word, those first that are taken before others of the same letters."""
    if name in _MARKED:
        return iter(_without_marks(name))
    if name in _CYRILLIC:
        return chain(packed_forms(name), _folded(packed_forms(name)))
    return packed_forms(name)


def _folded(forms: Iterable[Entry]) -> Iterator[Entry]:
    """The forms that have a letter for which another may be written, with that one."""
    for form, word, _ in forms:
        if _FOLDED.search(form):
            yield form.decode().translate(_AS_ONE).encode(), word, 0


def _without_marks(language: str) -> Iterator[Entry]:
    """Forms and words as ``characters.lower`` makes them; one that is a word itself is no form."""
    listed = list(packed_forms(language))
    lines = (
        b"\n".join(form for form, _, _ in listed).decode(),
        b"\n".join(word for _, word, _ in listed).decode(),
    )
    forms, words = (lower(text, language).encode().split(b"\n") for text in lines)
    own = [form == word for form, word, _ in listed]
    for asked in (True, False):
        for form, word, it_is in zip(forms, words, own, strict=True):
            if it_is is asked:
                yield form, word, _alike(form, word)


def _alike(one: bytes, other: bytes) -> int:
    """How many bytes both begin with."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )
