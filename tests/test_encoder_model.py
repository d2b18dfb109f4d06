"""Where models are found, what identifies them, and what is said when there is none."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.encoder.cache import Cache
from index.encoder.identity import content_digest, require_genuine, state
from index.encoder.locate import locate
from index.encoder.trust import own_code, settle_trust
from index.errors import EncoderError
from index.private_files import cache_folder

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
    (folder / "modules.json").write_text(
        json.dumps([{"path": "", "type": "T"}, {"path": "1_Pooling", "type": "P"}])
    )
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    with pytest.raises(EncoderError, match="nor whole in the hub's cache"):
        locate("someone/model", print)  # the pooling has not been fetched
    (folder / "1_Pooling").mkdir()
    (folder / "1_Pooling" / "config.json").write_text("{}")
    assert locate("someone/model", print) == folder


def test_a_transformer_alone_counts_only_where_the_hub_has_no_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_HUB_CACHE", str(tmp_path))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    entry = tmp_path / "models--someone--model"
    folder = model_folder(entry / "snapshots" / "abc")
    (entry / "refs").mkdir()
    (entry / "refs" / "main").write_text("abc\n")
    with pytest.raises(EncoderError, match="nor whole in the hub's cache"):
        locate("someone/model", print)
    (entry / ".no_exist" / "abc").mkdir(parents=True)
    (entry / ".no_exist" / "abc" / "modules.json").touch()
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


@pytest.mark.parametrize(
    ("file", "settings"),
    [
        ("modules.json", [{"type": "own.Module", "path": ""}]),
        ("0_Router/router_config.json", {"types": {"query": "own.Module"}}),
    ],
)
def test_modules_from_elsewhere_are_refused(tmp_path: Path, file: str, settings: object) -> None:
    folder = model_folder(tmp_path / "model")
    cache = Cache(tmp_path / "cache")
    (folder / "modules.json").write_text(
        json.dumps([{"type": "sentence_transformers.models.Pooling"}])
    )
    assert own_code(folder) == ""
    assert settle_trust(folder, "model", cache, said=True) is False  # there is nothing to trust
    (folder / file).parent.mkdir(exist_ok=True)
    (folder / file).write_text(json.dumps(settings))
    with pytest.raises(EncoderError, match=r"own\.Module.*trust_remote_code"):
        settle_trust(folder, "model", cache, said=False)


def test_trust_is_kept_for_this_very_code(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    cache = Cache(tmp_path / "cache")
    (folder / "modules.json").write_text(json.dumps([{"type": "own.Module", "path": ""}]))
    (folder / "own.py").write_text("class Module: pass")
    assert settle_trust(folder, "model", cache, said=True)
    assert settle_trust(folder, "model", cache, said=False)
    (folder / "own.py").write_text("class Module: print('other')")
    with pytest.raises(EncoderError, match="trust_remote_code"):
        settle_trust(folder, "model", cache, said=False)
    (folder / "own.py").write_text("class Module: pass")
    assert settle_trust(folder, "model", cache, said=False)
    with pytest.raises(EncoderError, match="trust_remote_code"):
        settle_trust(folder, "model", Cache(tmp_path / "of-another-user"), said=False)


def test_code_of_another_repository_is_trusted_only_while_it_is_said(tmp_path: Path) -> None:
    folder = model_folder(tmp_path / "model")
    cache = Cache(tmp_path / "cache")
    settings = {"model_type": "own", "auto_map": {"AutoModel": "someone/code--own.Module"}}
    (folder / "config.json").write_text(json.dumps(settings))
    assert settle_trust(folder, "model", cache, said=True)
    assert settle_trust(folder, "model", cache, said=False) is False


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


@pytest.mark.parametrize(
    "content",
    ["", "{}", '{"fingerprint": "../.."}', "[1]", "\0", "[" * 100_000, '{"fingerprint": 1}'],
)
def test_a_pointer_that_makes_no_sense_leads_nowhere(tmp_path: Path, content: str) -> None:
    pointer = tmp_path / "models" / "key.json"
    pointer.parent.mkdir()
    pointer.write_text(content)
    cache = Cache(tmp_path)
    assert cache.find(cache.fingerprint_of("key") or "") is None
    assert cache.fingerprint_of("other") is None


def test_a_pipe_in_the_place_of_a_pointer_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "models").mkdir()
    os.mkfifo(tmp_path / "models" / "key.json")
    assert Cache(tmp_path).fingerprint_of("key") is None
