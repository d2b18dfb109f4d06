"""Who wrote an article, as newspapers in other languages than English say it; pure."""

from __future__ import annotations

import re

_LONGEST = 100
_LONGEST_NAMES = 60
_MOST_WORDS = 8

_PREPOSITION = re.compile(
    r"(?:(?:écrit|rédigé|propos\srecueillis)\s)?par|(?:(?:geschrieben|verfasst)\s)?von"
    r"|aus\sder\sfeder\svon"
    r"|(?:(?:escrito|texto)\s)?por|(?:(?:scritto|testo)\s)?da|(?:a\scura\s)?di"
    r"|(?:geschreven\s)?door|(?:(?:scris|text|articol)\s)?de"
    r"|(?:skriv(?:en|et)\s)?a[vf]|(?:napisała?|napsala?|przez|od|oleh|ditulis\soleh)|yazan|от|від"
    r"|(?:γράφ(?:ει|ουν)\s)?(?:ο|η|οι)|του|της|των|από\s(?:τον|την|τους)",
    re.IGNORECASE,
)
"""Words that also open headlines: a byline follows only with nothing but names behind them."""

_LABEL = re.compile(
    r"(?:(?:text[eo]?|testo|tekst[iy]?|aut(?:or|hor|eur|rice)(?:e|es|a|as|in|en|s|ka|zy)?|autore"
    r"|författare|forfatter|kirjoittaja|skribent|szerző|írta|journalist[ae]?|reporter|redakteur"
    r"|redacción|redactor[a]?"
    r"|redakcja|redakce|penulis|reporter|yazar|yazan|haber|muhabir|bài(?:\svà\sảnh)?|tác\sgiả|thực\shiện"
    r"|автор[иыа]?|текст|журналист(?:ка)?|корреспондент|автор\sстатьи|συντάκτης|συντάκτρια"
    r"|κείμενο|ρεπορτάζ"
    r"|الكاتبة?|كتبت?|بقلم|إعداد|تحرير|نویسنده|به\sقلم|گزارش|خبرنگار|تحریر|مصنف|רשמה?"
    r"|כתב(?:ה|ת)?|מאת"
    r"|लेखक|लेखिका|रिपोर्ट|संवाददाता|লেখক|প্রতিবেদক|โดย|ผู้เขียน|เรื่อง|ผู้สื่อข่าว"
    r"|作者|撰文|撰稿|文字|记者|記者|文|採訪|采访|取材・文|執筆|著者|ライター|글|기자|취재|글쓴이)"
    r"\s?[:：／/|｜＝=・]\s?)",
    re.IGNORECASE,
)
_BARE_LABEL = re.compile(r"(?:بقلم|كتبت?|إعداد|به\sقلم|تحریر|מאת|द्वारा|โดย|[Аа]втор(?:ка)?)\s+")
_CHINESE = re.compile(
    r"(?:[^\s，。：]{0,8}(?:记者|記者)|文"
    r"|撰文)[\s　]+(?P<a>[\u4e00-\u9fff·]{2,6})(?:[\s　/／].{0,20})?"
    r"|(?:记者|記者)(?P<b>[\u4e00-\u9fff·]{2,4})[/／].{0,20}"
    r"|【(?P<c>[\u4e00-\u9fff\u3041-\u30ff・]{2,12})】"
    r"|(?:[^\s，。：]{0,8}[\s　])?(?P<d>[\u4e00-\u9fff\u3041-\u30ff]{2,8})(?:記者|编辑|特派員)"
)
_KOREAN = re.compile(
    r"(?:\[[^\]]{1,20}\]\s?)?(?:글\s?[·:]?\s?(?:사진\s)?)?(?P<a>[가-힣]{2,4})\s?"
    r"(?:선임|인턴|수습|전문)?\s?(?:기자|특파원|논설위원|에디터)(?:\s\S+@\S+)?"
    r"|글\s(?P<b>[가-힣]{2,4})"
)
_JOIN = re.compile(
    r"\s(?:and|und|et|y|e|i|en|og|och|ja|a|ve|dan|và|и|та|и|και|و|ו|और)\s|\s[&+]\s|,\s"
)
_BEHIND = re.compile(
    r"\s*(?:[|·•;(/／]|\s[-–—]\s|\d).*|\s(?:in|à|en|aus|w|в|στ[οη]ν?)\s+[^\W\d_].*"
)
_PARTICLES = frozenset(
    "al af ap av bin da das de del den der dela di do dos du el ibn la le ten ter van vom "
    "von y zu zum "
    "zur van't d’ avec mit con com med".split()
)
_NAME_MARKS = str.maketrans("", "", ".'’ʼ-‐·・")


def author_abroad(line: str) -> str:
    """The names that a byline gives, without what says so; empty where it is no byline."""
    if len(line) > _LONGEST:
        return ""
    if match := _LABEL.match(line):
        return _names(line[match.end() :], strict=False)
    if match := _BARE_LABEL.match(line):
        return _names(line[match.end() :], strict=True)
    if match := _PREPOSITION.match(line):
        rest = line[match.end() :]
        return _names(rest.lstrip(" :"), strict=True) if rest[:1] in " :" else ""
    found = _CHINESE.fullmatch(line) or _KOREAN.fullmatch(line)
    return next(filter(None, found.groups()), "") if found else ""


def may_be_headline(line: str) -> bool:
    """Whether only a preposition makes ``line`` a byline: "Von …", "Da …" open headlines too."""
    return _PREPOSITION.match(line) is not None and _LABEL.match(line) is None


def _names(words: str, *, strict: bool) -> str:
    """The names that open ``words``; where ``strict``, nothing else may be there but a role."""
    words = _BEHIND.sub("", words.split("　")[0]).strip(" ,|-–—")
    if not words or len(words) > _LONGEST_NAMES or len(words.split()) > _MOST_WORDS:
        return ""
    names = [name for name in _JOIN.split(words) if name]
    whole = [name for name in names if _is_name(name, strict=strict)]
    if not names or names[0] not in whole:
        return ""
    return words if len(whole) == len(names) else names[0]


def _is_name(words: str, *, strict: bool) -> bool:
    parts = [part for part in words.split() if part.lower() not in _PARTICLES]
    if not parts or len(parts) > 4 or not all(map(_is_name_part, parts)):
        return False
    return not strict or len(parts) > 1 or (parts[0].isupper() and len(parts[0]) > 1)


def _is_name_part(word: str) -> bool:
    letters = "".join(c for c in word.translate(_NAME_MARKS) if c.isalpha())
    return bool(letters) and not letters[0].islower() and not any(map(str.isdigit, word))
