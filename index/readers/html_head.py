"""Title, standfirst, address and time of a page, by what it declares and what it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any, Final

from index.article.paragraphs import ends_sentence
from index.readers.decode import tidy
from index.readers.html_tree import PageBlock
from index.readers.metadata import Declared

_TOP: Final = 150
"""Blocks of a page among which its title is looked for."""

_LONGEST_TITLE: Final = 250
_SHORTEST_PROSE: Final = 60
_SITE = re.compile(r"\s+(?:[-–—|·•»«<>]|::|//)\s+|\s*[|｜：]\s*")
_SITE_FIRST = re.compile(r":\s+")
_WORD = re.compile(r"[^\W\d_]{4,}")
_STANDFIRST = re.compile(r"(?:^|[\s_-])(?:standfirst|dek|strapline|subheadline)(?:$|[\s_-])", re.I)
_LONGEST_STANDFIRST: Final = 600
_JSON_LD = re.compile(
    r'"(?P<name>datePublished|articleSection|url|mainEntityOfPage)"\s*:\s*(?:\[\s*)?'
    r'(?:\{[^{}"]*(?:"@type"\s*:\s*"[^"]*"\s*,\s*)?"@id"\s*:\s*)?"(?P<value>[^"\\]{4,500}(?:\\/[^"\\]*)*)"'
)
_AS_META: Final = {"datePublished": "article:published_time", "articleSection": "article:section"}
"""What JSON-LD calls what ``<meta>`` elements call otherwise."""

_ARTICLE_TYPE = re.compile(r'"@type"\s*:\s*\[?\s*"\w*(?:Article|Posting|Report)"')


def with_head(page: Any, blocks: Sequence[PageBlock], said: Declared) -> Declared:
    """Complete what an extractor says that a page declares, and mend its title.

    ``blocks`` are those of the page. A title is what both ``<title>`` or ``og:title`` and the page
    say, without the name of the site; an ``h1`` that neither says is a title above the text alone.
    A description is a standfirst only where the page shows it.
    """
    named = [*_meta(page)]
    meta = dict(named)
    published, url = said.published, said.url
    for name, value in _from_json(page):
        if name in _AS_META:
            meta.setdefault(_AS_META[name], value)
        else:
            url = url or value
    time = meta.get("article:published_time", "")
    if len(published) == 10 and time.startswith(f"{published}T"):
        published = time
    description = said.standfirst.split()
    shown = bool(description) and any(b.text.split() == description for b in blocks[:_TOP])
    standfirst = _standfirst(page) or (said.standfirst if shown else "")
    other: dict[str, str | list[str]] = {}
    if said.standfirst not in ("", standfirst):
        other["description"] = said.standfirst
    if section := meta.get("article:section", ""):
        other["section"] = section
    if tags := [value for name, value in named if name == "article:tag"]:
        other["tags"] = tags
    title = _title(page, meta, blocks, said)
    return replace(
        said, title=title, standfirst=standfirst, published=published, url=url, other=other
    )


def _meta(page: Any) -> Iterator[tuple[str, str]]:
    for element in page.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        if name and (content := element.get("content")):
            names = {"datepublished": "article:published_time", "twitter:title": "og:title"}
            yield names.get(name.lower(), name.lower()), " ".join(content.split())


def _from_json(page: Any) -> Iterator[tuple[str, str]]:
    """The date, the section and the address that the first article in JSON-LD has."""
    for script in page.iter("script"):
        text = script.text or ""
        if "ld+json" in script.get("type", "") and (article := _ARTICLE_TYPE.search(text)):
            start = text.rfind("{", 0, article.start())
            depth = 0
            for match in _JSON_LD.finditer(text, max(start, 0)):
                depth = text.count("{", start, match.start()) - text.count(
                    "}", start, match.start()
                )
                if depth <= 1 or match["name"] == "mainEntityOfPage":
                    yield match["name"], match["value"].replace("\\/", "/")
            return


def _standfirst(page: Any) -> str:
    """Return the text that the page's own class names call a standfirst."""
    for element in page.iter("p", "div", "h2", "h3", "span"):
        names = element.get("class")
        if names and _STANDFIRST.search(names[:_LONGEST_STANDFIRST]):
            text = " ".join("".join(element.itertext()).split())
            if 0 < len(text) <= _LONGEST_STANDFIRST:
                return tidy(text)
    return ""


def _title(page: Any, meta: dict[str, str], blocks: Sequence[PageBlock], said: Declared) -> str:
    named = next(page.iter("title"), None)
    wholes = [
        meta.get("og:title", ""),
        " ".join("".join(named.itertext() if named is not None else ()).split()),
    ]
    wholes = [tidy(whole)[:_LONGEST_TITLE] for whole in wholes if whole.strip()]
    sites = {_key(name) for name in (meta.get("og:site_name", ""), said.source)}
    parts = {
        _key(part): part for whole in wholes for part in _parts(whole) if _key(part) not in sites
    }
    top = blocks[:_TOP]
    starts = tuple({part[:1] for part in parts} | {part[:1].upper() for part in parts})
    shown = [
        b
        for b in top
        if len(b.text) <= 2 * _LONGEST_TITLE
        and b.text.lstrip().startswith(starts)
        and _key(b.text) in parts
    ]
    if shown:
        best = max(shown, key=lambda b: (not b.beside, len(b.text.strip())))
        title = " ".join(tidy(best.text).split())
        whole = _key(title) in _key(said.title) and _key(said.title) not in parts
        return said.title if whole else title  # of which a line break parts the rest
    if not parts or _shares_word(said.title, wholes) or not _is_late(said.title, top):
        return said.title
    return max(parts.values(), key=len) if len(parts) == 1 else _without_site(wholes[0], parts)


def _parts(title: str) -> Iterator[str]:
    """A title, and what is left of it without the name of a site on either side."""
    yield title
    for match in _SITE.finditer(title):
        yield title[: match.start()].strip()
        yield title[match.end() :].strip()
    for match in _SITE_FIRST.finditer(title):
        yield title[match.end() :].strip()


def _without_site(title: str, parts: dict[str, str]) -> str:
    """The longest part of a title but all of it."""
    inner = [part for part in parts.values() if part != title]
    return max(inner, key=len, default=title)


def _shares_word(heading: str, wholes: Sequence[str]) -> bool:
    words = set(_WORD.findall(heading.casefold()))
    return not words or any(words & set(_WORD.findall(whole.casefold())) for whole in wholes)


def _is_late(heading: str, blocks: Sequence[PageBlock]) -> bool:
    """Whether a heading stands below the first sentences of a page, or beside them."""
    for block in blocks:
        if _key(block.text) == _key(heading):
            return False
        if (
            not block.beside
            and len(block.text) >= _SHORTEST_PROSE
            and ends_sentence(block.text.strip())
        ):
            return True
    return True


def _key(text: str) -> str:
    return " ".join(text.casefold().split())
