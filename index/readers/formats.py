"""The registry: which reader a file has, told by its suffix or by how it begins; pure."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final

from index.readers.field_names import holds_text
from index.readers.loading import UnreadableError
from index.types import PASSED_OVER

_SUFFIXES_OF: Mapping[str, tuple[str, ...]] = {
    "plain": (".txt", ".text"),
    "markdown": (".md", ".markdown", ".mdown", ".mkd", ".mkdn", ".mdx", ".qmd", ".rmd"),
    "html": (".html", ".htm", ".xhtml"),
    "pdf": (".pdf",),
    "jsonl": (".jsonl", ".ndjson"),
    "json": (".json",),
    "table": (".csv", ".tsv"),
    "feed": (".rss", ".atom", ".rdf", ".xml"),
    "mail": (".eml", ".emlx"),
    "mbox": (".mbox", ".mbx"),
    "mhtml": (".mhtml", ".mht"),
    "transcript": (".vtt", ".srt"),
    "rst": (".rst", ".rest"),
    "org": (".org",),
    "compressed": (".gz", ".bz2", ".xz", ".tgz", ".tbz", ".txz"),
    "zip": (".zip",),
    "tar": (".tar",),
    "epub": (".epub",),
    "odt": (".odt", ".ott", ".fodt"),
    "docx": (".docx", ".docm", ".dotx", ".dotm"),
    "rtf": (".rtf",),
    "warc": (".warc", ".arc"),
}

SUFFIXES: Mapping[str, str] = {
    suffix: reader for reader, suffixes in _SUFFIXES_OF.items() for suffix in suffixes
}
"""The suffixes that are read (lower case), and for each the reader: a module of this package."""

_DOCUMENTS: Final = frozenset(
    ".doc .dot .wps .wpd .pages .mobi .azw .azw3 .fb2 .djvu .ps .ppt .pps .pptx .odp .key".split()
)
"""What may well hold an article, and sometimes is something else under this name."""

_NO_ARTICLES: Final = frozenset(
    (
        # pictures, sound, film, fonts
        ".jpg .jpeg .jpe .png .gif .bmp .tif .tiff .webp .heic .heif .avif .ico .svg .svgz .psd "
        ".ai .eps .indd .raw .cr2 .nef .mp3 .m4a .aac .wav .flac .ogg .oga .opus .wma .mid .mp4 "
        ".m4v .mov .avi .mkv .webm .wmv .flv .mpg .mpeg .ogv .ttf .otf .woff .woff2 .eot "
        # tables, databases, packed and compiled things
        ".xls .xlsx .xlsm .ods .numbers .db .sqlite .sqlite3 .mdb .accdb .parquet .feather .arrow "
        ".npy .npz .pkl .pickle .h5 .7z .rar .zst .lz4 .iso .dmg .exe .dll .so .dylib .o .a "
        ".class .jar .war .whl .egg .apk .deb .rpm .msi .pyc .pyo .wasm .bin .dat .onnx "
        ".safetensors .pt "
        # program text and settings
        ".js .mjs .cjs .ts .jsx .tsx .css .scss .sass .less .map .py .pyi .ipynb .rb .pl .java "
        ".kt .c .h .cc .cpp .hpp .cs .go .rs .swift .sh .bash .bat .ps1 .sql .r .lua .vue .wat "
        ".yml .yaml .toml .ini .cfg .conf .env .lock .properties .plist .xsl .xslt .xsd .dtd .bib "
        # traces of programs
        ".bak .tmp .temp .swp .part .crdownload .pid .lnk .url .webloc .torrent .sig .asc .sha256 "
        ".md5 "
    ).split()
)
"""What holds no article, so that it is not even opened."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
_NO_BYTES = re.compile("[\ud800-\udc7f\udd00-\udfff]")


_BUNDLE: Final = b"PK\3\4"
_BUNDLES: Final = (
    ("epub", b"mimetypeapplication/epub+zip"),
    ("odt", b"mimetypeapplication/vnd.oasis.opendocument.text"),
)
_OFFICE: Final = (b"[Content_Types].xml", b"_rels/", b"docProps/", b"word/")
"""What the first entry of a bundle is called, and holds."""

_PAGE: Final = (b"<!doctype html", b"<html")
_PACKED: Final = (b"\x1f\x8b\x08", b"BZh", b"\xfd7zXZ")
_OPENINGS: Final = (
    ("pdf", (b"%pdf-",)),
    ("rtf", (b"{\\rtf",)),
    ("warc", (b"warc/1.",)),
    ("html", (b"<!doctype html", b"<html", b"<!--", b"<head", b"<body")),
    ("feed", (b"<?xml", b"<rss", b"<feed", b"<rdf:rdf")),
)
_CERTAIN: Final = frozenset(("pdf", "rtf", "warc", "epub", "odt", "docx", "html", "zip"))
"""Formats whose beginning no file of another one has."""

