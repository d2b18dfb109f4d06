import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

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
