"""The registry: which reader a file has, told by its suffix or by how it begins; pure."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Final

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


_BUNDLE: Final = b"pk\3\4"
_BUNDLES: Final = (
    ("epub", b"mimetypeapplication/epub+zip"),
    ("odt", b"mimetypeapplication/vnd.oasis.opendocument.text"),
)
_OPENINGS: Final = (
    ("pdf", (b"%pdf-",)),
    ("rtf", (b"{\\rtf",)),
    ("warc", (b"warc/1.",)),
    ("html", (b"<!doctype html", b"<html", b"<!--", b"<head", b"<body")),
    ("feed", (b"<?xml", b"<rss", b"<feed", b"<rdf:rdf")),
)
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

    A suffix that is known decides; a file with another one, or with none, is what it looks like.

    :raises UnreadableError: where that is nothing that is read.
    """
    suffix = suffix_of(name)
    found = SUFFIXES.get(suffix) or sniff(head)
    if found:
        return found
    if suffix in _DOCUMENTS:
        raise UnreadableError(
            f"{PASSED_OVER}: {suffix} files are not read; save it as .html, .pdf or .txt"
        )
    kind = f"{suffix} files are not read" if suffix else "neither text nor of a kind that is read"
    raise UnreadableError(f"{PASSED_OVER}: {kind}")


def sniff(head: bytes) -> str:
    """Name the reader for what begins so; empty where it is no text and nothing known."""
    from index.readers.decode import detect

    head = head.lstrip(b"\xef\xbb\xbf \t\r\n")
    begins = head[:64].lower()
    if begins.startswith(_BUNDLE):
        kind = head[30:90]  # of the first entry the name, and what it holds
        return next((reader for reader, named in _BUNDLES if kind.startswith(named)), "")
    for reader, openings in _OPENINGS:
        if begins.startswith(openings):
            return reader
    if begins.startswith(b"{"):
        return "jsonl" if _JSON_LINE.match(head) else "json"
    if _JSON_ARRAY.match(head):
        return "json"
    try:
        detect(head)
    except UnreadableError:
        return ""
    if _MBOX.match(head):
        return "mbox"
    if len(_MAIL_FIELD.findall(_MAIL_HEADERS.match(head)[0])) > 1:  # type: ignore[index]
        return "mail"
    return "" if begins.startswith((b"<?php", b"#!")) else "plain"