_JSON_NAME = re.compile(rb"\"([^\"\\\n]{1,100})\"\s*:")
_JSON_RECORD = re.compile(rb"(?:\[\s*)?\{\s*" + _JSON_NAME.pattern)
_JSON_LINE = re.compile(rb"\{[^\n]*\}[ \t\r]*\n[ \t\r\n]*\{")
_JSON_ARRAY = re.compile(rb"\[\s*[\[{\"]")
_MBOX = re.compile(rb"From [^\n]*\d\d:\d\d[^\n]*\n[A-Za-z-]+:")
_MAIL_HEADERS = re.compile(rb"(?:[!-9;-~]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*")
_MAIL_FIELD = re.compile(
    rb"^(?:from|to|date|subject|message-id|received|return-path|mime-version|newsgroups"
    rb"|x-[a-z-]+|content-type|delivered-to|path|organization|lines|sender|reply-to):",
    re.IGNORECASE | re.MULTILINE,
)


def printable(path: str) -> str:
    """A path as one line that UTF-8 can hold, whatever bytes and controls it is made of."""
    text = os.fsencode(_NO_BYTES.sub("\ufffd", path)).decode("utf-8", errors="backslashreplace")
    return _CONTROL.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def suffix_of(name: str) -> str:
    """The suffix of a file's name or path, lower case; empty where it has none.

    What has blanks in it or is long is the end of a name with a full stop.
    """
    name = name.rsplit("/", 1)[-1]
    stem, dot, suffix = name.rpartition(".")
    if not dot or not stem.strip(".") or not suffix or len(suffix) > 12 or " " in suffix:
        return ""
    return f".{suffix.lower()}"


def passed_over(name: str) -> str:
    """Why a file of this name is not even opened; empty if it is to be."""
    suffix = suffix_of(name)
    if suffix in _NO_ARTICLES:
        return f"{PASSED_OVER}: {suffix} files are not read"
    return f"{PASSED_OVER}: a copy that an editor keeps" if name.endswith("~") else ""


def reader_name(name: str, head: bytes) -> str:
    """The reader for a file of this name that begins with ``head``.

    A suffix that is known decides, unless the file begins as one of another format alone does; a
    file with another suffix, or with none, is what it looks like.

    :raises UnreadableError: where that is nothing that is read.
    """
    suffix = suffix_of(name)
    known = SUFFIXES.get(suffix, "")
    if known == "compressed" and head and not head.startswith(_PACKED) and _is_text(head):
        return reader_name(name[: -len(suffix)], head)  # a browser has unpacked it
    found = _certain(known, head) or known or sniff(head)
    if found and not (found == "zip" and suffix in _DOCUMENTS):
        return found
    if suffix in _DOCUMENTS:
        raise UnreadableError(
            f"{PASSED_OVER}: {suffix} files are not read; save it as .html, .pdf or .txt"
        )
    kind = f"{suffix} files are not read" if suffix else "neither text nor of a kind that is read"
    raise UnreadableError(f"{PASSED_OVER}: {kind}")


def _certain(known: str, head: bytes) -> str:
    """The reader for what is not of the kind that its suffix says; empty where it may be."""
    found = _opening(head)
    if known == "plain":
        if head.startswith(_PACKED[0]):
            return "compressed"
        if _is_record(_stripped(head)):
            return _json(_stripped(head))
    elif found == "zip":
        return ""
    if found == "html" and (known == "feed" or not _stripped(head)[:14].lower().startswith(_PAGE)):
        return ""
    return found if found in _CERTAIN and known not in ("compressed", "zip") else ""


def _opening(head: bytes) -> str:
    """The reader for what begins so, by its first bytes alone."""
    if head.startswith(_BUNDLE):
        first = head[30:90]
        if first.startswith(_OFFICE):
            return "docx" if b"word/" in head else ""
        named = (reader for reader, begins in _BUNDLES if first.startswith(begins))
        return next(named, "" if first.startswith(b"mimetype") else "zip")
    begins = _stripped(head)[:64].lower()
    return next((reader for reader, openings in _OPENINGS if begins.startswith(openings)), "")


def _stripped(head: bytes) -> bytes:
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")


def _is_record(head: bytes) -> bool:
    """Whether JSON begins so that has a text, by the names of its fields."""
    names = _JSON_NAME.findall(head) if _JSON_RECORD.match(head) else []
    return holds_text(name.decode("utf-8", "replace") for name in names)


def _json(head: bytes) -> str:
    return "jsonl" if _JSON_LINE.match(head) else "json"


def _is_text(head: bytes) -> bool:
    from index.readers.decode import detect

    try:
        detect(head)
    except UnreadableError:
        return False
    return True


def sniff(head: bytes) -> str:
    """Name the reader for what begins so; empty where it is no text and nothing known."""
    if found := _opening(head):
        return found
    if head.startswith(_BUNDLE):
        return ""
    head = _stripped(head)
    if head.startswith(b"{") or _JSON_ARRAY.match(head):
        return _json(head)
    if not _is_text(head):
        return ""
    if _MBOX.match(head):
        return "mbox"
    if len(_MAIL_FIELD.findall(_MAIL_HEADERS.match(head)[0])) > 1:  # type: ignore[index]
        return "mail"
    return "" if head.startswith((b"<?php", b"#!")) else "plain"
