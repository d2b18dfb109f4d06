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
