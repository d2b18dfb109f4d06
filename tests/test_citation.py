import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.citation import cite, cited


@pytest.mark.parametrize(
    ("path", "line", "citation"),
    [
        ("a/b.txt", 7, "a/b.txt:7"),
        ("talk.vtt", 1, "talk.vtt:0:00:00"),
        ("talk.SRT.gz", 3724, "talk.SRT.gz:1:02:03"),
        ("vtt.txt", 62, "vtt.txt:62"),
        ("12:30.txt", 4, "12:30.txt:4"),
    ],
)
def test_a_place_is_cited_as_people_write_it(path: str, line: int, citation: str) -> None:
    assert cite(path, line) == citation
    assert cited(citation) == (path, line)


def test_a_time_need_not_have_hours() -> None:
    assert cited("talk.vtt:1:01") == ("talk.vtt", 62)


@given(
    st.text(st.characters(exclude_characters="\n"), min_size=1),
    st.sampled_from(["", ".txt", ".vtt", ".srt.gz"]),
    st.integers(1, 4_000_000),
)
def test_what_is_cited_is_found_again(path: str, suffix: str, line: int) -> None:
    assert cited(cite(path + suffix, line)) == (path + suffix, line)


@pytest.mark.parametrize("name", ["", "a.txt", "a.txt:", ":7", "talk.vtt:x"])
def test_what_is_no_citation_is_none(name: str) -> None:
    assert cited(name) is None
