"""Which elements of a page are no article by what they are or are called; and which are notes."""

from __future__ import annotations

import re
from typing import Any

BESIDE = frozenset("nav aside footer header form button select textarea dialog figure menu".split())
_BESIDE_ROLES = frozenset("navigation complementary contentinfo banner search dialog".split())
_BESIDE_NAMES = re.compile(
    r"(?:^|[\s_-])(?:related|promo|shar(?:e|ing)|social|comments?|respond|newsletter|subscri\w*"
    r"|sign-?up|adverts?|ads?|sponsor\w*|sidebar|widget|recommend\w*|popular|trending|breadcrumbs?"
    r"|cookies?|consent|menu|toolbar|toc|tags|byline|bio|paywall|captions?|teasers?"
    r"|more|read-?more|hidden|modal|popup|gallery|footer|nav\w*|pagination|copyright|credits?"
    r"|disclaimer|print-only|sr-only|screen-reader-text|visually-hidden)(?:$|[\s_-])",
    re.IGNORECASE,
)
_TAXONOMY = re.compile(r"(?:^|\s)(?:categor(?:y|ies)|tag|author|topic|section)-\S+", re.IGNORECASE)
"""What WordPress and its like say of an article's subject, which may be "social"."""

_NOTE = re.compile(
    r"(?:^|[\s_-])(?:footnotes?|endnotes?|notes?|admonition|callout|tip|warning|hint|important"
    r"|caution|danger)(?:$|[\s_-])",
    re.IGNORECASE,
)
"""An aside that belongs to the text."""

_FOOTNOTE = re.compile(r"(?:^|[\s_-])(?:foot|end)notes?(?:$|[\s_-])", re.IGNORECASE)

_HIDDEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_LONGEST_NAMES = 400


def is_beside(element: Any, tag: str, names: str) -> bool:
    """Whether an element is no article by its tag, its role, its ``names`` or being hidden."""
    if tag in BESIDE:
        return tag != "aside" or not _NOTE.search(names)
    if tag in ("html", "body", "main", "article"):
        return False
    if names and (
        element.get("role", "") in _BESIDE_ROLES
        or _BESIDE_NAMES.search(_TAXONOMY.sub(" ", names) if "-" in names else names)
    ):
        return True
    attributes = element.attrib
    if "hidden" in attributes or attributes.get("aria-hidden") == "true":
        return True
    style = attributes.get("style")
    return style is not None and _HIDDEN.search(style[:200]) is not None


def is_note(tag: str, names: str) -> bool:
    """Whether it holds footnotes, or what is shown when it is asked for."""
    return tag == "details" or ("note" in names and _FOOTNOTE.search(names) is not None)


def names_of(element: Any) -> str:
    """What the page calls an element: its classes, its id, its role."""
    get = element.get
    names = get("class"), get("id"), get("role")
    return " ".join(filter(None, names))[:_LONGEST_NAMES] if any(names) else ""
