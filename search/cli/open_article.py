"""``search open``: a result in the user's own editor or viewer."""

from __future__ import annotations

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

from index.engines import open_engine
from index.errors import SearchError
from index.location import find_index, folder_of_paths
from index.readers.formats import SUFFIXES, suffix_of
from search.cli.article_names import named
from search.cli.interrupt import letting_be
from search.cli.terminal import emit, shown_path

_VIEWED: Final = frozenset({".pdf", ".html", ".htm", ".xhtml", ".docx", ".odt", ".rtf", ".epub"})
"""What a viewer shows better than an editor."""

_MARKUP: Final = frozenset({".html", ".htm", ".xhtml"})
"""What an editor shows too, where there is no viewer."""

_AT_LINE: Final = {
    **dict.fromkeys(("vi", "vim", "nvim", "gvim", "nano", "emacs", "emacsclient", "kak", "micro",
                     "pico", "joe", "mg", "gedit", "kate", "less", "more", "view", "mvim",
                     "emacs-nox", "pluma", "xed", "jed", "vis"), "+{line} {file}"),
    **dict.fromkeys(("code", "codium", "cursor", "code-insiders"), "--goto {file}:{line}"),
    **dict.fromkeys(("subl", "hx", "helix", "zed", "zeditor", "mate"), "{file}:{line}"),
}  # fmt: skip
"""How an editor is told the line."""


def run(name: str, location: Path | None) -> None:
    """Open the file of what ``name`` means, at the line where an editor does it."""
    with open_engine(find_index(location)) as engine:
        found = named(engine, name)
        document = engine.catalogue.documents([found.document])[found.document]
        passages = engine.catalogue.passages_of(found.document)
        folder = folder_of_paths(engine.location)
    chosen = next((p for p in passages if p.id == found.passage), None)
    line = chosen.line if chosen else 1
    path = (folder / document.path).absolute()
    if not path.is_file():
        raise SearchError(f"{shown_path(document.path, folder)} is not there any more")
    command = command_for(path, line)
    emit([f"{shown_path(document.path, folder)}:{line}"])
    try:
        with letting_be():
            done = subprocess.run(command, check=False)
    except OSError as error:
        raise SearchError(f"Cannot run {command[0]}: {error.strerror or error}") from error
    if done.returncode:
        raise SearchError(f"{command[0]} has ended with {done.returncode}")


def _editor() -> list[str]:
    """The words of the command that the user has named; none where none is."""
    for name in ("VISUAL", "EDITOR"):
        try:
            if words := shlex.split(os.environ.get(name, "")):
                return words
        except ValueError as error:
            raise SearchError(f"Cannot read ${name}: {str(error).lower()}") from None
    return []


def command_for(path: Path, line: int) -> list[str]:
    """The command that opens a file: the editor at a line, or the system's viewer.

    :raises SearchError: where there is neither, or the editor's name cannot be read.
    """
    editor = _editor()
    suffix = path.suffix.lower()
    viewer = {"darwin": ["open"], "win32": ["cmd", "/c", "start", ""]}.get(
        sys.platform, ["xdg-open"]
    )
    # An index may be a stranger's and name any file: what holds no text a viewer might run.
    viewed = shutil.which(viewer[0]) is not None and suffix_of(path.name) in SUFFIXES
    if editor and (suffix not in _VIEWED or (suffix in _MARKUP and not viewed)):
        form = _AT_LINE.get(Path(editor[0]).stem, "{file}")
        return [*editor, *(part.format(file=path, line=line) for part in form.split())]
    if viewed:
        return [*viewer, str(path)]
    if editor:
        raise SearchError(f"There is no program to show {suffix} with: {viewer[0]} was looked for")
    raise SearchError("There is no program to open it with: name an editor in $EDITOR")
