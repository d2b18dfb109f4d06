"""Where something stands, as people write it; pure."""

from __future__ import annotations

import re
from typing import Final

_TIMED: Final = re.compile(r".+\.(?:vtt|srt)(?:\.(?:gz|bz2|xz))?", re.IGNORECASE)
_TIME: Final = re.compile(r"(.+?):(?:(\d{1,4}):)?(\d{1,2}):(\d{2})")
_LINE: Final = re.compile(r"(.+):(\d{1,15})")


def cite(path: str, line: int) -> str:
    """``path:line``; of a transcript, whose lines are seconds, ``path:h:mm:ss``.

    For other formats without lines the number is that of the page, the chapter or the paragraph.
    """
    if not _TIMED.fullmatch(path):
        return f"{path}:{line}"
    minutes, second = divmod(max(line - 1, 0), 60)
    return f"{path}:{minutes // 60}:{minutes % 60:02}:{second:02}"


def cited(citation: str) -> tuple[str, int] | None:
    """The path and the line that :func:`cite` was given; None for what is no citation."""
    time = _TIME.fullmatch(citation)
    if time and _TIMED.fullmatch(time[1]):
        hours, minutes, seconds = (int(part or 0) for part in time.groups()[1:])
        return time[1], hours * 3600 + minutes * 60 + seconds + 1
    found = _LINE.fullmatch(citation)
    return (found[1], int(found[2])) if found else None
