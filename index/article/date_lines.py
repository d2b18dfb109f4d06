"""Lines that hold hardly more than a date, in any language; pure.

The names of months and of week days are CLDR's, so that a date line is known by its words and no
language has to be told first.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import NamedTuple

from index.article import calendars
from index.article.months import OTHER_FORMS, without_marks

_LONGEST = 100
_TOKEN = re.compile(r"\d+|(?:[^\W\d_][\u0300-\u036f\u0900-\u0dff\u0e31-\u0e4e\u064b-\u0652’']*)+")
_YEAR = re.compile(r"(?<!\d)(?:1[3-9]|2[0-6])\d\d(?!\d)")
_DAY = re.compile(r"(?<!\d)\d{1,2}(?!\d)")
_UNITS = re.compile(r"[年月日号號時时点點分秒년월일시분초]+|[上下]午|[午前後]{2}|오전|오후")

_LOCALES = (
    "en de fr es it pt nl sv da nb fi is et lv lt pl cs sk hu sl hr sr mk bg ro ru uk be el tr az "
    "ca gl eu sq ar fa he ur hi bn mr ne pa gu ta te th lo km my vi id ms sw am hy ka kk ja ko zh"
).split()

_BESIDE = frozenset(
    # what stands between the parts of a date and a time, and behind them
    "a à al am as at av d de del den der des di do du el en h i i’ kl la le lo min of om on "
    "p pm p.m "
    "the u uhr um o och os um ore ora alle heures h00 hs hrs st nd rd th er ère º year "
    "г г. в р року рік от година часа ч мск gmt utc est edt cst cdt pst pdt cet "
    "cest bst ist msk jst kst wib "
    "ngày tháng năm thứ lúc giờ hai ba tư năm sáu bảy chủ nhật tanggal pukul jam pada "
    "στις και ώρα saat tarihi de’ في الساعة م ص هـ ه ـ ساعت مورخ בשעה ב بوقت को बजे วันที่ "
    "الموافق لـ برابر با مطابق المبارک المبارك "
    "พ.ศ น เวลา เมื่อ "
    "월 화 수 목 금 토 일 月 火 水 木 金 土 日 周一 周二 周三 周四 周五 周六 周日 kell dne "
    "dnia godz".split()
)
_ZONES = frozenset("gmt utc est edt cst cdt pst pdt cet cest bst".split())
_LABELS = frozenset(
    "published updated posted modified date first last originally publication release released "
    "veröffentlicht aktualisiert stand datum erschienen erstellt publié publiée mis mise "
    "jour modifié "
    "créé publicado publicada actualizado actualizada fecha atualizado atualizada data pubblicato "
    "aggiornato ultimo aggiornamento creato gepubliceerd bijgewerkt laatst geplaatst publicerad "
    "uppdaterad publisert oppdatert offentliggjort opdateret publiceret julkaistu päivitetty "
    "opublikowano aktualizacja zaktualizowano publikacja data publikacji dodano vydáno "
    "aktualizováno "
    "publikováno zveřejněno közzétéve frissítve publicat actualizat objavljeno ažurirano "
    "yayınlanma "
    "güncelleme tarihi giriş güncellenme eklenme опубликовано обновлено дата публикации "
    "опубліковано "
    "оновлено публікації публикувано δημοσίευση δημοσιεύτηκε δημοσιεύθηκε ενημέρωση ενημερώθηκε "
    "تاريخ النشر نشر نشرت تم آخر تحديث التحديث تاریخ انتشار فורסם פורסם עודכן עדכון אחרון "
    "בתאריך प्रकाशित अपडेट "
    "अपडेटेड पर প্রকাশ প্রকাশিত আপডেট เผยแพร่ อัปเดต โพสต์ đăng cập nhật xuất bản "
    "diterbitkan diperbarui "
    "terbit 发布 发布时间 更新 更新时间 时间 發布 發佈 發布時間 時間 日期 发表 公開 公開日 "
    "更新日 掲載 配信 "
    "投稿日 입력 수정 등록 승인 게재 발행일 기사입력 최종수정".split()
)


class DateLine(NamedTuple):
    """The words of a line: those before its date, the date itself, and those behind it."""

    before: str
    date: str
    behind: str


def date_line(line: str) -> DateLine | None:
    """Find the date in a short line; words such as "Published" are left out of what is beside it.

    A date has a year of four digits, a day, and a month by number or name.
    """
    if len(line) > _LONGEST:
        return None
    line = calendars.without_era(line)
    digits = _ascii_digits(line)
    if _YEAR.search(digits) is None or _DAY.search(digits) is None:
        return None
    tokens = list(_TOKEN.finditer(_UNITS.sub(_blank, digits)))
    run = _date_run([token[0].casefold() for token in tokens])
    if run is None:
        return None
    first, last = tokens[run[0]], tokens[run[1]]
    end = last.end()
    while end < len(line) and _UNITS.match(line, end):
        end += 1
    before = _without_labels(line[: first.start()])
    return DateLine(before, line[first.start() : end], _without_labels(line[end:]))


def _blank(units: re.Match[str]) -> str:
    return " " * len(units[0])


def _ascii_digits(line: str) -> str:
    if line.isascii():
        return line
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in line)


def _date_run(words: list[str]) -> tuple[int, int] | None:
    """The first and the last of the words of a date, with the time of day."""
    at = [n for n, word in enumerate(words) if _YEAR.fullmatch(word)]
    if not at:
        return None
    first = last = at[0]
    while first > 0 and _belongs(words[first - 1]):
        first -= 1
    while last + 1 < len(words) and _belongs(words[last + 1]):
        last += 1
    while first < last and not (words[first].isdigit() or words[first] in _names()):
        first += 1
    while last > first and not (
        words[last].isdigit() or words[last] in _names() or words[last] in _ZONES
    ):
        last -= 1
    inside = words[first : last + 1]
    numbers = sum(word.isdigit() and len(word) <= 2 for word in inside)
    named = any(word in _month_names() for word in inside)
    return (first, last) if numbers >= 2 or (numbers and named) else None


def _belongs(word: str) -> bool:
    return word.isdigit() or word in _BESIDE or word in _names()


def _without_labels(text: str) -> str:
    """What is left beside a date: nothing, if it is words like "Published", week days, marks."""
    words = [token[0].casefold() for token in _TOKEN.finditer(_UNITS.sub(_blank, text))]
    if all(word in _LABELS or _belongs(word) for word in words):
        return ""
    return text.strip(" ,|·•-–—/:：()[]")


@cache
def _names() -> frozenset[str]:
    """Months and week days, full and short, as single words in lower case."""
    return _month_names() | _words_of("days")


@cache
def _month_names() -> frozenset[str]:
    names = _words_of("months") | OTHER_FORMS.keys() | calendars.MONTH_WORDS
    hebrew = {f"ב{name}" for name in names if "א" <= name[:1] <= "ת"}
    return frozenset({*names, *hebrew, *map(without_marks, names)})


def _words_of(kind: str) -> frozenset[str]:
    from babel import Locale, UnknownLocaleError

    words: set[str] = set()
    for name in _LOCALES:
        try:
            forms = getattr(Locale.parse(name), kind)
        except (UnknownLocaleError, ValueError):  # a Babel with fewer languages
            continue
        for use in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for text in forms[use][width].values():
                    words.update(token[0] for token in _TOKEN.finditer(text.casefold()))
    return frozenset(word for word in words if not word.isdigit()) - {"de", "d’"}
