"""A process that writes to an index and meets with an accident on the way."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Final, Self

COMMANDS: Final = ("build", "watch", "compact", "rollback", "tune", "import", "export")
"""Every command that writes. ``import`` reads the index's name with ``.lede`` behind it,
``export`` writes it with ``.zip``; ``watch`` meets its accident in the build after the first."""

ACCIDENTS: Final = ("kill", "no space", "no permission", "file size")
"""``file size`` lets no file grow past a number of bytes; the others happen at an operation."""

SOURCE_ACCIDENTS: Final = (
    *("source denied", "source gone", "source no space"),
    *("source I/O", "source files", "source memory"),
)
"""What may happen when a file of the sources is opened."""

READER_ACCIDENTS: Final = ("reader I/O", "reader files", "reader memory", "reader denied")
"""What may happen to a reader in the middle of a file, which it then reads in this process."""

_ERRORS: Final = {
    "no space": errno.ENOSPC,
    "no permission": errno.EACCES,
    "source denied": errno.EACCES,
    "source gone": errno.ENOENT,
    "source no space": errno.ENOSPC,
    "source I/O": errno.EIO,
    "source files": errno.EMFILE,
    "source memory": errno.ENOMEM,
    "reader I/O": errno.EIO,
    "reader files": errno.EMFILE,
    "reader memory": errno.ENOMEM,
    "reader denied": errno.EACCES,
}
IMPORTED: Final = (
    *("faiss", "onnxruntime", "index.builder.pipeline", "index.builder.watcher"),
    *("index.generation.archive", "index.engines.local.writer", "index.keyword.writer"),
    *("index.encoder.exported", "index.encoder.onnx", "index.encoder.tokenizer"),
    *("whoosh.index", "index.keyword.segments", "index.vector.faiss_index", "index.chunk"),
    *("index.store.stories", "index.boilerplate.marking", "index.boilerplate.masthead"),
    *("index.readers.budget", "index.readers.plain", "index.readers.markdown"),
    "index.readers.jsonl",
)
"""What every process would import else, which takes longer than what it is to do."""

_OPERATIONS: Final = frozenset(
    {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.scandir"}
    | {"os.truncate", "os.chmod", "shutil.copyfile", "sqlite3.connect", "os.fsync"}
)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a command ended: its error, a traceback, or a signal; and its operations until then.

    ``problems`` are what a build could not read.
    """

    error: str
    traceback: str
    operations: int
    signal: int = 0
    problems: tuple[str, ...] = ()


class Worker:
    """Runs commands in processes of their own that have everything imported."""

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(__file__).parent.parent),
                "PYTHONWARNINGS": "ignore",
                "OMP_NUM_THREADS": "1",
            },
        )
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def run(
        self,
        command: str,
        place: Path,
        sources: Path,
        accident: str = "",
        at: int = 0,
        after: float = 0.0,
    ) -> Ending:
        """Run a command, with an accident at the ``at``-th operation or ``at`` bytes, or after
        so many seconds."""
        assert self._process.stdin
        assert self._process.stdout
        order = json.dumps([command, str(place), str(sources), accident, at, after])
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline())
        return Ending(**{**said, "problems": tuple(said["problems"])})


