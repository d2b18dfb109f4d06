"""Who wrote an article and when, as the lines under its title say it; pure."""

from __future__ import annotations

import re
from typing import NamedTuple

from index.article.date_lines import date_line
from index.article.foreign_bylines import author_abroad

_LONGEST = 160

_MONTH = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-zé]{0,6}\.?"
_TIME = r"(?:,?\s(?:at\s)?\d{1,2}[:.]\d{2}(?::\d{2})?(?:\s?[ap]\.?m\b\.?)?(?:\s[A-Z]{2,4}\b)?)?"
_DATE = re.compile(
    r"\b(?:"
    r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,6})?)?(?:Z|[+-]\d{2}:?\d{2})?)?"
    rf"|\d{{1,2}}(?:st|nd|rd|th|\.)?\s(?:of\s|de\s)?[^\W\d_]{{3,10}}\.?,?\s(?:de\s)?\d{{4}}{_TIME}"
    rf"|{_MONTH}\s\d{{1,2}}(?:st|nd|rd|th)?,?\s\d{{4}}{_TIME}"
    r"|\d{1,2}[/.]\d{1,2}[/.]\d{4}"
    r")\b",
    re.IGNORECASE,
)
_DATED = re.compile(
    r"(?:(?:first|last|originally)\s)?(?:published|updated|posted|modified|date)\b[:\s]*",
    re.IGNORECASE,
)
_BY = re.compile(
    r"(?:(?i:words|written|text|story|report|reporting)(?:\s(?i:by):?|:)|(?i:by):?)\s+(?=[^\W\d_a-z])"
)
_BEHIND_NAME = re.compile(
    r"\s*(?:[|·•/;(]|\s[-–—]\s|\b(?:(?:first|last)\s)?(?:published|updated|posted)\b).*", re.I
)
_NO_BYLINE_ENDS = (".", "?", "!", ":", "。", "।", "۔", "؟", "？", "！", "：")
_YEAR_WORD = re.compile(r"(?<=\d)\s?(?:г|р|год|року)\.?$")
_PLACE = re.compile(r"\s(?:at|in)\s.*")
_PARTICLES = frozenset(
    "al ap bin da de del della den der di dos du el la le ten ter van von y".split()
)
_BETWEEN_NAMES = frozenset(
    "and in at for of with the staff agencies agency correspondent correspondents reporter "
    "reporters writer writers editor editors contributor special to as told".split()
)
_MOST_SMALL = 3
_COUNTS = frozenset(
    "two three four five six seven eight nine ten eleven twelve dozens scores hundreds thousands "
    "several many more some another no all both police".split()
)
_SEPARATOR = re.compile(r"\s*[|·•]\s*")
_READING_TIME = re.compile(r"\w{0,12}?\s?\d{1,3}[\s-]min(?:ute)?s?(?:\sread)?", re.IGNORECASE)
_JOINTS = str.maketrans("", "", ".'’-")
_WEEKDAY = re.compile(r"\b(?:mon|tues|wednes|thurs|fri|satur|sun)day\b,?", re.IGNORECASE)


class Byline(NamedTuple):
    """What a byline names, in its own words; empty where it does not say."""

    author: str = ""
    published: str = ""


def parse_byline(line: str) -> Byline | None:
    """Read ``line`` as a byline or a line with a date; ``None`` when it is neither.

    It is one if it opens with "By" and a name or with "Published", "Updated" or the like, or
    if it is hardly more than a date; a sentence is none.
    """
    line = _YEAR_WORD.sub("", line)
    if len(line) > _LONGEST:
        return None
    if line.endswith(_NO_BYLINE_ENDS):
        dated = date_line(line) if line.endswith(".") else None
        return Byline("", dated.date) if dated and not dated.before + dated.behind else None
    by, date = _BY.match(line), _DATE.search(line)
    published = date[0] if date else ""
    if by:
        author = _author(line[by.end() :])
        return None if _is_clause(author) else Byline(author, published)
    if _DATED.match(line):
        signed = _BY.search(line[date.end() :]) if date else None
        author = _author(line[date.end() + signed.end() :]) if date and signed else ""
        return Byline("" if _is_clause(author) else author, published)
    if date and (found := _around_date(line, date)):
        return found
    return _abroad(line)


def _is_clause(words: str) -> bool:
    """Whether what follows "By" is no name: "By Design: how a bridge was lost"."""
    small = [w for w in words.split() if w[0].islower() and w not in _PARTICLES | _BETWEEN_NAMES]
    return ":" in words or len(small) >= _MOST_SMALL


def _abroad(line: str) -> Byline | None:
    """A byline or a date line in another language than English."""
    dated = date_line(line)
    if dated is None:
        author = author_abroad(line)
        return Byline(author) if author else None
    names = [text for text in (dated.before, dated.behind) if text]
    if not names:
        return Byline("", dated.date)
    if len(names) == 1 and _is_name_part(names[0]) and _parted(names[0]).search(line):
        return Byline("", dated.date)  # a paper, an agency or a place: "AP, 12 April 2000"
    author = author_abroad(names[0]) or (names[0] if is_name(names[0]) else "")
    return Byline(author, dated.date) if author and len(names) == 1 else None


def _parted(word: str) -> re.Pattern[str]:
    """Finds a word with a mark between it and what stands beside it."""
    marks = r"\s*[,|·•–—]|\s-\s"
    return re.compile(rf"^{re.escape(word)}(?:{marks})|(?:{marks})\s*{re.escape(word)}$")


def is_name(line: str) -> bool:
    """Whether ``line`` is a person's name and nothing else: two to four capitalised words.

    A number of people ("Three Men Held") is none.
    """
    if line.partition(" ")[0].lower() in _COUNTS:
        return False
    words = [word for word in line[:60].split() if word not in _PARTICLES]
    return len(line) < 60 and 2 <= len(words) <= 4 and all(map(_is_name_part, words))


def without_place(line: str) -> str:
    """``line`` up to the " at …" or " in …" that says where somebody reports from."""
    return _PLACE.sub("", line[:_LONGEST])


def _is_name_part(word: str) -> bool:
    letters = word.translate(_JOINTS)
    return letters.isalpha() and letters[0].isupper()


def _author(words: str) -> str:
    """The name that opens ``words``; several names are kept as they are joined."""
    date = _DATE.search(words)
    name = _BEHIND_NAME.sub("", words[: date.start()] if date else words).strip(" ,|-–—")
    return name if re.search(r"\s(?:and|&)\s", name) else name.partition(",")[0].rstrip()


def _around_date(line: str, date: re.Match[str]) -> Byline | None:
    """A line with a date in it, if all else is a name, a week day or a word like "Updated"."""
    author = ""
    for side in (line[: date.start()], line[date.end() :]):
        for part in _SEPARATOR.split(_WEEKDAY.sub("", side)):
            dated = _DATED.search(part)
            name = (part[: dated.start()] if dated else part).strip(" ,|·•-–—")
            by = _BY.match(name)
            name = name[by.end() :] if by else name
            if name and not _READING_TIME.fullmatch(name):
                if author or not is_name(name):
                    return None
                author = name
    return Byline(author, date[0])
