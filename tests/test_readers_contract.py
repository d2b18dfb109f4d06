import subprocess
import sys
from unicodedata import category

import pytest
from formats import check
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.readers import read, reader
from index.readers.formats import SUFFIXES
from index.readers.sources import SourceFile
from index.types import Document, Problem

OPENINGS = st.sampled_from(
    [
        b"",
        b"%PDF-1.4\n1 0 obj\n<<",
        b"<html><body><article><p>",
        b"---\na: ",
        b'{"text": "',
        b"id,text\n",
    ]
)
REST = st.binary(max_size=200) | st.text(max_size=200).map(
    lambda text: text.encode("utf-8", "surrogatepass")
)

SEEN = ("Zs", "Cf", "Co", "Cn")
"""Categories of blanks, joiners and what a font may lack: all but controls and line ends."""


@pytest.mark.parametrize("suffix", sorted(SUFFIXES))
def test_each_suffix_has_a_reader(suffix: str) -> None:
    assert callable(reader(SUFFIXES[suffix]).read)


@pytest.mark.parametrize("suffix", [".txt", ".md", ".html", ".pdf", ".jsonl", ".csv"])
def test_any_content_is_documents_or_problems(
    tmp_path_factory: pytest.TempPathFactory, suffix: str
) -> None:
    path = tmp_path_factory.mktemp("any") / f"a{suffix}"

    @given(OPENINGS, REST)
    @settings(max_examples=60, deadline=None)
    @example(b"<!DOCTYPE html>", b"<![CDATA[ x ]]><p>word</p>")
    @example(b"", b"\xff\xfe\x00")
    def any_content(opening: bytes, rest: bytes) -> None:
        path.write_bytes(opening + rest)
        found = list(read(SourceFile(path, path.name, 0, 0)))
        assert found
        for one in found:
            if isinstance(one, Document):
                check(one)
            else:
                assert isinstance(one, Problem)
                assert one.reason
                assert "\n" not in one.reason

    any_content()


def test_reading_one_format_does_not_import_the_others() -> None:
    program = (
        "import sys; from index.readers import read, sources\n"
        "heavy = {'trafilatura', 'pypdfium2', 'markdown_it', 'babel', 'hijridate', 'py3langid', 'yaml'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, text=True
    )
    assert done.stdout.strip() == "[]"


@given(st.text(), st.text(max_size=900))
@settings(deadline=None)
@example("a\n\x1b[2J\u202e\ud800.txt", "passed over in it: 1 text/plain\n\x01\x9b")
@example("a.txt", "\u2028".join(["text/plain"] * 80))
@example("a.txt", "\x1b" * 900)
def test_a_problem_is_one_line_whatever_a_file_put_into_it(path: str, reason: str) -> None:
    problem = Problem(path, reason, 1)
    (line,) = str(problem).splitlines() or [""]
    assert not {"C", "Z"} & {category(one)[0] for one in line if category(one) not in SEEN}
    assert len(problem.reason) < 600
    assert Problem(problem.path, problem.reason, 1) == problem
    line.encode()
