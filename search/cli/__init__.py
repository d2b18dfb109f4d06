"""The command line: parse, call one library method, render."""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False  # As little as can be is loaded before Ctrl-C is caught.
if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import NoReturn

_INTERRUPTED = 130
"""The exit code of a program that Ctrl-C has stopped, as shells count."""


def main() -> NoReturn:
    """Run the command in ``sys.argv``; exits 0 found or done, 1 nothing good found, 2 error.

    Whatever goes wrong outside our own code ends in one line on standard error.
    """
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    from index.errors import SearchError
    from search.cli.streams import mend_streams

    if not mend_streams():
        _fail("standard output is closed")
    # NumPy's own thread pool is of no use here, costs start-up time, and fights with the encoder's.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    try:
        import typer

        from search.cli.app import app_for

        arguments = sys.argv[1:] or ["--help"]
        code = app_for(arguments)(arguments, prog_name="search", standalone_mode=False)
        sys.stdout.flush()
    except SearchError as error:
        from search.cli.remedies import message

        _fail(message(error), paths=[error.place])
    except KeyboardInterrupt:
        _fail("stopped", _INTERRUPTED)
    except typer.Abort:
        _fail("stopped", _INTERRUPTED)
    except typer.TyperException as error:
        _fail(_usage(error))
    except BrokenPipeError:
        _leave(0)
    except OSError as error:
        place = str(error.filename or "")
        reason = (error.strerror or str(error)).lower()
        _fail(f"{place}: {reason}" if place else reason, paths=[place])
    except Exception as error:
        from index.errors import lacks_memory

        if not lacks_memory(error):
            raise
        _fail("there is not enough memory")
    sys.exit(code or 0)


def _stop(*_: object) -> NoReturn:
    """End at once on Ctrl-C; a command with something to undo takes Python's own way instead."""
    os.write(2, b"search: stopped\n")
    os._exit(_INTERRUPTED)


def _usage(error: Exception) -> str:
    """What is wrong with a command line, and where to read what is right."""
    from search.cli.command_classes import meant

    context = getattr(error, "ctx", None)
    command = f"{context.command_path} --help" if context else "search --help"
    message = " ".join(getattr(error, "format_message", error.__str__)().split())
    option = getattr(error, "option_name", "")
    if context and (name := meant(option, context)):
        return f"No such option: {option}: {name} may be meant, see `{command}`"
    minus = "put -- before words that begin with a minus, or " if len(option) == len("-x") else ""
    return f"{message.rstrip('.')}: {minus}see `{command}`"


def _fail(message: str, code: int = 2, paths: Sequence[str] = ()) -> NoReturn:
    from search.cli.messages import note

    if sys.stderr is not None:
        note(message, paths)
    _leave(code)


def _leave(code: int) -> NoReturn:
    """Leave without a second try to write what could not be written."""
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
    finally:
        os._exit(code)
