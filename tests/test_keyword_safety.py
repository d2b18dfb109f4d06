"""An index from a stranger runs no code and takes no memory, wherever in it a pickle stands."""

from __future__ import annotations

import os
import pickle
import struct
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamagedError
from index.keyword.bm25 import BM25
from index.keyword.keyword_index import KeywordIndex
from index.keyword.writer import KeywordWriter
from index.query import parse


class Hostile:
    """Pickled, it makes a folder when it is loaded."""

    def __reduce__(self) -> tuple[Callable[[str], None], tuple[str]]:
        return os.mkdir, ("owned",)


PAYLOAD = pickle.dumps(Hostile(), 2)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    keyword = tmp_path / "keyword"
    with KeywordWriter(keyword, fresh=True) as writer:
        for row in range(40):
            writer.add(row, title="oil", heading="", body=f"talks on arms {row}", language="en")
    return keyword


def overwrite(file: Path, position: int, data: bytes) -> None:
    content = bytearray(file.read_bytes())
    assert 0 <= position <= len(content) - len(data)
    content[position : position + len(data)] = data
    file.unlink()
    file.write_bytes(content)


def the(folder: Path, suffix: str) -> Path:
    (file,) = (p for p in folder.iterdir() if p.name.endswith(suffix))
    return file


def use(folder: Path) -> None:
    index = KeywordIndex(folder)
    index.answer(parse("talks arms oil"), ["en"], BM25())
    index.answer(parse('"talks on" arm* olk~'), ["en"], BM25())
    with KeywordWriter(folder, fresh=False) as writer:
        writer.add(99, title="", heading="", body="arms", language="en")
        writer.delete(np.array([0]))


def test_the_payload_does_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    pickle.loads(PAYLOAD)
    assert Path("owned").is_dir()


HUGE = b"\x80\x02Nr" + struct.pack("<I", 150_000_000) + b"."
"""A pickle of ten bytes that asks for gigabytes."""


@pytest.mark.parametrize("payload", [PAYLOAD, HUGE], ids=["code", "memory"])
def test_a_pickle_for_the_table_of_contents(folder: Path, payload: bytes) -> None:
    toc = the(folder, ".toc")
    toc.unlink()
    toc.write_bytes(payload)
    tracemalloc.start()
    for reader in (KeywordIndex, lambda f: KeywordWriter(f, fresh=False)):
        with pytest.raises(IndexDamagedError):
            reader(folder)
    assert tracemalloc.get_traced_memory()[1] < 1 << 24
    tracemalloc.stop()
    assert not Path("owned").exists()


@pytest.mark.parametrize("payload", [PAYLOAD, HUGE], ids=["code", "memory"])
def test_a_pickle_for_what_the_index_of_terms_says_of_itself(folder: Path, payload: bytes) -> None:
    terms = the(folder, ".trm")
    start = terms.read_bytes().rindex(b'{"fieldmap"')
    overwrite(terms, start - 4, len(payload).to_bytes(4, "big") + payload)
    with pytest.raises(IndexDamagedError):
        use(folder)
    overwrite(terms, start - 4, b"\xff\xff\xff\xff")
    with pytest.raises(IndexDamagedError):
        use(folder)
    assert not Path("owned").exists()


def test_a_posting_list_inside_the_index_of_terms(folder: Path) -> None:
    terms = the(folder, ".trm")
    content = terms.read_bytes()
    key = content.index(b"\x00\x00arm")
    info = key + len(b"\x00\x00arm")
    statistics = struct.calcsize("!BfIBBfII")
    overwrite(terms, key - 4, (statistics + len(PAYLOAD)).to_bytes(4, "big"))
    overwrite(terms, info, b"\x01")
    overwrite(terms, info + statistics, PAYLOAD)
    with pytest.raises(IndexDamagedError, match="pickle"):
        use(folder)
    assert not Path("owned").exists()


def test_a_posting_block(folder: Path) -> None:
    postings = the(folder, ".pst")
    size = postings.stat().st_size
    overwrite(postings, 0, (PAYLOAD * (size // len(PAYLOAD) + 1))[:size])
    with pytest.raises(IndexDamagedError, match=r"not what was written|damaged"):
        use(folder)
    assert not Path("owned").exists()


@pytest.mark.parametrize("name", ["../../evil", "", "a b"])
def test_a_segment_with_a_made_up_name(folder: Path, name: str) -> None:
    toc = the(folder, ".toc")
    segment = the(folder, ".trm").stem.removeprefix("MAIN_")
    overwrite(toc, toc.read_bytes().index(segment.encode()), name.ljust(len(segment)).encode())
    with pytest.raises(IndexDamagedError, match="not what was written"):
        KeywordIndex(folder)


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", ".row.col", ".body_length.col"])
@pytest.mark.parametrize("share", [0.0, 0.3, 0.6, 0.9])
def test_a_file_cut_short_is_damage_or_does_no_harm(
    folder: Path, suffix: str, share: float
) -> None:
    file = the(folder, suffix)
    content = file.read_bytes()
    file.unlink()
    file.write_bytes(content[: int(share * len(content))])
    try:
        use(folder)
    except IndexDamagedError as error:
        assert str(folder) in str(error) or "damaged" in str(error)  # noqa: PT017


def test_whoosh_is_imported_late_and_without_a_warning(tmp_path: Path) -> None:
    program = """
import sys, pathlib
from index.query import parse
import index.keyword.keyword_index as keyword, index.keyword.writer as writing
assert not [name for name in sys.modules if name.split(".")[0] == "whoosh"]
folder = pathlib.Path(sys.argv[1])
with writing.KeywordWriter(folder, fresh=True) as writer:
    writer.add(0, title="", heading="", body="talks on arms", language="en")
with keyword.KeywordIndex(folder) as opened:
    for text in ("talk", '"on arms" tal* tolks~'):
        assert len(opened.answer(parse(text), ["en"], keyword.BM25()).best(9))
"""
    whole = subprocess.run(
        [sys.executable, "-W", "error", "-c", program, str(tmp_path / "keyword")],
        env=os.environ
        | {"PYTHONPATH": str(Path.cwd()), "PYTHONPYCACHEPREFIX": str(tmp_path / "cache")},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (whole.returncode, whole.stderr) == (0, "")
