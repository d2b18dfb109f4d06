"""What can stand above the title of a text: header lines, a URL, rules, a dateline; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from index.article.byline import parse_byline
from index.article.paragraphs import ends_sentence

_LABELS = {
    "title": (
        "headline title subject subj betreff titel titre titulo título titolo hed überschrift "
        "schlagzeile tytuł rubrik başlık заголовок название 标题 標題 タイトル"
    ).split(),
    "author": (
        "byline author authors by from autor autora autore autoren auteur auteurs von yazar автор "
        "forfatter författare 作者"
    ).split(),
    "published": (
        "date published dated sent published-date publication-date publish-date date-published "
        "published-on posted release-date load-date datum fecha data дата tarih 日期 時間"
    ).split(),
    "source": (
        "publication source newspaper paper publisher journal quelle zeitung fuente fonte bron "
        "źródło источник kaynak 来源 來源"
    ).split(),
    "url": "url link permalink source-url address web".split(),
    "": (
        "body text content section page length copyright dateline to cc reply-to message-id "
        "received return-path mime-version content-type content-transfer-encoding x-mailer "
        "organization newsgroups lines path language edition desk slug keywords tags category "
        "categories id type seite ressort rubrique sección sezione texte texto testo sprache "
        "graphic highlight document-type publication-type credits character-set-encoding"
    ).split(),
}
_MEANING = {label: ours for ours, labels in _LABELS.items() for label in labels}
_FIELD = re.compile(r"([^\W\d_][\w -]{0,24}?)\s?[:：](?!//)\s*(.*)", re.DOTALL)
_URL = re.compile(r"<?(?:https?://|www\.)\S+>?", re.IGNORECASE)
_NO_WORDS = re.compile(
    r"(?:page|seite|p\.?|pg\.?|document)?[\W\d_]*(?:of\s\d+)?(?:\sdocuments)?\W*", re.IGNORECASE
)
_ADDRESS = re.compile(r"\s*(?:<[^<>]*@[^<>]*>|\(?\S+@\S+\)?)\s*")
_DATELINE = re.compile(
    r"[^\W\d_a-zß-öø-ÿ][^a-zß-öø-ÿ\d,—–(]{2,40}"  # a place in capitals
    r"(?:,\s[A-Z][\w.]+(?:\s[A-Z][\w.]+)?)?(?:,?\s(?:[A-Z][a-z]{2,8}\.?\s\d{1,2}|\d{1,2}\s[A-Z][a-z]+))?"
    r"\s?(?:\([\w ./-]{2,24}\))?\s?(?:[—–]|--?)(?:\s|$)"
)
_MOST = 16
_MOST_ABOVE = 6
_FEWEST_LABELS = 3
_LONGEST_TITLE = 250


@dataclass(frozen=True, slots=True)
class Header:
    """The first ``count`` pieces, which are the header, and what they say.

    ``titles`` are those that hold the title, ``prose`` those that are no part of the header
    though they stand in it. Nothing below is a title where ``closed``.
    """

    count: int = 0
    titles: tuple[int, ...] = ()
    prose: tuple[int, ...] = ()
    fields: dict[str, str] = field(default_factory=dict)
    closed: bool = False


def read_header(pieces: Sequence[str]) -> Header:
    """Read the lines above the article: ``HEADLINE: ...`` and the like, a URL, a rule, a page.

    The fields are ``title``, ``author``, ``published``, ``source`` and ``url``, in their own
    words. A line with a label counts where another one is next to it, or where it names the
    title. Other lines may stand above the first label; the last of them is the title where no
    label names one. The last piece is never taken.
    """
    pieces = pieces[: min(_MOST, len(pieces) - 1)]
    start = _first_label(pieces)
    above = range(start)
    found: dict[str, str] = {}
    titles: list[int] = []
    count = start
    for number, piece in enumerate(pieces[start:], start):
        label = _label(piece)
        if label is not None and _is_header(pieces, number, label, found):
            value = _value(piece)
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
    prose = []
    for number in reversed(above):
        piece = pieces[number]
        byline = parse_byline(piece)
        if byline and byline.published:
            found.setdefault("published", byline.published)
        elif "title" not in found and not byline and len(piece) <= _LONGEST_TITLE:
            found["title"] = " ".join(piece.split())
            titles.append(number)
        elif not _NO_WORDS.fullmatch(piece):
            prose.append(number)
    closed = "title" in found or (count < len(pieces) and is_dateline(pieces[count]))
    if closed and count < len(pieces) and _DATELINE.fullmatch(pieces[count].strip()):
        count += 1
    fields = {name: value for name, value in found.items() if value}
    return Header(count, tuple(titles), tuple(prose), fields, closed)


def _first_label(pieces: Sequence[str]) -> int:
    """The first of three or more lines with labels below other lines; 0 where there are none."""
    labelled = [
        n for n, piece in enumerate(pieces) if _label(piece) and len(piece) <= _LONGEST_TITLE
    ]
    if len(labelled) < _FEWEST_LABELS or not 0 < labelled[0] <= _MOST_ABOVE:
        return 0
    together = labelled[_FEWEST_LABELS - 1] - labelled[0] < 2 * _FEWEST_LABELS
    names = {_MEANING[_label(pieces[n]) or ""] for n in labelled}
    above = pieces[: labelled[0]]
    short = all(len(piece) <= _LONGEST_TITLE and not ends_sentence(piece) for piece in above[1:-1])
    return labelled[0] if together and short and names & {"title", "author", "published"} else 0


def title_span(piece: str) -> int:
    """Where the title begins in a line whose label names it; 0 where it has none."""
    return len(piece) - len(_value(piece)) if _label(piece) else 0


def _value(piece: str) -> str:
    match = _FIELD.match(piece)
    return match[2].strip() if match else piece


def is_dateline(piece: str) -> bool:
    """Whether a piece begins with a place in capitals and a dash, as a wire story does.

    Behind them there is nothing or a sentence; where all is in capitals it is a headline.
    """
    found = _DATELINE.match(piece[:120])
    behind = piece[found.end() :].strip() if found else ""
    return bool(found) and piece[:2].isupper() and (not behind or any(map(str.islower, behind)))


def _label(piece: str) -> str | None:
    match = _FIELD.match(piece[:400])
    name = "-".join(match[1].lower().split()) if match else ""
    name = "byline" if name == "by-line" else name
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
