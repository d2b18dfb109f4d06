"""Under which names files declare what an article is: its text, title, author, date; pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Final

_STORED = re.compile(r"_(?:t|s|ss|txt|txts|dt|dts|tdt|txt_en|text_en|str)$")
"""How Solr names the types of its fields."""

_APART = re.compile(r"[\s_\-.:@#]+")


@lru_cache(maxsize=4096)
def plain_name(name: str) -> str:
    """A name in lower case, without what parts its words and without a type at its end."""
    lowered = _STORED.sub("", name.strip().lower())
    return _APART.sub("", lowered) or lowered


def _plain(names: str) -> tuple[str, ...]:
    return tuple(names.split())


TEXTS: Final = _plain(
    "text body content articlebody maintext fulltext contenthtml contenttext bodytext bodyhtml "
    "articletext articlecontent textbody texthtml story selftext textcontent plaintext cleanedtext "
    "cleantext rawtext newscontent postcontent posttext transcript paragraphs article post "
    "texte texto testo inhalt contenido contenu contenuto conteudo conteúdo artikel artikeltext "
    "treść içerik metin текст содержание 内容 正文 內容 本文 본문 내용 "
    "markdown contentmarkdown markdowncontent bodymarkdown contentmd bodymd "
    "html rawhtml htmlcontent htmlbody htmltext pagehtml pagecontent pagesource rawcontent "
    "leadparagraph abstract"
)
"""The fields that can hold a record's text, the first one first."""

MARKDOWN: Final = tuple(
    name for name in TEXTS if name.startswith(("markdown", "contentm", "bodym"))
)
"""Those that hold it as Markdown."""

PARTS: Final = _plain("sections chapters blocks parts")
"""The fields that can hold it in parts, where a title stands beside them."""

ABSTRACTS: Final = _plain("abstract leadparagraph")
"""What stands above a text where both are there."""

IDS: Final = _plain("id identifier guid uuid")

NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "title": _plain(
        "title headline articletitle webtitle newstitle posttitle ogtitle maintitle heading titel "
        "überschrift schlagzeile titre título titulo titolo tytuł başlık заголовок 标题 標題 題名 "
        "タイトル 제목 subject"
    ),
    "standfirst": _plain(
        "standfirst description summary subtitle excerpt alternativeheadline deck dek trailtext "
        "subheadline teaser snippet untertitel vorspann chapo sottotitolo"
    ),
    "author": _plain(
        "author authors byline creator dccreator authorname creatorname writer writers reporter "
        "by autor autorin autoren autora autores auteur auteurs autore автор 作者 "
        "著者 記者 记者 저자 기자"
    ),
    "published": _plain(
        "published date publishedat publicationdate pubdate datepublished datepublish publishdate "
        "publisheddate webpublicationdate publishedon publishedtime publishtime firstpublished "
        "firstpublishedat articlepublishedtime articledate newsdate postdate posted postedat "
        "dateofpublication releasedate issued created createdat createdon datecreated createdutc "
        "timestamp datetime seendate datetext datum veröffentlicht fecha дата 日期 日付 날짜 tarih "
        "data time"
    ),
    "url": _plain(
        "url canonical canonicalurl link permalink weburl sourceurl articleurl pageurl newsurl "
        "mainentityofpage href uri"
    ),
    "source": _plain(
        "source site sitename publisher publication newspaper sourcename sourcedomain outlet "
        "domain quelle zeitung fuente fonte źródło источник 来源 來源 출처"
    ),
    "language": _plain("language lang inlanguage langcode locale sprache langue idioma"),
}
"""Our names, and those (plain) under which files declare them, the first one first."""

UNSURE_DATES: Final = frozenset(_plain("data time created timestamp posted issued"))
"""Names that may hold a date, and are believed where they do."""


def holds_text(names: Iterable[str]) -> bool:
    """Whether one of these names is that of a text or of a title."""
    plain = {plain_name(name) for name in names}
    return not plain.isdisjoint((*TEXTS, *NAMES["title"]))
