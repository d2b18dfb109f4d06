"""How the time to read a file grows with its length: ``python -m benchmarks.growth``.

Each shape of each format is made at a length and at twice, four and eight times that; the
exponent is the slope of time over length on logarithmic scales, taken where the time is more than
noise. 1 is linear. ``--only NAME`` runs some, ``--most KIB`` sets the largest length.
"""

from __future__ import annotations

import argparse
import json
import math
import random
import tempfile
import time
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks import growth_formats
from index.readers import read
from index.readers.sources import SourceFile

Shape = Callable[[int], bytes]
"""Makes a file of about so many bytes."""

_NOISE = 0.02
_PROSE = b"The keepers of the lamp had gone to bed long before it went out, it was said. "


def repeated(piece: bytes, before: bytes = b"", after: bytes = b"") -> Shape:
    return lambda size: before + piece * (size // len(piece)) + after


def numbered(piece: str, before: str = "", after: str = "") -> Shape:
    """The piece again and again, with another number in the place of ``{n}``."""

    def make(size: int) -> bytes:
        count = size // len(piece)
        return (
            before + "".join(piece.replace("{n}", str(n)) for n in range(count)) + after
        ).encode()

    return make


def noise(alphabet: str, before: str = "", after: str = "") -> Shape:
    def make(size: int) -> bytes:
        chance = random.Random(size)
        return (before + "".join(chance.choices(alphabet, k=size)) + after).encode()

    return make


def pdf(content: Shape) -> Shape:
    def make(size: int) -> bytes:
        packed = zlib.compress(content(size), 1)
        objects = [
            b"<< /Type /Catalog /Pages 2 0 R >>",
            b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 612 792] /Contents 4 0 R "
            b"/Resources << /Font << /F1 5 0 R >> >> >>",
            b"<< /Filter /FlateDecode /Length %d >>\nstream\n" % len(packed)
            + packed
            + b"\nendstream",
            b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
        ]
        data = b"%PDF-1.4\n"
        places = []
        for number, part in enumerate(objects, 1):
            places.append(b"%010d 00000 n \n" % len(data))
            data += b"%d 0 obj\n" % number + part + b"\nendobj\n"
        return (
            data
            + b"xref\n0 6\n0000000000 65535 f \n"
            + b"".join(places)
            + b"trailer << /Size 6 /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % len(data)
        )

    return make


_HTML = b"<html><body><article><h1>Lamps</h1><p>" + _PROSE * 4 + b"</p>"
_DATES = "1/2/3 {n} zqx 1998 wvu {n}/{n}"

