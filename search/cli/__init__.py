"""The command line: parse, call one library method, render."""

from __future__ import annotations

import os
import sys

from index.errors import SearchError


def main() -> None:
    """Run the command in ``sys.argv``; exits 0 found or done, 1 nothing good found, 2 error."""
    # NumPy's own thread pool is of no use here, costs start-up time, and fights with the encoder's.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from search.cli.app import app

    try:
        app()
    except SearchError as error:
        from search.cli.hints import message

        print(f"search: {message(error)}", file=sys.stderr)
        sys.exit(2)
