"""What many tests share: the seeds' index, the installed command, the default encoder."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest
from random_corpora import Corpus, opened
from small_models import save_bert

from index.encoder import open_encoder
from index.encoder.protocol import Encoder, Tokenizer

PROJECT = Path(__file__).parent.parent
os.environ.pop("SEARCH_INDEX", None)  # No test may touch the index of whoever runs it,
for variable in ("XDG_STATE_HOME", "XDG_DATA_HOME"):  # nor what is remembered of it.
    os.environ[variable] = tempfile.mkdtemp()
# A shell that runs the tests in the background has them ignore Ctrl-C, and so would each command.
signal.signal(signal.SIGINT, signal.default_int_handler)
Command = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="session")
def encoder() -> Encoder:
    return open_encoder()


@pytest.fixture(scope="session")
def tokenizer(encoder: Encoder) -> Tokenizer:
    return encoder.tokenizer


@pytest.fixture(scope="session")
def seeds() -> Path:
    return PROJECT / "seeds"


@pytest.fixture(scope="module", params=[1, 2])
def corpus(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Corpus]:
    """Random articles and their index."""
    with opened(request.param, tmp_path_factory.mktemp("corpus")) as found:
        yield found


@pytest.fixture(scope="session")
def command() -> Command:
    """Runs the installed command: ``command("query", "talks", cwd=folder)``."""
    executable = Path(sys.executable).with_name("search")

    def run(
        *arguments: str | Path, cwd: Path, stdin: str | None = None, **variables: str
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [executable, *map(str, arguments)],
            cwd=cwd,
            input=stdin,
            env=os.environ | {"PYTHONWARNINGS": "error::DeprecationWarning:search"} | variables,
            capture_output=True,
            text=True,
            timeout=300,
            check=False,
        )

    return run


@pytest.fixture(scope="session")
def seeds_index(tmp_path_factory: pytest.TempPathFactory, command: Command, seeds: Path) -> Path:
    """A folder with an index of the seeds, as ``search build`` makes it."""
    folder = tmp_path_factory.mktemp("seeds-index")
    (folder / "seeds").symlink_to(seeds)
    done = command("build", "seeds", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder


@pytest.fixture(scope="module")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """An empty cache of models, for the tests of one file."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("LEDE_CACHE", str(folder))
        yield folder


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Makes small models; see ``small_models.save_bert``."""
    return partial(save_bert, tmp_path_factory)


@pytest.fixture(scope="module")
def plain(build: Callable[..., Path]) -> Path:
    """The folder of a small model without anything special."""
    return build()
