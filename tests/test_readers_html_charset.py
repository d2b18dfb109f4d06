"""The charset that a page declares, and pages that declare another than they have."""

from pathlib import Path

import pytest

from index.readers import read
from index.readers.sources import SourceFile
from index.types import Document

FILLER = (
    "The keepers of the lighthouse had gone to bed long before the lamp went out, it was said. "
)


def read_page(tmp_path: Path, page: bytes) -> Document:
    (tmp_path / "a.html").write_bytes(page)
    (found,) = read(SourceFile(tmp_path / "a.html", "a.html", 0, 0))
    assert isinstance(found, Document), found
    return found


def test_the_declared_encoding_is_used(tmp_path: Path) -> None:
    body = (
        '<meta charset="windows-1251"><article><h1>Следствие</h1>'
        f"<p>Следствие откроется in June, they say. {FILLER}</p></article>"
    )
    found = read_page(tmp_path, body.encode("windows-1251"))
    assert "Следствие откроется in June" in found.text


@pytest.mark.parametrize("charset", ["undefined", "punycode", "idna", "no-such-charset"])
def test_an_odd_charset_stops_nothing(tmp_path: Path, charset: str) -> None:
    body = f'<meta charset="{charset}"><article><h1>The lamp</h1><p>{FILLER}</p></article>'
    assert read_page(tmp_path, body.encode()).title == "The lamp"


def test_utf8_under_another_charset_is_utf8(tmp_path: Path) -> None:
    body = (
        f'<meta charset="iso-8859-1"><article><h1>Die Brücke</h1><p>Größe: {FILLER}</p></article>'
    )
    assert read_page(tmp_path, body.encode()).title == "Die Brücke"
