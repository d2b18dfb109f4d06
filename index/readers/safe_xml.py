"""XML from strangers: no entity is expanded, nothing is fetched, and the tree is bounded."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from index.readers.loading import UnreadableError

_MOST_ELEMENTS: Final = 500_000
"""Half a kilobyte of memory each; a feed has thousands, a long book a hundred thousand."""

_ENTITY_DECLARED = re.compile(rb"<!ENTITY\b|<\x00!\x00E\x00N\x00T\x00|\x00<\x00!\x00E\x00N\x00T")
_NAMED = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,30});")
_OWN = frozenset((b"amp", b"lt", b"gt", b"quot", b"apos"))


def parse_xml(data: bytes) -> Any:
    """Return the root element; what is not well-formed is read as far as can be.

    Entities that HTML has and XML has not become their characters, as in many a feed.

    :raises UnreadableError: where it is no XML, declares entities, or has too many elements.
    """
    from lxml import etree  # type: ignore[import-untyped]

    check_xml(data)
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        recover=True,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(_NAMED.sub(_character, data).lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise UnreadableError("not XML, or broken") from error
    if root is None:
        raise UnreadableError("not XML, or broken")
    return root


def check_xml(data: bytes) -> None:
    """Raise ``UnreadableError`` for XML that was made to do harm."""
    if _ENTITY_DECLARED.search(data):
        raise UnreadableError("XML that declares entities of its own is not read")
    if data.count(b"<") > 2 * _MOST_ELEMENTS:
        raise UnreadableError(f"more than {_MOST_ELEMENTS:,} elements; split it into articles")


def local(element: Any) -> str:
    """The name of an element without its namespace, lower case."""
    tag = element.tag
    return tag.rsplit("}", 1)[-1].lower() if isinstance(tag, str) else ""


def text_of(element: Any) -> str:
    """All text in an element on one line."""
    return " ".join("".join(element.itertext()).split()) if element is not None else ""


def _character(match: re.Match[bytes]) -> bytes:
    name = match[1]
    if name in _OWN:
        return match[0]
    character = html.unescape(f"&{name.decode()};")
    known = len(character) <= 2
    return "".join(f"&#{ord(one)};" for one in character).encode() if known else match[0]
