"""Damaged and hostile files: indexes, archives and sources."""

from __future__ import annotations

import json
import os
import random
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from format_samples import samples
from harm import Witness, disguise, harm

import index
from benchmarks.robustness.scene import Clock, Scene, Tally
from benchmarks.timing import say

_TRAP: Final = "owned"
"""The file that code of a stranger would make."""


def corruptions(scene: Scene, count: int) -> Iterator[str]:
    """Random harm to an index, with checksums that do not fit and then with some that do."""
    say(f"{count} corruptions, twice")
    found, hidden = Tally(), Tally()
    with Witness() as witness:
        for seed in range(count):
            place, _ = scene.fresh()
            kind, path = harm(place, scene.folder / "other", random.Random(seed))
            with Clock() as clock:
                outcome = witness.look(place)
            named = str(path) in outcome.verify and "`search build --fresh`" in outcome.verify
            found.add(named and not outcome.crash, clock.seconds, kind)
            try:
                disguise(place)
            except index.SearchError:
                continue
            with Clock() as clock:
                outcome = witness.look(place)
            end = "crash or hang" if outcome.crash else outcome.query.split(" ")[0].rstrip(":")
            hidden.ends[end] += 1
            hidden.add(not outcome.crash, clock.seconds, kind)
    yield found.line("index folders harmed, file and command named")
    yield hidden.line("the same under checksums that fit")


def archives(scene: Scene, count: int) -> Iterator[str]:
    """Random harm to an archive: it is refused, or what it becomes is whole."""
    say(f"{count} archives")
    tally, chance = Tally(), random.Random(1)
    content = (scene.folder / "index.lede").read_bytes()
    place = scene.folder / "imported"
    for _ in range(count):
        changed = _mutated(content, chance)
        (scene.folder / "harmed.lede").write_bytes(changed)
        shutil.rmtree(place, ignore_errors=True)
        with Clock() as clock:
            try:
                index.import_(scene.folder / "harmed.lede", place)
            except index.SearchError:
                end = "refused"
            except Exception as error:
                end = f"traceback {type(error).__name__}"
            else:
                end = "imported, damaged" if index.verify(place).damage else "imported, whole"
        tally.ends[end] += 1
        left = list(place.glob("building-*")) if place.exists() else []
        tally.add(end in ("refused", "imported, whole") and not left, clock.seconds, end)
    yield tally.line("archives mutated")


def sources(scene: Scene, count: int) -> Iterator[str]:
    """Hostile sources, each built in a process of its own beside an article that must be found."""
    say(f"{count} hostile sources")
    tally, chance, greatest = Tally(), random.Random(2), 0
    os.environ["LEDE_TRAP"] = str(scene.folder / _TRAP)
    for number in range(count):
        folder = scene.folder / "hostile"
        shutil.rmtree(folder, ignore_errors=True)
        (folder / "src").mkdir(parents=True)
        (folder / "src/good.txt").write_text("Salt\n\nThe price of salt rose again.\n")
        name, content = _hostile(number, chance)
        (folder / "src" / f"bad{name}").write_bytes(content)
        with Clock() as clock:
            end, peak = _built(folder)
        greatest = max(greatest, peak)
        tally.ends[end] += 1
        trapped = (scene.folder / _TRAP).exists()
        tally.add(end == "built" and not trapped, clock.seconds, f"{name}, kind {number % KINDS}")
    yield tally.line(f"hostile sources (at most {greatest / 2**20:.0f} MiB)")


def _built(folder: Path) -> tuple[str, int]:
    """How a build of a folder ended, and the most memory that it took, in bytes."""
    child = os.fork()
    if not child:
        code = 3
        try:
            index.build([folder / "src"], folder / "index")
            code = 0
        except index.SearchError:
            code = 1
        finally:
            os._exit(code)
    _, status, usage = os.wait4(child, 0)
    code = os.waitstatus_to_exitcode(status)
    end = {0: "built", 1: "refused", 3: "traceback"}.get(code, f"signal {-code}")
    return end, usage.ru_maxrss * 1024


