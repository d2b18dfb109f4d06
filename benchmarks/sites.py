"""Made-up web sites in sixteen languages: pages as HTML, with what is their article marked.

Each site has a layout of its own (menus above or beside, share bars, boxes of related articles
within or below the text, comments, newsletter boxes, cookie notices, footers) and five articles.
Within the HTML a letter of the article is followed by ``ARTICLE``, one of its date, its author and
its captions by ``BESIDE``: what a dump keeps of these signs tells which of its letters are which.
"""

from __future__ import annotations

import html
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

ARTICLE: Final = "ː"
BESIDE: Final = "ˑ"

WORDS: Final = json.loads(Path(__file__).with_name("site_words.json").read_text(encoding="utf-8"))
LANGUAGES: Final = tuple(WORDS)
STOPS: Final = {"hi": "।", "zh": "。", "ja": "。"}
GLUED: Final = frozenset(("zh", "ja"))


class Page(NamedTuple):
    """A page of a site: its HTML as a browser gets it, and with the signs."""

    site: str
    language: str
    plain: str
    signed: str


def pages(sites: int, each: int = 5) -> Iterator[list[Page]]:
    """For each site its pages; the same for the same numbers."""
    for number in range(sites):
        language = LANGUAGES[number % len(LANGUAGES)]
        site = _Site(number, language)
        yield [site.page(n) for n in range(each)]


