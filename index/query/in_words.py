"""A query that finds nothing as it is written, made one of its words; pure."""

from __future__ import annotations

from index.query.parser import plain
from index.query.tree import All, Either, Filter, Must, Node, Not, Query, Some


def in_words(query: Query) -> Query | None:
    """The words that a query wants, each as one of several, without what it excludes.

    None where there are none, or where a filter or an exclusion holds for a part of them alone.
    """
    joined = query.root.parts if isinstance(query.root, Some | All) else (query.root,)
    excluded = [part for part in joined if isinstance(part, Not)]
    others = [part for part in joined if part is not None and not isinstance(part, Not)]
    words = plain(query.words)
    if words.root is None or any(map(_limits, others)):
        return None
    return Query(words.text, Some((words.root, *excluded))) if excluded else words


def _limits(node: Node) -> bool:
    """Whether there is a filter or an exclusion in a tree."""
    match node:
        case Not() | Filter():
            return True
        case Must(part):
            return _limits(part)
        case All(parts) | Either(parts) | Some(parts):
            return any(map(_limits, parts))
    return False
