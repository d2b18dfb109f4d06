"""Ctrl-C in a command that has something to undo."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator


@contextlib.contextmanager
def undoing() -> Iterator[None]:
    """Have Ctrl-C raise ``KeyboardInterrupt`` in here, so that what was begun is undone.

    Where it comes while a library loads or computes, that may make an error of its own of it.
    """
    came = False

    def handle(*_: object) -> None:
        nonlocal came
        came = True
        raise KeyboardInterrupt

    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:
        signal.signal(signal.SIGINT, handle)
    try:
        yield
    except Exception as error:
        if came:
            raise KeyboardInterrupt from error
        raise
    finally:
        signal.signal(signal.SIGINT, before)