class _Site:
    def __init__(self, number: int, language: str) -> None:
        self.words = WORDS[language]
        self.language = language
        self.name = (
            f"{random.Random(number).choice(['Courier', 'Packet', 'Ledger', 'Echo'])} {number}"
        )
        self.number = number
        self.plan = random.Random(f"site {number}")
        menu = self.words["menu"].split("|")
        own = [
            self._sentence(self.plan, 1, 2).rstrip(".。।") for _ in range(self.plan.randint(4, 12))
        ]
        self.menu = self.plan.sample([*menu[1 : self.plan.randint(6, 18)], *own], 6 + len(own) // 2)
        self.menu.insert(0, menu[0])
        self.sub = self.plan.sample(menu, 6) if self.plan.random() < 0.4 else []
        self.foot = self.words["foot"].split("|")
        self.has = {
            name: self.plan.random() < share
            for name, share in (
                ("cookie", 0.5),
                ("login", 0.7),
                ("crumbs", 0.5),
                ("share", 0.8),
                ("inside", 0.5),
                ("related", 0.8),
                ("ranking", 0.6),
                ("letter", 0.6),
                ("comments", 0.4),
                ("tags", 0.5),
                ("bio", 0.3),
                ("ad", 0.5),
                ("min", 0.3),
                ("skip", 0.5),
                ("menu2", 0.4),
                ("social", 0.5),
                ("cards", 0.4),
            )
        }
        self.titles = [self._title(random.Random(f"{number} {n}")) for n in range(40)]

    def page(self, number: int) -> Page:
        """A page; signs are left out of the plain one."""
        chance = random.Random(f"page {self.number} {number}")
        signed = self._html(number, chance)
        return Page(
            self.name, self.language, signed.replace(ARTICLE, "").replace(BESIDE, ""), signed
        )

    def _sentence(self, chance: random.Random, low: int = 7, high: int = 22) -> str:
        words = self.words["words"].split()
        count = chance.randint(low, high)
        picked = [chance.choice(words) for _ in range(count)]
        if count > 12:
            picked[count // 2] += "，" if self.language in GLUED else ","
        text = ("" if self.language in GLUED else " ").join(picked)
        return text[:1].upper() + text[1:] + STOPS.get(self.language, ".")

    def _title(self, chance: random.Random) -> str:
        return self._sentence(chance, 5, 10).rstrip(".。।").replace(",", "")

    def _paragraph(self, chance: random.Random) -> str:
        return (" " if self.language not in GLUED else "").join(
            self._sentence(chance) for _ in range(chance.randint(1, 5))
        )

    def _name(self, chance: random.Random) -> str:
        names = {
            "ar": "سلمى الخطيب|رامي حداد", "hi": "रोहन मेहता|मीरा जोशी", "zh": "李明华|陈美玲",
            "ja": "鈴木一郎|山本桜", "ko": "박서준|이하늘", "ru": "Инна Белова|Пётр Громов",
        }.get(self.language, "Una Prydz|Ivo Sandys|Maud Lee|Odile Farrant")  # fmt: skip
        return chance.choice(names.split("|"))

    def _html(self, number: int, chance: random.Random) -> str:
        title = self.titles[number]
        parts = [*self._top(), *self._article(title, chance), *self._below(chance), *self._footer()]
        head = f"<head><meta charset='utf-8'><title>{title} - {self.name}</title></head>"
        body = "".join(parts)
        return f"<!doctype html><html lang='{self.language}'>{head}<body>{body}</body></html>"

    def _top(self) -> Iterator[str]:
        words, has = self.words, self.has
        if has["cookie"]:
            yield f"<div><p>{words['cookie']}</p><button>OK</button></div>"
        if has["skip"]:
            yield f"<a href='#main'>{words['skip']}</a>"
        yield f"<header><a href='/'><div>{self.name}</div></a>"
        if has["login"]:
            yield _links(words["login"].split("|"))
        yield f"<nav>{_links(self.menu)}</nav>"
        if self.sub:
            yield f"<nav>{_links(self.sub)}</nav>"
        yield "</header>"
        if has["crumbs"]:
            yield f"<div><a href='/'>{self.menu[0]}</a> &gt; <a href='/2'>{self.menu[2]}</a></div>"
        if has["ad"]:
            yield f"<div>{words['ad']}</div>"

    def _article(self, title: str, chance: random.Random) -> Iterator[str]:
        words, has = self.words, self.has
        yield f"<main><article><h1>{_signed(title)}</h1>"
        if chance.random() < 0.5:
            yield f"<p>{_signed(self._sentence(chance, 8, 16))}</p>"
        day = f"{chance.randint(1, 28):02}.{chance.randint(1, 12):02}.2024"
        yield f"<p>{_signed(words['by'].format(self._name(chance)), BESIDE)}</p>"
        yield f"<p><time>{_signed(day, BESIDE)}</time></p>"
        if has["min"]:
            yield f"<p>{words['min'].format(chance.randint(2, 9))}</p>"
        if has["share"]:
            yield _links(words["share"].split("|"))
        count = chance.choice((3, 5, 8, 12, 20))
        inside = chance.randrange(1, count)
        for at in range(count):
            yield from self._body_part(chance, inside=at == inside)
        if has["tags"]:
            yield f"<div><span>{words['tags']}</span> {_links(chance.sample(self.menu, 3))}</div>"
        if has["share"] and chance.random() < 0.5:
            yield _links(words["share"].split("|"))
        yield "</article>"

    def _body_part(self, chance: random.Random, *, inside: bool) -> Iterator[str]:
        """A paragraph, at times below a subhead, and what stands behind it."""
        if chance.random() < 0.15:
            yield f"<h2>{_signed(self._title(chance))}</h2>"
        yield f"<p>{self._prose(chance)}</p>"
        if inside and self.has["inside"]:
            label = chance.choice(self.words["related"].split("|"))
            links = _links([self._title(chance) for _ in range(chance.randint(1, 3))])
            yield f"<div><p>{label}</p>{links}</div>"
        if inside and chance.random() < 0.3:
            caption = _signed(self._sentence(chance, 5, 9), BESIDE)
            yield f"<figure><figcaption>{caption}</figcaption></figure>"
        if chance.random() < 0.08:
            texts = (self._sentence(chance, 2, 8) for _ in range(chance.randint(3, 9)))
            items = "".join(f"<li>{_signed(text.rstrip('.。।'))}</li>" for text in texts)
            kind = chance.choice(("ul", "ol"))
            yield f"<{kind}>{items}</{kind}>"
        if self.has["ad"] and chance.random() < 0.1:
            yield f"<div>{self.words['ad']}</div>"

    def _prose(self, chance: random.Random) -> str:
        text = _signed(self._paragraph(chance))
        if chance.random() < 0.15:
            text += f" <a href='/x{chance.randint(1, 99)}'>{_signed(self._title(chance))}</a>"
            text += f" {_signed(self._sentence(chance))}"
        return text

    def _below(self, chance: random.Random) -> Iterator[str]:
        words, has = self.words, self.has
        if has["bio"]:
            about = self._sentence(random.Random(self.number))
            yield f"<div><h4>{self._name(chance)}</h4><p>{about}</p></div>"
        if has["comments"]:
            note, count, reply = words["comments"].split("|")
            yield f"<section><h3>{count}</h3><a href='#'>{note}</a>"
            for _ in range(chance.randint(1, 3)):
                said = f"<b>{self._name(chance)}</b><p>{self._sentence(chance, 4, 14)}</p>"
                yield f"<div>{said}<a href='#'>{reply}</a></div>"
            yield "</section>"
        if has["letter"]:
            call, promise = words["letter"].split("|")
            button = f"<button>{words['login'].split('|')[1]}</button>"
            yield f"<div><h3>{call}</h3><p>{promise}</p>{button}</div>"
        if has["related"]:
            yield f"<section><h3>{words['related'].split('|')[0]}</h3>"
            for _ in range(chance.randint(3, 6)):
                yield f"<div>{self._teaser(chance)}</div>"
            yield "</section>"
        yield "</main>"
        if has["ranking"]:
            titles = [chance.choice(self.titles) for _ in range(5)]
            yield f"<aside><h3>{words['related'].split('|')[2]}</h3>{_links(titles, 'ol')}</aside>"

    def _teaser(self, chance: random.Random) -> str:
        head = f"<h4><a href='/'>{chance.choice(self.titles)}</a></h4>"
        if self.has["cards"]:
            section = f"<span>{chance.choice(self.menu)}</span>"
            return f"{section}{head}<p>{self._sentence(chance, 6, 14)}</p>"
        return f"{head}<span>{chance.randint(1, 28):02}.11.2024</span>"

    def _footer(self) -> Iterator[str]:
        yield "<footer>"
        if self.has["menu2"]:
            yield _links(self.menu)
        if self.has["social"]:
            yield _links(["Facebook", "Instagram", "YouTube", "X"])
        yield _links(self.foot)
        yield f"<p>{self.words['rights'].format(2024, self.name)}</p></footer>"


def _links(texts: list[str], kind: str = "ul") -> str:
    items = "".join(f"<li><a href='/{n}'>{html.escape(t)}</a></li>" for n, t in enumerate(texts))
    return f"<{kind}>{items}</{kind}>"


def _signed(text: str, sign: str = ARTICLE) -> str:
    return html.escape("".join(c if c.isspace() else c + sign for c in text), quote=False)