SHAPES: dict[str, tuple[str, Shape]] = {
    "text: prose on lines": ("a.txt", repeated(_PROSE + b"\n")),
    "text: one line": ("a.txt", repeated(_PROSE)),
    "text: quotation marks": ("a.txt", repeated(b'"')),
    "text: hyphens at line ends": ("a.txt", repeated(b"lamps and light-\nhouses and light-\n")),
    "text: short lines": ("a.txt", repeated(b"a\n")),
    "text: datelines": ("a.txt", repeated(b"SALTMERE, MAY ")),
    "text: header lines": ("a.txt", numbered("HEADLINE: lamps {n}\n")),
    "text: capitals": ("a.txt", repeated(b"LAMPS GO OUT\n")),
    "text: bytes past ASCII": ("a.txt", repeated(b"caf\xe9 \xe9t\xe9 ")),
    "text: broken UTF-8": ("a.txt", repeated("né ".encode() + b"\xe9 ")),
    "text: noise": ("a.txt", noise("ab .\n-'\"“”:;,!?()é年")),
    "markdown: prose": ("a.md", repeated(b"# Lamps\n\n" + _PROSE + b"\n\n")),
    "markdown: one wide row": (
        "a.md",
        lambda n: b"|" + b"a|" * (n // 4) + b"\n|" + b"-|" * (n // 4),
    ),
    "markdown: rows": ("a.md", repeated(b"|a|b|\n", b"|a|b|\n|-|-|\n")),
    "markdown: quotation marks": ("a.md", repeated(b'"')),
    "markdown: nested quotations": ("a.md", repeated(b"> ")),
    "markdown: nested lists": ("a.md", repeated(b"- ")),
    "markdown: brackets": ("a.md", repeated(b"[a](")),
    "markdown: emphasis": ("a.md", repeated(b"*a **b ")),
    "markdown: code marks": ("a.md", numbered("`a``b{n}```c ")),
    "markdown: tags": ("a.md", repeated(b"<a <b ")),
    "markdown: comments": ("a.md", repeated(b"<!-- a ")),
    "markdown: template code": ("a.md", repeated(b"{% a {{ b {# c [[ d %% ")),
    "markdown: fences": ("a.md", numbered("```{n}\na\n~~~\n")),
    "markdown: references": ("a.md", numbered("[a{n}]: /x\n\n[a{n}] ")),
    "markdown: noise": ("a.md", noise("ab *_`[]()<>!#|\n-{}%&\\")),
    "front matter: nested lists": ("a.md", lambda n: b"---\nx: " + b"[" * n + b"\n---\nText.\n"),
    "front matter: dashes": (
        "a.md",
        lambda n: b"---\nx:\n " + b"- " * (n // 2) + b"\n---\nText.\n",
    ),
    "front matter: fields": ("a.md", numbered("a{n}: b\n", "---\n", "---\nText.\n")),
    "html: prose": ("a.html", repeated(b"<p>" + _PROSE + b"</p>", _HTML)),
    "html: other prose": ("a.html", numbered("<p>Lamp {n} of the coast went out at dusk.</p>")),
    "html: attributes": ("a.html", numbered(" a{n}=b", "<p", f">{_PROSE.decode() * 4}</p>")),
    "html: quoted attributes": (
        "a.html",
        numbered(" a{n}='<p>'", "<p", f">{_PROSE.decode() * 4}</p>"),
    ),
    "html: classes": ("a.html", repeated(b"related-", b"<p class='", b"'>" + _PROSE * 4)),
    "html: nested elements": ("a.html", repeated(b"<div><b>a ")),
    "html: spans": ("a.html", repeated(b"<span>a</span> ", _HTML)),
    "html: line breaks": ("a.html", repeated(b"a<br>", _HTML)),
    "html: links": ("a.html", repeated(b"<a href=/x>lamp</a> ", _HTML)),
    "html: lists": ("a.html", repeated(b"<ul><li>lamp", _HTML)),
    "html: one wide row": ("a.html", repeated(b"<td>a", _HTML + b"<table><tr>")),
    "html: rows": ("a.html", repeated(b"<tr><td>a<td>b", _HTML + b"<table>")),
    "html: entities": ("a.html", repeated(b"&amp;", _HTML)),
    "html: open tags": ("a.html", repeated(b"<", _HTML)),
    "html: open comments": ("a.html", repeated(b"<!-- ", _HTML)),
    "html: metadata": ("a.html", numbered("<meta name=author content='Ida {n}'>")),
    "html: linked data": ("a.html", repeated(b"[", _HTML + b"<script type='application/ld+json'>")),
    "html: noise": ("a.html", noise("ab <>/='\"&;p\n", "<p>")),
    "records: lines": ("a.jsonl", numbered('{"text": "Lamp {n} went out."}\n')),
    "records: one of lines": ("a.jsonl", repeated(b"lamp\\n", b'{"text": "', b'"}')),
    "records: one of words": ("a.jsonl", repeated(_PROSE, b'{"text": "', b'"}')),
    "records: one of lists": ("a.jsonl", repeated(b"[],", b'{"text": [', b'""]}')),
    "records: one of fields": ("a.jsonl", numbered('"a{n}": 1, ', "{", '"text": "a"}')),
    "records: one of tags": ("a.jsonl", repeated(b"<p>lamp &amp; ", b'{"text": "', b'"}')),
    "records: junk dates": (
        "a.jsonl",
        numbered(f'{{"text": "It went out.", "date": "{_DATES}"}}\n'),
    ),
    "table: rows": ("a.csv", numbered("{n},It went out.\n", "id,text\n")),
    "table: quotation marks": ("a.csv", repeated(b'"', b"id,text\n1,")),
    "table: open quotations": ("a.csv", numbered('{n},"It went out.\n', "id,text\n")),
    "table: one open quotation": ("a.csv", numbered("{n},It went out.\n", 'id,text\n0,"It\n')),
    "table: one wide row": ("a.csv", numbered("a{n},", "", "text\n1")),
    "table: one wide row below": ("a.csv", repeated(b"a,", b"id,text\n")),
    "pdf: lines": (
        "a.pdf",
        pdf(repeated(b"(It went out at dusk.) Tj 0 -14 Td\n", b"BT /F1 9 Tf 50 700 Td\n", b"ET")),
    ),
    "pdf: letters apart": (
        "a.pdf",
        pdf(repeated(b"(a) Tj 3 0 Td ", b"BT /F1 9 Tf 50 700 Td\n", b"ET")),
    ),
    "pdf: drawings": ("a.pdf", pdf(repeated(b"0 0 m 9 9 l S "))),
    "pdf: spaces": ("a.pdf", pdf(repeated(b" "))),
}


def times(shape: Shape, name: str, sizes: list[int], folder: Path) -> Iterator[float]:
    """Seconds of computing to read the file at each size."""
    for size in sizes:
        path = folder / name
        path.write_bytes(shape(size))
        start = time.process_time()
        for _ in read(SourceFile(path, name, size, 0)):
            pass
        yield time.process_time() - start


def exponent(sizes: list[int], seconds: list[float]) -> float | None:
    """The slope over the largest sizes, of which the first takes more than noise."""
    points = [(s, t) for s, t in zip(sizes, seconds, strict=True) if t > _NOISE]
    if len(points) < 2:
        return None
    (first, quick), (last, slow) = points[max(0, len(points) - 3)], points[-1]
    return math.log(slow / quick) / math.log(last / first)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--only", default="", help="shapes whose name holds this")
    parser.add_argument("--most", type=int, default=1024, help="KiB of the largest file")
    parser.add_argument("--json", action="store_true")
    chosen = parser.parse_args()
    sizes = [chosen.most * 1024 // part for part in (8, 4, 2, 1)]
    print(f"{'shape':36}" + "".join(f"{size // 1024:>7}K" for size in sizes) + "  exponent")
    with tempfile.TemporaryDirectory() as folder:
        for warm in ("text: noise", "markdown: noise", "html: prose", "records: one of tags"):
            list(times(SHAPES[warm][1], SHAPES[warm][0], [4096], Path(folder)))
        for name, (file, shape) in (SHAPES | growth_formats.SHAPES).items():
            if chosen.only in name:
                seconds = list(times(shape, file, sizes, Path(folder)))
                slope = exponent(sizes, seconds)
                shown = "".join(f"{one:8.2f}" for one in seconds)
                print(f"{name:36}{shown}{'' if slope is None else f'{slope:10.2f}'}", flush=True)
                if chosen.json:
                    print(json.dumps({"shape": name, "seconds": seconds, "exponent": slope}))


if __name__ == "__main__":
    main()
