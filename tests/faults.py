"""A process that builds an index and meets with an accident on the way."""

from __future__ import annotations

import errno
import json
import os
import resource
import signal
import subprocess
import sys
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, Self

ACCIDENTS: Final = ("kill", "no space", "no permission", "file size")
"""``file size`` lets no file grow past a number of bytes; the others happen at an operation."""

_ERRORS: Final = {"no space": errno.ENOSPC, "no permission": errno.EACCES}
_OPERATIONS: Final = frozenset(
    {"open", "os.rename", "os.link", "os.mkdir", "os.remove", "os.rmdir", "os.scandir"}
    | {"os.truncate", "shutil.copyfile", "sqlite3.connect", "os.fsync"}
)


@dataclass(frozen=True, slots=True)
class Ending:
    """How a build ended: its error, a traceback, or a signal; and its operations until then."""

    error: str
    traceback: str
    operations: int
    signal: int = 0


class Builder:
    """Builds in processes of their own that have everything imported."""

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

    def build(
        self, place: Path, sources: Path, accident: str = "", at: int = 0, after: float = 0.0
    ) -> Ending:
        """Build, with an accident at the ``at``-th operation or ``at`` bytes, or after seconds."""
        assert self._process.stdin
        assert self._process.stdout
        order = json.dumps([str(place), str(sources), accident, at, after])
        self._process.stdin.write(f"{order}\n")
        self._process.stdin.flush()
        return Ending(**json.loads(self._process.stdout.readline()))


def _build(place: str, sources: str, accident: str, at: int, answer: int) -> None:
    """Build and tell ``answer`` how it ended; runs in a process of its own."""
    import index

    operations = 0

    def happen(event: str, arguments: tuple[Any, ...]) -> None:
        nonlocal operations
        if event not in _OPERATIONS or not _is_inside(arguments, place):
            return
        operations += 1
        if operations != at or accident == "file size":
            return
        if accident == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        raise OSError(_ERRORS[accident], os.strerror(_ERRORS[accident]), str(arguments[0]))

    synchronise = os.fsync

    def fsync(descriptor: int) -> None:
        happen("os.fsync", (place,))
        synchronise(descriptor)

    error = traceback = ""
    if accident == "file size":
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (at, at))
    elif accident:
        os.fsync = fsync  # type: ignore[assignment]
        sys.addaudithook(happen)
    try:
        # Whatever is written, and not only copied, is to grow into the limit.
        settings = index.Settings(fresh=accident == "file size")
        index.build([sources], place, settings)
    except index.SearchError as raised:
        error = str(raised)
    except BaseException:
        import traceback as printer

        traceback = printer.format_exc()
    accident = ""
    os.write(answer, json.dumps([error, traceback, operations]).encode())


def _is_inside(arguments: tuple[Any, ...], place: str) -> bool:
    return any(isinstance(part, (str, os.PathLike)) and place in str(part) for part in arguments)


def _supervise(order: list[Any]) -> Ending:
    place, sources, accident, at, after = order
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        _build(place, sources, accident, at, writing)
        os._exit(0)
    os.close(writing)
    if after:
        signal.sigtimedwait([signal.SIGCHLD], after)
        os.kill(child, signal.SIGKILL)
    with open(reading, "rb") as pipe:  # noqa: PTH123  # a descriptor
        said = pipe.read()
    _, status = os.waitpid(child, 0)
    ended = os.WTERMSIG(status) if os.WIFSIGNALED(status) else 0
    error, traceback, operations = json.loads(said or b'["", "", 0]')
    return Ending(error, traceback, operations, ended)


def main() -> None:
    import faiss
    import onnxruntime  # noqa: F401

    del faiss
    signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGCHLD])
    for line in sys.stdin:
        ending = _supervise(json.loads(line))
        print(json.dumps(asdict(ending)), flush=True)


if __name__ == "__main__":
    main()
