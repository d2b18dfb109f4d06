"""A query as a value: its tree, and how text becomes one; pure."""

from index.query.parser import parse, plain
from index.query.tree import Query

__all__ = ["Query", "parse", "plain"]
