import bz2
import gzip
import json
import lzma
from pathlib import Path

import pytest
from formats import article, blocks, read_bytes, reasons, texts

from index.readers.json_values import Values
from index.types import Document

ARTICLES = [
    {"id": "a", "title": "One", "text": "The first text."},
    {"title": "Two", "body": "The second text.", "tags": ["x", "y"]},
]


def titles(found: list[object]) -> list[tuple[str, str]]:
    return [(one.id, one.title) for one in found if isinstance(one, Document)]


@pytest.mark.parametrize(
    "value",
    [
        ARTICLES,
        {"articles": ARTICLES, "total": 2},
        {"meta": {"page": 1, "ids": [1, 2]}, "data": {"items": ARTICLES}},
        {"news": ARTICLES[:1], "sport": ARTICLES[1:]},
        [{"type": "article", "attributes": one} for one in ARTICLES],
        [[one] for one in ARTICLES],
    ],
)
@pytest.mark.parametrize("indent", [None, 2])
def test_articles_are_found_wherever_they_stand(
    tmp_path: Path, value: object, indent: int | None
) -> None:
    found = read_bytes(tmp_path, "a.json", json.dumps(value, indent=indent))
    assert titles([*found]) == [("a.json#a", "One"), ("a.json#2", "Two")]
    assert reasons(found) == []


def test_one_object_is_one_article_and_what_is_inside_belongs_to_it(tmp_path: Path) -> None:
    value = {"headline": "One", "articleBody": "Its text.", "comments": [{"text": "Mine."}]}
    found = article(tmp_path, "a.json", json.dumps(value))
    assert (found.title, texts(found)) == ("One", ["Its text."])


def test_articles_under_keys_have_them_for_ids(tmp_path: Path) -> None:
    value = {"n-17": {"title": "One", "text": "The first text."}, "n-18": {"text": "The second."}}
    assert titles([*read_bytes(tmp_path, "a.json", json.dumps(value))]) == [
        ("a.json#n-17", "One"),
        ("a.json#n-18", ""),
    ]


def test_objects_one_after_another_are_read_and_lines_are_those_of_the_file(tmp_path: Path) -> None:
    data = '{"text": "One."}\n\n{"text":\n "Two."}\n{"title": "No text"}\n'
    found = read_bytes(tmp_path, "a.json", data)
    assert [blocks(one)[0][::2] for one in found if isinstance(one, Document)] == [
        (1, "One."),
        (3, "Two."),
    ]
    assert reasons(found) == ["a.json:5: no text in a field named text, body or content"]
    data = '[\n{"text": "One."},\n{\n"text": "Two."\n}\n]'
    found = read_bytes(tmp_path, "b.json", data)
    assert [blocks(one)[0][0] for one in found if isinstance(one, Document)] == [2, 3]


def test_what_breaks_off_keeps_what_stands_before(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.json", '[{"text": "One."},\n{"text": "Two."')
    assert [one.text for one in found if isinstance(one, Document)] == ["One."]
    assert len(reasons(found)) == 1
    assert reasons(found)[0].startswith("a.json:2: invalid JSON: ")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ('{"name": "settings"}', "no article in it"),
        ("[1, 2, 3]", "no article in it"),
        ("[" * 100_000, "nested too deeply"),
        ('[{"text": "x" "y"}]', "invalid JSON"),
        ("   ", "no article in it"),
    ],
)
def test_what_holds_no_article_is_a_problem(tmp_path: Path, data: str, said: str) -> None:
    (reason,) = reasons(read_bytes(tmp_path, "a.json", data))
    assert said in reason


def test_utf16_and_a_mark_are_read(tmp_path: Path) -> None:
    data = json.dumps([{"text": "Größe"}], ensure_ascii=False)
    for encoding in ("utf-16", "utf-8-sig"):
        assert article(tmp_path, "a.json", data.encode(encoding)).text == "Größe"


class Slowly:
    """Gives a text a few characters at a time."""

    def __init__(self, text: str) -> None:
        self._text, self._at = text, 0

    def read(self, size: int = -1) -> str:
        step = self._text[self._at : self._at + min(size, 7)]
        self._at += len(step)
        return step


def test_values_do_not_depend_on_how_much_is_read_at_once() -> None:
    text = '[ {"a": [1, 2.5]} ,\n -12.75, "x\\"y", null,\n{} ]\n{"b": [7], "c": {"d": 81}} 1234'
    values = Values(Slowly(text))  # type: ignore[arg-type]
    assert values.next() == "["
    assert list(values.elements()) == [
        ({"a": [1, 2.5]}, 1),
        (-12.75, 2),
        ('x"y', 2),
        (None, 2),
        ({}, 3),
    ]
    assert values.next() == "{"
    assert [(value, within) for value, _, within in values.members()] == [
        (7, True),
        ({"d": 81}, False),
    ]
    assert (values.value(), values.line, values.next()) == (1234, 4, "")


def test_a_large_object_is_read_in_the_memory_of_its_articles(tmp_path: Path) -> None:
    many = [{"text": f"Text {n}. " + "word " * 1500} for n in range(1_500)]
    found = read_bytes(tmp_path, "a.json", json.dumps({"version": 1, "articles": many}))
    assert len(found) == 1_500
    assert all(isinstance(one, Document) for one in found)


@pytest.mark.parametrize(
    ("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)]
)
def test_a_packed_file_is_read_as_what_it_was(tmp_path: Path, suffix: str, pack: object) -> None:
    assert callable(pack)
    found = read_bytes(tmp_path, f"a.jsonl{suffix}", pack(b'{"text": "One."}\n{"text": "Two."}\n'))
    assert titles([*found]) == [(f"a.jsonl{suffix}#1", ""), (f"a.jsonl{suffix}#2", "")]
    found = read_bytes(tmp_path, f"A{suffix}", pack(b"A text without a suffix inside."))
    assert [one.text for one in found if isinstance(one, Document)] == [
        "A text without a suffix inside."
    ]
    assert reasons(read_bytes(tmp_path, f"b.txt{suffix}", pack(b"A text." * 99)[:-9])) == [
        f"b.txt{suffix}: damaged: it cannot be unpacked"
    ]
    assert reasons(
        read_bytes(tmp_path, f"c.txt{suffix}", b"\0\1\2 no such thing, but long enough")
    ) == [f"c.txt{suffix}: damaged: it cannot be unpacked"]
    (reason,) = reasons(read_bytes(tmp_path, f"d.txt{suffix}", pack(bytes(60_000_000))))
    assert reason == f"d.txt{suffix}: it unpacks to more than 200 times its size"
