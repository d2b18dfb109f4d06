"""Dictionaries of words and their forms, one for each language.

They are those of simplemma, which takes seconds to unpack one. At the first use of a language it is
made into a trie, which lies in the user's cache folder and opens within milliseconds:

    words/<version of simplemma>/<language>.trie
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import TYPE_CHECKING, Final

from index.errors import EncoderError
from index.keyword.characters import lower
from index.private_files import cache_folder, make_private_folder, require_own, write_private

if TYPE_CHECKING:
    from marisa_trie import BytesTrie

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

_LOCK: Final = Lock()


class Dictionary:
    """The words of one language."""

    def __init__(self, trie: BytesTrie, language: str) -> None:
        self._trie = trie
        self._language = language

    def lemma(self, word: str) -> str:
        """The word that ``word`` is a form of; itself where nothing is known of it."""
        for written in self._written(word):
            found = self._trie.get(written)
            if found:
                return found[0].decode() or written
        return word

    def __contains__(self, word: str) -> bool:
        """Whether ``word`` stands in the dictionary, in these capitals."""
        return word in self._trie

    def _written(self, word: str) -> Iterator[str]:
        """The spellings in which a word may be listed, the likeliest first."""
        small = lower(word, self._language)
        if self._language not in _MARKED | _CYRILLIC:
            yield unicodedata.normalize("NFC", word)
        if self._language == "ro":
            small = small.translate(_CEDILLAS)
        yield small
        yield small.capitalize()


def dictionary(language: str) -> Dictionary | None:
    """The dictionary of a language, an ISO 639-1 code; None where there is none."""
    name = _NAMES.get(language)
    if name is None:
        return None
    with _LOCK:
        return Dictionary(_trie(name), language)


@lru_cache(maxsize=64)
def _trie(name: str) -> BytesTrie:
    from importlib.metadata import version

    from marisa_trie import BytesTrie

    folder = cache_folder() / "words" / version("simplemma")
    file = folder / f"{name}.trie"
    try:
        for own in (cache_folder(), folder.parent, folder):
            require_own(own)
        return BytesTrie().load(str(file))
    except (OSError, RuntimeError, EncoderError):
        trie = BytesTrie(_entries(name))
    _keep(trie, folder, file)
    return trie


def _keep(trie: BytesTrie, folder: Path, file: Path) -> None:
    """Write a dictionary for the next time; without a cache that can be used it is made anew."""
    try:
        for own in (cache_folder(), folder.parent, folder):
            make_private_folder(own)
        write_private(file, trie.tobytes())
    except (OSError, EncoderError):
        return


def _entries(name: str) -> Iterator[tuple[str, bytes]]:
    """Each form with its word; nothing for a word that is its own."""
    from simplemma.strategies.dictionaries import DefaultDictionaryFactory

    listed = DefaultDictionaryFactory(1).get_dictionary(name)
    if name in _MARKED:
        yield from _without_marks(listed, name)
        return
    for form, word in listed.items():
        if form != word:
            folded = form.translate(_AS_ONE)
            if folded == form or folded not in listed:
                yield folded, word.encode()
        elif name in COMPOUNDING:
            yield form, b""


def _without_marks(listed: Mapping[str, str], language: str) -> Iterator[tuple[str, bytes]]:
    """The forms as ``characters.lower`` makes them; one that is a word itself is no form."""
    words: dict[str, str] = {}
    for form, word in sorted(listed.items(), key=lambda pair: pair[0] != pair[1]):
        words.setdefault(lower(form, language), word)
    for form, word in words.items():
        if form != lower(word, language):
            yield form, word.encode()
