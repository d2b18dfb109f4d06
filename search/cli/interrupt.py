"""Ctrl-C in a command that has something to undo, or has lent the terminal to another program."""

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


@contextlib.contextmanager
def letting_be() -> Iterator[None]:
    """Leave Ctrl-C to the program that has the terminal: an editor, a pager."""
    before = signal.getsignal(signal.SIGINT)
    if before is not signal.SIG_IGN:  # a program that is started takes no handler over
        signal.signal(signal.SIGINT, lambda *_: None)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