class _Accident:
    """What happens to this process, once it is armed."""

    def __init__(self, kind: str, at: int, place: str) -> None:
        self.operations = 0
        self._kind = kind
        self._at = at
        self._place = place
        self._armed = False
        if kind.startswith("source"):
            sys.addaudithook(self._happen)
        elif kind.startswith("reader"):
            self._break_readers()
        elif kind and kind != "file size":
            synchronise = os.fsync

            def fsync(descriptor: int) -> None:
                self._happen("os.fsync", (place,))
                synchronise(descriptor)

            os.fsync = fsync  # type: ignore[assignment]
            sys.addaudithook(self._happen)

    def arm(self) -> None:
        self._armed = bool(self._kind)
        if self._kind == "file size":
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
            resource.setrlimit(resource.RLIMIT_FSIZE, (self._at, self._at))

    def _break_readers(self) -> None:
        """Let every file of the sources fail once a reader has begun to read it."""
        from io import FileIO

        from index import readers
        from index.readers import budget

        number, accident = _ERRORS[self._kind], self

        class Breaking(FileIO):
            def readinto(self, buffer: Any, /) -> int | None:
                if accident._armed and not self.tell():
                    raise OSError(number, os.strerror(number), str(self.name))
                return super().readinto(buffer)

        @cache
        def alone() -> Any:
            raise OSError(errno.EAGAIN, "no second process is to be had")

        vars(readers)["FileIO"] = Breaking
        vars(budget)["_started"] = alone

    def disarm(self) -> None:
        self._armed = False

    def _happen(self, event: str, arguments: tuple[Any, ...]) -> None:
        if not self._armed or event not in _OPERATIONS or not self._is_inside(arguments):
            return
        self.operations += 1
        if self.operations != self._at and self._at:
            return
        if self._kind == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        number = _ERRORS[self._kind]
        raise OSError(number, os.strerror(number), str(arguments[0]))

    def _is_inside(self, arguments: tuple[Any, ...]) -> bool:
        return any(isinstance(p, (str, os.PathLike)) and self._place in str(p) for p in arguments)


def _commands(place: str, sources: str, arm: Callable[[], None]) -> dict[str, Callable[[], Any]]:
    import index
    from index.builder import watcher
    from index.generation.history import set_ranking
    from index.generation.parameters import RankingParameters

    def armed(run: Callable[[], Any]) -> Callable[[], Any]:
        def call() -> Any:
            arm()
            return run()

        return call

    def watch() -> Any:
        watcher.DEBOUNCE = 50  # type: ignore[misc]
        found = index.watch([sources], place)
        next(found)
        (Path(sources) / "watched.txt").write_text("Watched\nThe herring was seen from the pier.\n")
        arm()
        seen = next(found)
        if isinstance(seen, index.SearchError):
            raise seen
        return seen

    ranking = RankingParameters(0.4, 1.1, 0.5, 1.0, 1.0, 0.2)
    return {
        # Whatever is written, and not only copied, is to grow into a limit of size.
        "build": armed(lambda: index.build([sources], place)),
        "fresh": armed(lambda: index.build([sources], place, index.Settings(fresh=True))),
        "watch": watch,
        "compact": armed(lambda: index.compact(place)),
        "rollback": armed(lambda: index.rollback(place)),
        "tune": armed(lambda: set_ranking(ranking, place)),
        "import": armed(lambda: index.import_(f"{place}.lede", place)),
        "export": armed(lambda: index.export(f"{place}.zip", place)),
    }


def _work(order: list[Any], answer: int) -> None:
    """Run a command and tell ``answer`` how it ended; runs in a process of its own."""
    import index

    command, place, sources, kind, at, _ = order
    inside = kind.startswith(("source", "reader"))
    accident = _Accident(kind, at, sources if inside else place)
    error = traceback = ""
    problems: list[str] = []
    try:
        done = _commands(place, sources, accident.arm)[command]()
        problems = [str(problem) for problem in getattr(done, "problems", ())]
    except index.SearchError as raised:
        error = str(raised)
    except BaseException:
        import traceback as printer

        traceback = printer.format_exc()
    accident.disarm()
    said = {
        "error": error,
        "traceback": traceback,
        "operations": accident.operations,
        "problems": problems,
    }
    os.write(answer, json.dumps(said).encode())


def _supervise(order: list[Any]) -> Ending:
    after = order[-1]
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _work(order, writing)
        os._exit(0)
    os.close(writing)
    if after:
        signal.sigtimedwait([signal.SIGCHLD], after)
        os.kill(child, signal.SIGKILL)
    with os.fdopen(reading, "rb") as pipe:
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    found = json.loads(said) if said else {"error": "", "traceback": "", "operations": 0}
    return Ending(**found, signal=ended)


def main() -> None:
    for module in IMPORTED:
        import_module(module)
    language = import_module("index.article.language")
    for load in (language.detect_language, language.guess_language):
        load("The herring came back to the bay, and they were sold in the town. " * 9)
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    for line in sys.stdin:
        ending = _supervise(json.loads(line))
        print(json.dumps(asdict(ending)), flush=True)


if __name__ == "__main__":
    main()