def _mutated(content: bytes, chance: random.Random) -> bytes:
    changed = bytearray(content)
    for _ in range(chance.choice([1, 1, 2, 8, 64])):
        kind = chance.randrange(4)
        at = chance.randrange(len(changed))
        if kind == 0:
            changed[at] ^= 1 << chance.randrange(8)
        elif kind == 1:
            changed[at : at + chance.randrange(1, 40)] = chance.randbytes(chance.randrange(40))
        elif kind == 2:
            tail = max(0, len(changed) - 4096)  # where a zip keeps its list of files
            changed[chance.randrange(tail, len(changed))] = chance.randrange(256)
        else:
            del changed[len(changed) - chance.randrange(1, max(2, len(changed) // 4)) :]
        if not changed:
            return b"PK"
    return bytes(changed)


_SIZE: Final = 1 << 17
_WORD: Final = "salt rose "


def _repeat(opening: str, piece: str, closing: str = "") -> bytes:
    return (opening + piece * (_SIZE // len(piece)) + closing).encode()


_HOSTILE: Final[tuple[Callable[[], tuple[str, bytes]], ...]] = (
    lambda: (".html", _repeat("<p>", "<div>", _WORD * 50)),
    lambda: (".html", _repeat("<p ", "a=1 b=2 ", f">{_WORD * 50}</p>")),
    lambda: (".html", _repeat("<table><tr>", "<td>salt", "</table>")),
    lambda: (".html", _repeat("<head><meta charset=punycode></head><p>x-", "a")),
    lambda: (".html", b"<meta charset=undefined><p>" + _WORD.encode() * 50 + b"\xff"),
    lambda: (".html", _repeat("<p>", "&#x41;&amp;")),
    lambda: (".md", _repeat("", "[a](")),
    lambda: (".md", _repeat("", "> ")),
    lambda: (".md", _repeat("---\na: ", "[", "\n---\ntext")),
    lambda: (".md", _repeat("---\na: &a [x]\nb: [", "*a, ", "]\n---\ntext")),
    lambda: (".txt", _repeat("", '"')),
    lambda: (".txt", _repeat("By ", "A. ", "\n")),
    lambda: (".txt", _repeat("", "1 May 2020, ")),
    lambda: (".txt", _repeat("", "a\u0301\u202e")),
    lambda: (".txt", _repeat("", "\x1b[2J\x1b]0;title\x07 ")),
    lambda: (".jsonl", _repeat('{"text": "', "\\u001b[31m", '"}')),
    lambda: (".jsonl", _repeat('{"text": ', "[", "")),
    lambda: (".jsonl", json.dumps({f"k{n}": n for n in range(9_000)} | {"text": _WORD}).encode()),
    lambda: (".json", _repeat('[{"text": "a"}', ',{"text": "a"}', "]")),
    lambda: (".csv", _repeat('title,text\n"', '""', "")),
    lambda: (".csv", _repeat("title,text\n", ",")),
    lambda: (".rss", _repeat("<rss><channel>", "<item>", "")),
    lambda: (".rss", b'<!DOCTYPE r [<!ENTITY a "aa"><!ENTITY b "&a;&a;&a;">]><rss>&b;</rss>'),
    lambda: (".eml", _repeat("From: a\nContent-Type: multipart/mixed; boundary=x\n\n", "--x\n\n")),
    lambda: (".srt", _repeat("", "1\n00:00:01,000 --> 00:00:02,000\na\n\n")),
    lambda: (".rtf", _repeat("{\\rtf1 ", "{")),
    lambda: (".pdf", _repeat("%PDF-1.4\n1 0 obj\n", "<<", "")),
    lambda: (".org", _repeat("", "* a\n** b\n")),
)
KINDS: Final = len(_HOSTILE) + 1


def _hostile(number: int, chance: random.Random) -> tuple[str, bytes]:
    """One of the kinds above in turn, or a whole file of some format with bytes changed."""
    kind = number % KINDS
    if kind < len(_HOSTILE) and number < 2 * KINDS:
        return _HOSTILE[kind]()
    suffix, content = chance.choice(sorted(samples().items()))
    return suffix, _mutated(content, chance)
