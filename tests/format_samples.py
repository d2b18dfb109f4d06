"""One small file of every format that is read; each holds the sentence ``SAID``."""

from __future__ import annotations

import bz2
import gzip
import io
import json
import lzma
import tarfile
from collections.abc import Callable

import docx

from benchmarks.robustness.makers import zipped

SAID = "The lock at Tarn was shut on Friday, and a barge waits above it, the keeper said."
HTML = f"<html><body><article><h1>The lock is shut</h1><p>{SAID}</p></article></body></html>"


def samples(said: str = SAID) -> dict[str, bytes]:
    """By suffix the bytes of a file that says ``said``."""
    page = HTML.replace(SAID, said)
    text = f"The lock is shut\n\n{said}\n"
    mail = f"From: a@example.org\nSubject: The lock\n\n{said}\n"
    feed = f"<rss><channel><item><title>The lock</title><description>{said}</description></item></channel></rss>"
    warc = f"WARC/1.0\r\nWARC-Type: conversion\r\nWARC-Target-URI: http://a.example/\r\nContent-Type: text/plain\r\nContent-Length: {len(said.encode())}\r\n\r\n{said}\r\n\r\n"
    texts = {
        ".txt": text,
        ".md": f"# The lock is shut\n\n{said}\n",
        ".html": page,
        ".jsonl": json.dumps({"title": "The lock", "text": said}) + "\n",
        ".json": json.dumps([{"title": "The lock", "text": said}]),
        ".csv": f'title,text\nThe lock,"{said}"\n',
        ".tsv": f"title\ttext\nThe lock\t{said}\n",
        ".rss": feed,
        ".eml": mail,
        ".mbox": f"From a@example.org Tue Nov  4 08:30:00 2025\n{mail}\n",
        ".mhtml": f"Subject: a\nMIME-Version: 1.0\nContent-Type: text/html; charset=utf-8\n\n{page}\n",
        ".vtt": f"WEBVTT\n\n00:01.000 --> 00:04.000\n{said}\n",
        ".srt": f"1\n00:00:01,000 --> 00:00:04,000\n{said}\n",
        ".rst": f"The lock is shut\n================\n\n{said}\n",
        ".org": f"* The lock is shut\n{said}\n",
        ".rtf": r"{\rtf1\ansi The lock is shut\par " + said + r"\par}",
        ".warc": warc,
        "": text,
    }
    packed: dict[str, Callable[[bytes], bytes]] = {
        ".gz": gzip.compress,
        ".bz2": bz2.compress,
        ".xz": lzma.compress,
    }
    return {
        **{suffix: content.encode() for suffix, content in texts.items()},
        **{suffix: pack(text.encode()) for suffix, pack in packed.items()},
        ".zip": zipped({"a.txt": text.encode()}),
        ".tar": tarred(text.encode()),
        ".docx": word(said),
        ".odt": open_document(said),
        ".epub": book(page),
    }


def tarred(data: bytes) -> bytes:
    """A tar file of one text."""
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        entry = tarfile.TarInfo("a.txt")
        entry.size = len(data)
        archive.addfile(entry, io.BytesIO(data))
    return stream.getvalue()


def word(said: str) -> bytes:
    """A Word document of one paragraph."""
    made = docx.Document()
    made.add_heading("The lock is shut", 0)
    made.add_paragraph(said)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def open_document(said: str) -> bytes:
    """An OpenDocument text of one paragraph."""
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:text>'
        f"<text:h>The lock is shut</text:h><text:p>{said}</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    return zipped({"content.xml": content.encode()})


def book(page: str) -> bytes:
    """A book of one chapter."""
    package = (
        '<package><manifest><item id="a" href="a.xhtml" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/></spine></package>'
    )
    return zipped({"book.opf": package.encode(), "a.xhtml": page.encode()})
