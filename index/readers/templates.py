"""What is no text in a Markdown file: template code, embeds, comments; pure."""

from __future__ import annotations

import re

_CODE = r"(?P<code>^(?P<fence>`{3,}|~{3,})(?:.|\n)*?(?:^(?P=fence)|\Z)|`[^`\n]+`)"
_UNSEEN = re.compile(
    _CODE + r"|\{%[^{}%]*+%\}"  # Jinja, Liquid, Nunjucks
    r"|\{\{[^{}]*+\}\}\}?"  # and their values; Hugo's shortcodes
    r"|\{#[^{}#]*+#\}"
    r"|!\[\[[^\[\]\n]*+\]\]"  # Obsidian's embeds and comments
    r"|%%[^%]*+%%"
    r"|\[\[(?P<page>[^\[\]|\n]++)(?:\|(?P<label>[^\[\]\n]*+))?\]\]",
    re.MULTILINE,
)

_BOXES = re.compile(
    _CODE + r"|(?P<before>^[ \t>]*)(?:"
    r":{3,}[ \t]*(?:\{[^{}\n]*\}|[\w-]*)[ \t]*\[?(?P<title>[^\n\]]*)\]?[ \t]*$"
    r"|(?:!!!|\?\?\?\+?)[ \t]+[\w -]+?(?:[ \t]+\"(?P<quoted>[^\"\n]*)\")?[ \t]*$"
    r"|\[![\w-]{2,20}\][+-]?[ \t]*"
    r"|\[\^[^\]\s]{1,40}\]:[ \t]*"
    r")"
    r"|\[\^[^\]\s]{1,40}\]|\{:[^{}\n]*\}|[ \t]\^[\w-]{1,40}$",
    re.MULTILINE,
)
"""Boxes, notes and classes of Python-Markdown, Pandoc, Docusaurus, Obsidian and kramdown."""

_MODULES = re.compile(_CODE + r"|^(?:import|export)\s(?:[^\n]|\n(?=[ \t}]))*", re.MULTILINE)


def without_templates(source: str, *, components: bool = False) -> str:
    """Return a Markdown text without template code, embeds and comments, its lines as they are.

    A link to a page of the same notes (``[[page|label]]``) becomes its label, and so does the
    title of a box (``!!! note "Title"``, ``::: tip Title``, ``[!note] Title``). Marks of notes
    and classes go. Code is left alone. With ``components`` (MDX) imports and exports go as well.
    """
    if any(mark in source for mark in ("{%", "{{", "{#", "[[", "%%")):
        source = _UNSEEN.sub(_shown, source)
    if any(mark in source for mark in (":::", "!!!", "???", "[!", "[^", "{:", " ^")):
        source = _BOXES.sub(_title, source)
    return _MODULES.sub(_shown, source) if components else source


def _shown(match: re.Match[str]) -> str:
    if match["code"]:
        return match[0]
    if match.groupdict().get("page"):
        return match["label"] or match["page"]
    return "\n" * match[0].count("\n")


def _title(match: re.Match[str]) -> str:
    if match["code"]:
        return match[0]
    return "".join(filter(None, (match["before"], match["title"], match["quoted"])))
