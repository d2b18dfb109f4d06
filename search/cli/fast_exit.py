"""What keeps a short command short."""

from __future__ import annotations

import gc
import os
import sys
from typing import NoReturn


def begin() -> None:
    """Collect no garbage: looking for it costs 20 ms, and so short a command makes none."""
    gc.disable()


def leave(code: int) -> NoReturn:
    """Exit at once, all output written: taking the interpreter apart costs 50 to 80 ms.

    Only for a command that has closed what it opened and has left nothing to others to finish.
    """
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)
