import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers import viscii
from index.readers.decode import decode, detect, tidy
from index.readers.loading import UnreadableError

CURLY = "“We don’t know,” she said – it’s £5m. The café’s owner declined to comment."
RUSSIAN = "Правительство обсудило вопрос о поддержке промышленности, сказал министр в среду."


@pytest.mark.parametrize(
    ("text", "data"),
    [
        (CURLY, CURLY.encode()),
        (CURLY, codecs.BOM_UTF8 + CURLY.encode()),
        (CURLY, CURLY.encode("utf-16")),
        (CURLY, codecs.BOM_UTF16_BE + CURLY.encode("utf-16-be")),
        (CURLY, CURLY.encode("utf-16-le")),
        (CURLY, CURLY.encode("utf-16-be")),
        (CURLY, CURLY.encode("utf-32")),
        (CURLY, CURLY.encode("windows-1252")),
        ("It’s £5m.", "It’s £5m.".encode("windows-1252")),
        ("Le café était fermé.", "Le café était fermé.".encode("latin-1")),
        (RUSSIAN, RUSSIAN.encode("windows-1251")),
        (RUSSIAN, RUSSIAN.encode("koi8-r")),
    ],
)
def test_the_encoding_is_found(text: str, data: bytes) -> None:
    assert decode(data) == text


def test_a_late_curly_quote_is_read_in_its_encoding() -> None:
    text = "Plain words only. " * 10_000 + RUSSIAN
    assert decode(text.encode("windows-1251")) == text


def test_a_declared_encoding_is_used_and_a_wrong_one_is_not() -> None:
    text = "Ångström’s prøve"
    assert decode(text.encode("utf-8"), "no-such-encoding") == text
    assert decode(text.encode("utf-8"), "ascii") == text
    assert decode("żółć".encode("iso8859-2"), "iso8859-2") == "żółć"


@pytest.mark.parametrize(
    "data",
    [
        bytes(range(256)) * 8,
        b"\x7fELF\x02\x01\x01" + bytes(57) + b"text of a program",
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\1\0",
        b"%PDF-1.7\nis no plain text",
    ],
)
def test_binary_data_is_told_from_text(data: bytes) -> None:
    with pytest.raises(UnreadableError, match=r"^binary data, not text$"):
        decode(data)


def test_line_ends_and_what_cannot_be_stored_are_tidied() -> None:
    assert tidy("a\r\nb\rc\nd") == "a\nb\nc\nd"
    assert tidy("a\0b\ud800c") == "a b\ufffdc"


def test_a_stray_nul_does_not_make_a_text_binary() -> None:
    assert decode(b"word " * 100 + b"\0" + b" word") == "word " * 100 + "  word"


@given(st.text())
@settings(max_examples=100)
def test_what_was_tidied_is_text_that_can_be_stored(text: str) -> None:
    tidied = tidy(text)
    assert tidied.encode().decode() == tidied
    assert "\r" not in tidied
    assert "\0" not in tidied


@given(st.binary(max_size=300))
@settings(max_examples=200, deadline=None)
def test_any_bytes_are_text_or_unreadable(data: bytes) -> None:
    try:
        text = decode(data)
    except UnreadableError:
        return
    assert text.encode().decode() == text


def test_a_sample_cut_in_a_character_is_still_utf8() -> None:
    assert detect("naïve é".encode()[:-1]) == "utf-8"
    assert detect(codecs.BOM_UTF8 + b"a") == "utf-8-sig"
    assert detect("a".encode("utf-16")) == "utf-16"


FOREIGN = {
    "pt": (
        "A ministra não quis comentar as ligações da região, e a população só soube à noite.",
        "latin-1",
    ),
    "fr": (
        "L’été dernier, les élèves ont dû quitter l’école à cause des travaux, dit le maire.",
        "cp1252",
    ),
    "it": (
        "La città è più tranquilla, perché i lavori della metropolitana sono già finiti.",
        "latin-1",
    ),
    "pl": (
        "Ministerstwo ogłosiło, że połowa łodzi rybackich zostanie złomowana w przyszłym roku.",
        "cp1250",
    ),
    "cs": (
        "Ministerstvo oznámilo, že polovina rybářských lodí bude příští rok sešrotována.",
        "iso8859-2",
    ),
    "tr": (
        "Bakanlık, balıkçı teknelerinin yarısının gelecek yıl hurdaya ayrılacağını açıkladı.",
        "cp1254",
    ),
    "lt": (
        "Ministerija pranešė, kad kitąmet bus išmontuota pusė žvejybos laivų, šį rudenį mažiau.",
        "cp1257",
    ),
    "uk": ("Міністерство повідомило, що наступного року половину човнів буде списано.", "koi8-u"),
    "el": (
        "Το υπουργείο ανακοίνωσε ότι τα μισά αλιευτικά σκάφη θα διαλυθούν του χρόνου.",
        "cp1253",
    ),
    "he": ("המשרד הודיע כי מחצית מסירות הדיג יפורקו בשנה הבאה, אמר הדובר.", "cp1255"),
    "th": ("กระทรวงประกาศว่าเรือประมงครึ่งหนึ่งจะถูกรื้อทิ้งในปีหน้า", "cp874"),
    "ja": ("同省は来年、漁船の半数を解体すると発表した。漁師たちは驚いた。", "iso2022_jp"),
    "zh": ("渔业部宣布明年将拆除一半的渔船，渔民们感到惊讶。", "hz"),
    "ko": ("해양수산부는 내년에 어선의 절반을 해체할 것이라고 발표했다.", "iso2022_kr"),
}


