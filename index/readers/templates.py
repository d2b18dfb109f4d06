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


def without_templates(source: str) -> str:
    """Return a Markdown text without template code, embeds and comments, its lines as they are.

    A link to a page of the same notes (``[[page|label]]``) becomes its label. Code is left alone.
    """
    if not any(mark in source for mark in ("{%", "{{", "{#", "[[", "%%")):
        return source
    return _UNSEEN.sub(_shown, source)


def _shown(match: re.Match[str]) -> str:
    if match["code"]:
        return match[0]
    if match["page"]:
        return match["label"] or match["page"]
    return "\n" * match[0].count("\n")
