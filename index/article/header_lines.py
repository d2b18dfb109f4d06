"""What can stand above the title of a text: header lines, a URL, rules, a dateline; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

_LABELS = {
    "title": "headline title subject subj betreff titel titre titulo título hed".split(),
    "author": "byline author authors by from autor auteur von".split(),
    "published": "date published dated sent published-date publication-date load-date".split(),
    "source": "publication source newspaper paper publisher journal".split(),
    "url": "url link permalink source-url".split(),
    "": (
        "body text content section page length copyright dateline to cc reply-to message-id "
        "received return-path mime-version content-type content-transfer-encoding x-mailer "
        "organization newsgroups lines path language edition desk slug keywords id type"
    ).split(),
}
_MEANING = {label: ours for ours, labels in _LABELS.items() for label in labels}
_FIELD = re.compile(r"([A-Za-z][\w -]{0,24}?)\s?:(?!//)\s*(.*)", re.DOTALL)
_URL = re.compile(r"<?(?:https?://|www\.)\S+>?", re.IGNORECASE)
_NO_WORDS = re.compile(r"(?:page|seite|p\.?|pg\.?)?[\W\d_]*(?:of\s\d+)?\W*", re.IGNORECASE)
_ADDRESS = re.compile(r"\s*(?:<[^<>]*@[^<>]*>|\(?\S+@\S+\)?)\s*")
_DATELINE = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][^a-zß-öø-ÿ\d,—–(]{2,40}"  # a place in capitals
    r"(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]+))?"
    r"\s?(?:\([\w ./-]{2,24}\))?\s?(?:[—–]|--?)(?:\s|$)"
)
_MOST = 16


@dataclass(frozen=True, slots=True)
class Header:
    """The first ``count`` pieces, which are no part of the article, and what they say.

    ``titles`` are those that hold the title. Nothing below is a title where ``closed``.
    """

    count: int = 0
    titles: tuple[int, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    closed: bool = False


def read_header(pieces: Sequence[str]) -> Header:
    """Read the lines above the article: ``HEADLINE: ...`` and the like, a URL, a rule, a page.

    The fields are ``title``, ``author``, ``published``, ``source`` and ``url``, in their own
    words. A line with a label counts where another one is next to it, or where it names the
    title. The last piece is never taken.
    """
    found: dict[str, str] = {}
    titles: list[int] = []
    count = 0
    pieces = pieces[: min(_MOST, len(pieces) - 1)]
    for number, piece in enumerate(pieces):
        label = _label(piece)
        if label is not None and _is_header(pieces, number, label, found):
            value = piece.partition(":")[2].strip()
            ours = _MEANING[label]
            if ours and value and ours not in found:
                found[ours] = _name(value) if ours == "author" else " ".join(value.split())
                if ours == "title":
                    titles.append(number)
        elif _URL.fullmatch(piece):
            found.setdefault("url", piece.strip("<>"))
        elif not (_NO_WORDS.fullmatch(piece) and len(piece) < 40):
            break
        count = number + 1
    closed = "title" in found or (count < len(pieces) and is_dateline(pieces[count]))
    if count < len(pieces) and is_dateline(pieces[count]) and len(pieces[count]) < 60:
        count += 1
    return Header(count, tuple(titles), {k: v for k, v in found.items() if v}, closed)


def is_dateline(piece: str) -> bool:
    """Whether a piece begins with a place in capitals and a dash, as a wire story does."""
    return _DATELINE.match(piece[:120]) is not None and piece[:2].isupper()


def _label(piece: str) -> str | None:
    match = _FIELD.match(piece[:400])
    name = "-".join(match[1].lower().split()) if match else ""
    return name if name in _MEANING else None


def _is_header(pieces: Sequence[str], number: int, label: str, found: dict[str, str]) -> bool:
    if len(pieces[number]) > 300:
        return False
    if found or label in ("headline", "hed"):
        return True
    return number + 1 < len(pieces) and _label(pieces[number + 1]) is not None


def _name(value: str) -> str:
    """The name in a mail address, or in a byline; nothing where there is only an address."""
    value = _ADDRESS.sub(" ", value).strip(" \"'<>")
    return re.sub(r"(?i)^by\s+", "", value)
