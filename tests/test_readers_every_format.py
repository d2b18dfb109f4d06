import time
from pathlib import Path

import pytest
from format_samples import SAID, samples
from formats import check, read_bytes
from hypothesis import given, settings
from hypothesis import strategies as st

from index.readers.formats import SUFFIXES, reader_name
from index.types import Document, Problem

SAMPLES = samples()


def test_every_reader_has_a_sample() -> None:
    shown = {reader_name(f"a{suffix}", data) for suffix, data in SAMPLES.items()}
    assert shown | {"pdf"} == set(SUFFIXES.values())  # PDF files have tests of their own


@pytest.mark.parametrize("suffix", SAMPLES)
def test_what_is_said_in_a_file_is_read(tmp_path: Path, suffix: str) -> None:
    name = f"a{suffix}"
    (found,) = read_bytes(tmp_path, name, SAMPLES[suffix])
    assert isinstance(found, Document), found
    check(found)
    assert SAID in found.text
    assert found.id.startswith(name)
    assert found.path.startswith(name)
    assert found.language == "en"


@pytest.mark.parametrize("suffix", SAMPLES)
def test_a_file_that_was_damaged_is_documents_or_problems(
    tmp_path_factory: pytest.TempPathFactory, suffix: str
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    sample = SAMPLES[suffix]
    place = st.integers(0, len(sample))
    change = st.one_of(
        st.tuples(place, st.just(b""), st.integers(0, len(sample))),
        st.tuples(place, st.binary(min_size=1, max_size=9), st.integers(0, 9)),
        st.tuples(
            place, st.sampled_from([b"\0", b"<", b'"', b"\n\n", b"&x;", b"\xff\xfe"]), st.just(0)
        ),
    )

    @given(st.lists(change, min_size=1, max_size=3))
    @settings(max_examples=25, deadline=None)
    def damaged(changes: list[tuple[int, bytes, int]]) -> None:
        data = sample
        for at, put, gone in changes:
            data = data[:at] + put + data[at + gone :]
        found = read_bytes(folder, f"a{suffix}", data)
        assert found
        for one in found:
            if isinstance(one, Document):
                check(one)
            else:
                assert isinstance(one, Problem)
                assert one.reason
                assert "\n" not in str(one)

    damaged()


def test_a_long_article_takes_a_short_time_in_every_format(tmp_path: Path) -> None:
    """Seconds for 240 KB, where what grows with the square of the length would take minutes."""
    for suffix, data in samples(" ".join([SAID] * 3_000)).items():
        begun = time.process_time()
        (found,) = read_bytes(tmp_path, f"a{suffix}", data)
        assert isinstance(found, Document), found
        assert found.text.count(SAID) == 3_000
        assert time.process_time() - begun < 10, suffix


@pytest.mark.parametrize("suffix", [".docx", ".rtf", ".html", ".json"])
@pytest.mark.parametrize("wrong", [".txt", ".doc", ""])
def test_a_file_of_the_wrong_suffix_is_read_as_what_it_is(
    tmp_path: Path, suffix: str, wrong: str
) -> None:
    data = SAMPLES[suffix] if suffix != ".html" else b"<!DOCTYPE html>\n" + SAMPLES[suffix]
    (found,) = read_bytes(tmp_path, f"a{wrong}", data)
    assert isinstance(found, Document), found
    assert SAID in found.text
    assert "<" not in found.text
    assert "{" not in found.text


@pytest.mark.parametrize(
    ("name", "data", "reader"),
    [
        ("a.docx", b"%PDF-1.4", "pdf"),
        ("a.pdf", b"<!doctype html><title>404", "html"),
        ("a.txt", SAMPLES[".gz"], "compressed"),
        ("a.html.gz", b"<html><body>", "html"),
        ("a.txt", b'{"title": "a", "n": 1}', "json"),
        ("a.txt", b'{"a": 1} is how it begins', "plain"),
        ("a.txt", b"<p>A line of HTML", "plain"),
        ("a.md", b"<!-- a remark -->\n# A title", "markdown"),
        ("a.zip", SAMPLES[".docx"], "zip"),
        ("a.xml", b"<html><body>", "feed"),
        ("a", SAMPLES[".zip"], "zip"),
    ],
)
def test_first_bytes_overrule_a_suffix_where_they_leave_no_doubt(
    name: str, data: bytes, reader: str
) -> None:
    assert reader_name(name, data[:4096]) == reader