@pytest.mark.parametrize("language", FOREIGN)
def test_older_encodings_are_told_by_the_language(language: str) -> None:
    text, encoding = FOREIGN[language]
    assert decode(text.encode(encoding)) == text


def test_viscii_is_read() -> None:
    text = "Bộ Thủy sản cho biết một nửa số tàu cá sẽ bị tháo dỡ vào năm tới, ngư dân rất lo."
    data = bytes(_viscii(character) for character in text)
    assert decode(data) == text


def _viscii(character: str) -> int:
    return next(n for n in range(256) if viscii.decode(bytes([n])) == character)


@pytest.mark.parametrize("byte_order", ["le", "be"])
@pytest.mark.parametrize(
    "text",
    [
        "Сторож закрыл шлюз.\nНикто его больше не открывал.\n",
        "Ο φύλακας έκλεισε τη θυρίδα.\nΚανείς δεν την άνοιξε.\n",
        "أغلق الحارس البوابة.\nولم يفتحها أحد بعد ذلك.\n",
        "守门人关上了水闸。\n此后一个月没有人再打开它。\n",
        "番人は水門を閉じた。\n一週間だれも開けなかった。\n",
        "문지기가 수문을 닫았다.\n그 뒤로 아무도 열지 않았다.\n",
    ],
)
def test_utf16_without_a_mark_is_told_in_every_script(text: str, byte_order: str) -> None:
    assert decode(text.encode(f"utf-16-{byte_order}")) == text


@pytest.mark.parametrize("encoding", ["utf-8", "cp1251", "koi8_r"])
def test_stray_nuls_make_no_utf16(encoding: str) -> None:
    text = f"{RUSSIAN}\0{RUSSIAN}\0"
    assert decode(text.encode(encoding)) == text.replace("\0", " ")


@pytest.mark.parametrize(
    ("text", "encodings"),
    [
        ("Der Wärter schloß das Schütz und öffnete es nicht mehr.", "cp437 cp850 mac_roman"),
        ("El guardián cerró la esclusa y nadie la abrió después.", "cp437 cp850 mac_roman"),
        ("Strażnik zamknął śluzę i nikt jej już później nie otworzył.", "cp852 mac_latin2"),
        ("Bekçi kapağı kapattı ve kimse onu bir daha açmadı, dedi müdür.", "cp857"),
        ("Сторож закрыл шлюз. Маша Щукина ушла. Рыбы нет.", "mac_cyrillic cp866"),
    ],
)
def test_encodings_of_old_machines_are_told(text: str, encodings: str) -> None:
    for encoding in encodings.split():
        assert decode(text.encode(encoding)) == text


def test_of_utf8_only_a_stray_byte_is_lost() -> None:
    text = "La forêt près de Besançon a brûlé, disent les pompiers."
    data = text.encode() + b" Un \xe9t\xe9."
    assert decode(data) == f"{text} Un \ufffdt\ufffd."
    assert decode(text.encode() + "é".encode()[:1]) == f"{text}\ufffd"


def test_utf8_under_another_declared_encoding_is_utf8() -> None:
    text = "Über dem Fluss hängt Nebel."
    assert decode(text.encode(), "iso-8859-1") == text
    assert decode("渔船".encode("gbk"), "gb2312") == "渔船"


@pytest.mark.parametrize(
    "name", ["undefined", "punycode", "idna", "raw_unicode_escape", "rot13", "zip"]
)
def test_what_is_no_encoding_of_texts_is_not_used(name: str) -> None:
    assert decode(b"plain words " * 50_000, name).startswith("plain words ")


def test_what_no_reader_sees_parts_no_word() -> None:
    assert (
        tidy("con\u00adtainer con\u200btainer \ufeffcon\u2060tainer")
        == "container container container"
    )
    assert tidy("a con\u00ad\ntainer ship\nsank") == "a container\nship\nsank"
    assert tidy("เรือ\u200bประมง") == "เรือ\u200bประมง"
    assert tidy("the oﬃce of a ﬁsh") == "the office of a fish"


@pytest.mark.parametrize(
    "data", [b"\x00", b"ab\x00", b"\x01\x02", b"MZ\x00\x03", b"tiny \x00 file", b"\x89ab\x00cd\n"]
)
def test_a_few_bytes_with_a_nul_are_no_text(data: bytes) -> None:
    with pytest.raises(UnreadableError, match="binary"):
        decode(data)


def test_a_sentence_keeps_its_words_round_a_stray_nul() -> None:
    assert decode(b"The ferry burned on Monday night." + bytes(90)).strip()[-6:] == "night."
    assert decode(b"The ferry burned at its\x00berth on Monday.") == (
        "The ferry burned at its berth on Monday."
    )
