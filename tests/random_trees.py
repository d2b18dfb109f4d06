"""Random queries as trees: what each means, and ways to write it that mean the same."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass

from random_corpora import SECTIONS, SOURCES, TAGS, WORDS, Article

Holds = Callable[[Article, set[str]], bool]
"""Whether a passage, the words of which are given, is one that a query finds."""


@dataclass(frozen=True)
class Tree:
    """``write`` gives one of the texts that mean the tree, as part of a larger one."""

    holds: Holds
    write: Callable[[random.Random], str]


def query(chance: random.Random) -> Tree:
    """A query that names a word to look for."""
    return _joined("AND", _word(chance), _tree(chance, 3))


def _tree(chance: random.Random, depth: int) -> Tree:
    kind = chance.choice(["leaf", "and", "or", "without"]) if depth else "leaf"
    if kind == "leaf":
        return chance.choice([_word, _word, _word, _title, _filter])(chance)
    one, other = _tree(chance, depth - 1), _tree(chance, depth - 1)
    if kind == "without":
        return _joined("AND", one, _without(other))
    return _joined("AND" if kind == "and" else "OR", one, other)


def _word(chance: random.Random) -> Tree:
    word = chance.choice(WORDS)
    return Tree(lambda _, words: word in words, lambda _: word)


def _title(chance: random.Random) -> Tree:
    word = chance.choice(WORDS)
    forms = (f"title:{word}", f"title：{word}", f"title:({word})", f'title:"{word}"')
    return Tree(lambda one, _: one.title == word, lambda chance: chance.choice(forms))


def _filter(chance: random.Random) -> Tree:
    one, other = chance.sample(SECTIONS, 2)
    source = chance.choice(SOURCES[:3])
    tag, another = chance.sample(TAGS, 2)
    kinds: list[tuple[Callable[[Article], bool], tuple[str, ...]]] = [
        (
            lambda each: each.fields.get("section") in (one, other),
            (
                f"section:({one} OR {other})",
                f"section:({other} {one})",
                f'(section:"{one}" OR section:{other})',
            ),
        ),
        (
            lambda each: each.fields.get("section") != one,
            (f"section!={one}", f'section!="{one}"', f"section!=({one})", f"section:(NOT {one})",
             f"section:-{one}", f"section:!={one}", f"(NOT section:{one})"),
        ),
        (
            lambda each: each.fields.get("section") not in (one, other),
            (f"section!=({one} OR {other})", f"section:(-{one} -{other})",
             f"(section!={one} AND section!={other})"),
        ),
        (
            lambda each: each.source == source,
            (f'source:"{source}"', f"source:«{source}»", f'source：("{source}")'),
        ),
        (
            lambda each: {tag, another} <= {*each.fields.get("tags", [])},
            (f"tags:({tag} AND {another})", f"tags:(+{another} +{tag})",
             f"(tags:{tag} AND tags:{another})"),
        ),
        (
            lambda each: tag in each.fields.get("tags", [])
            and another not in each.fields.get("tags", []),
            (f"tags:({tag} -{another})", f"tags:({tag} AND NOT {another})",
             f"(tags:{tag} AND NOT tags:{another})"),
        ),
        (
            lambda each: each.fields.get("length", 0) > 500,
            ("length>500", 'length>"500"', "length:(>500)", "length:>500"),
        ),
    ]  # fmt: skip
    holds, forms = chance.choice(kinds)
    return Tree(lambda each, _: holds(each), lambda chance: chance.choice(forms))


def _without(part: Tree) -> Tree:
    def write(chance: random.Random) -> str:
        text = part.write(chance)
        return chance.choice(
            [f"NOT ({text})", f"-({text})", f"NOT({text})", f"(NOT ({text}))", f"(-({text}))"]
        )

    return Tree(
        lambda one, _: not any(part.holds(one, words) for words in one.passages),
        write,
    )


def _joined(operator: str, one: Tree, other: Tree) -> Tree:
    def write(chance: random.Random) -> str:
        parts = [one.write(chance), other.write(chance)]
        chance.shuffle(parts)
        a, b = (f"({part})" if _is_composed(part) else part for part in parts)
        if operator == "AND" and chance.random() < 0.3:
            return f"(+{_grouped(a)} +{_grouped(b)})"
        between = f" {operator} " if chance.random() < 0.7 else f"  {operator}\u00a0"
        text = f"({a}{between}{b})"
        return chance.choice([text, text, f"({text})", f"（{text}）", f"( {text} )"])

    def holds(article: Article, words: set[str]) -> bool:
        each = (part.holds(article, words) for part in (one, other))
        return all(each) if operator == "AND" else any(each)

    return Tree(holds, write)


def _is_composed(text: str) -> bool:
    return " " in text and not text.startswith("(")


def _grouped(text: str) -> str:
    return f"({text})" if text.startswith("-") else text
