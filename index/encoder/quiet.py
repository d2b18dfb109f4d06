"""What libraries print while a model is loaded and exported, kept from the user's terminal."""

from __future__ import annotations

import contextlib
import logging
import os
import sys
import warnings
from collections.abc import Iterator
from typing import Any


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """Drop warnings, logs, progress bars, and all that is written to the two standard outputs."""
    with warnings.catch_warnings(), _silent_streams():
        warnings.simplefilter("ignore")
        before = logging.root.manager.disable
        logging.disable(logging.WARNING)
        from transformers.utils import logging as module

        progress: Any = module
        bars = progress.is_progress_bar_enabled()
        progress.disable_progress_bar()
        try:
            yield
        finally:
            logging.disable(before)
            if bars:
                progress.enable_progress_bar()


@contextlib.contextmanager
def _silent_streams() -> Iterator[None]:
    """Point both standard outputs at nothing, below Python too: torch prints from C++."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            stream.flush()
    with contextlib.ExitStack() as stack:
        nothing = stack.enter_context(open(os.devnull, "w"))  # noqa: PTH123
        for number in (1, 2):
            try:
                kept = os.dup(number)
            except OSError:  # closed
                continue
            stack.callback(os.close, kept)
            os.dup2(nothing.fileno(), number)
            stack.callback(os.dup2, kept, number)
        stack.enter_context(contextlib.redirect_stdout(nothing))
        stack.enter_context(contextlib.redirect_stderr(nothing))
        yield
