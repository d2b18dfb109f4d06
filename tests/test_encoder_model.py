"""Where models are found, what identifies them, and what is said when there is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.encoder.cache import cache_folder, find
from index.encoder.model import content_digest, locate, require_genuine, require_trusted, state
from index.errors import EncoderError

ROOT = Path(__file__).parents[1]


def model_folder(folder: Path, weights: bytes = b"weights") -> Path:
    folder.mkdir(parents=True)
    (folder / "config.json").write_text(json.dumps({"model_type": "bert", "hidden_size": 4}))
    (folder / "model.safetensors").write_bytes(weights)
    return folder


def test_the_default_model_comes_from_its_package() -> None:
    folder = locate("all-MiniLM-L6-v2", print)
    assert folder == locate("sentence-transformers/all-MiniLM-L6-v2", print)
    require_genuine(folder, "all-MiniLM-L6-v2")


def test_other_weights_under_the_default_name_are_refused(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    require_genuine(folder, "another")
    with pytest.raises(EncoderError, match="not the published weights"):
        require_genuine(folder, "all-MiniLM-L6-v2")


def test_a_folder_is_itself(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = model_folder(tmp_path / "model")
    monkeypatch.chdir(tmp_path)
    assert locate("model", print) == locate(str(folder), print) == folder


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match="not a sentence-transformers model"):
        locate(str(tmp_path), print)


@pytest.mark.parametrize("name", ["./nowhere", "/nowhere/at/all", "a/b/c"])
def test_a_path_that_is_not_there_is_not_asked_of_the_hub(name: str) -> None:
    with pytest.raises(EncoderError, match="no such folder"):
        locate(name, print)


def test_the_hub_cache_is_read_without_the_network(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    entry = tmp_path / "models--someone--model"
    folder = model_folder(entry / "snapshots" / "abc")
    (entry / "refs").mkdir()
    (entry / "refs" / "main").write_text("abc\n")
    assert locate("someone/model", print) == folder


def test_offline_and_unknown_is_one_line() -> None:
    script = (
        "from index.encoder import open_encoder\n"
        "from index.errors import EncoderError\n"
        "try: open_encoder('someone/no-such-model')\n"
        "except EncoderError as error: print(error)\n"
    )
    # A port on which nothing listens stands for a hub that cannot be reached.
    environment = os.environ | {"HF_ENDPOINT": "http://127.0.0.1:9", "HF_HOME": "/nonexistent"}
    output = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
        env=environment,
        timeout=60,
    )
    assert output.stdout.count("\n") == 1
    assert output.stdout.startswith("someone/no-such-model: ")
    assert "cannot be reached" in output.stdout
    assert "all-MiniLM-L6-v2" in output.stdout
    assert output.stderr == ""


def test_hugging_face_offline_mode_is_heeded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match="HF_HUB_OFFLINE"):
        locate("someone/model", print)


def test_modules_from_elsewhere_are_refused(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    require_trusted(folder, "model")
    modules = [{"type": "sentence_transformers.models.Pooling"}, {"type": "own.Module"}]
    (folder / "modules.json").write_text(json.dumps(modules))
    with pytest.raises(EncoderError, match=r"own\.Module.*trust_remote_code"):
        require_trusted(folder, "model")


def test_the_content_identifies_a_model(tmp_path: Path) -> None:
    first = model_folder(tmp_path / "first")
    second = model_folder(tmp_path / "second")
    digest = content_digest(first)
    assert content_digest(second) == digest

    (second / "README.md").write_text("Read me.")
    values = {"transformers_version": "9", "hidden_size": 4, "model_type": "bert"}
    (second / "config.json").write_text(json.dumps(values))
    assert content_digest(second) == digest

    (second / "config.json").write_text(json.dumps(values | {"hidden_size": 8}))
    assert content_digest(second) != digest
    assert content_digest(model_folder(tmp_path / "third", b"others")) != digest


def test_the_state_follows_the_files(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    before = state(folder)
    assert state(folder) == before
    os.utime(folder / "model.safetensors", ns=(1, 1))
    assert state(folder) != before


def test_the_cache_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEDE_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.delenv("LEDE_CACHE")
    assert cache_folder().name == "lede-search"


@pytest.mark.parametrize("content", ["", "{}", '{"fingerprint": "../.."}', "[1]", "\0"])
def test_a_pointer_that_makes_no_sense_leads_nowhere(tmp_path: Path, content: str) -> None:
    pointer = tmp_path / "models" / "key.json"
    pointer.parent.mkdir()
    pointer.write_text(content)
    assert find(tmp_path, "key") is None
    assert find(tmp_path, "other") is None
