import gzip
import io
import tarfile
import zipfile
import zlib
from pathlib import Path

import pytest
from formats import read_bytes, reasons, texts

from index.readers import unpacking_limits
from index.types import Document

FILES = {
    "b/two.txt": b"The second text.",
    "a/one.jsonl.gz": gzip.compress(b'{"text": "The first text."}\n'),
    "a/photo.jpg": b"\xff\xd8\xff",
    "a/.hidden.txt": b"hidden",
    "__MACOSX/a/one.txt": b"\0\0",
    "empty.txt": b"",
    "note.eml": b"Subject: A note\nFrom: zoe@example.org\n\nThe third text.\n",
    "../climbs.txt": b"out",
    "/absolute.txt": b"out",
    "c:\\drive.txt": b"out",
}


def zipped(files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def tarred(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with tarfile.open(fileobj=stream, mode="w") as archive:
        for name, data in files.items():
            entry = tarfile.TarInfo(name)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))
        link = tarfile.TarInfo("link.txt")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        archive.addfile(link)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.zip", zipped(FILES)),
        ("a.zip", zipped(FILES, zipfile.ZIP_STORED)),
        ("a.tar", tarred(FILES)),
        ("a.tar.gz", gzip.compress(tarred(FILES))),
        ("a.tgz", gzip.compress(tarred(FILES))),
    ],
)
def test_an_archive_is_read_as_the_folder_it_was(tmp_path: Path, name: str, data: bytes) -> None:
    found = read_bytes(tmp_path, name, data)
    documents = {one.id: one for one in found if isinstance(one, Document)}
    assert {id_: texts(one) for id_, one in documents.items()} == {
        f"{name}/a/one.jsonl.gz#1": ["The first text."],
        f"{name}/b/two.txt": ["The second text."],
        f"{name}/note.eml": ["The third text."],
    }
    assert documents[f"{name}/b/two.txt"].path == f"{name}/b/two.txt"
    assert documents[f"{name}/note.eml"].title == "A note"
    assert sorted(one.split(": ")[-1] for one in reasons(found)) == [
        ".jpg files are not read",
        "the file is empty",
        "the name '../climbs.txt' leads out of it; not read",
        "the name '/absolute.txt' leads out of it; not read",
        "the name 'c:\\\\drive.txt' leads out of it; not read",
    ]
    assert sorted(path.name for path in tmp_path.iterdir()) == [name]


def test_an_archive_in_an_archive_is_read_but_not_without_end(tmp_path: Path) -> None:
    data = zipped({"deep.txt": b"The deepest text."})
    for level in range(6):
        found = read_bytes(tmp_path, "a.zip", data)
        inside = "/a.zip" * level
        if level <= unpacking_limits.MOST_NESTING:
            assert [one.id for one in found if isinstance(one, Document)] == [
                f"a.zip{inside}/deep.txt"
            ]
        else:
            (reason,) = reasons(found)
            assert "packed in more than 3 others; unpack it" in reason
        data = zipped({"a.zip": data})


def test_what_unpacks_to_very_much_is_refused(tmp_path: Path) -> None:
    bomb = zipped({"a.jsonl": b" " * 50_000_000, "b.txt": b"The second text."})
    found = read_bytes(tmp_path, "a.zip", bomb)
    assert reasons(found)[-1] == "a.zip/a.jsonl: it unpacks to more than 200 times its size"
    assert [one.id for one in found if isinstance(one, Document)] == ["a.zip/b.txt"]


def test_what_comes_out_of_one_file_is_bounded_in_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = zipped({f"{n}.txt": b"A text of some words. " * 20 for n in range(9)})
    monkeypatch.setattr(unpacking_limits, "MOST_BYTES", 2_000)
    monkeypatch.setattr(unpacking_limits.Allowance, "__init__", allowed(entries=100, bytes_=2_000))
    found = read_bytes(tmp_path, "a.zip", data)
    assert len([one for one in found if isinstance(one, Document)]) == 4
    assert len(reasons(found)) == 1
    monkeypatch.setattr(unpacking_limits.Allowance, "__init__", allowed(entries=3, bytes_=10**6))
    found = read_bytes(tmp_path, "a.zip", data)
    assert len([one for one in found if isinstance(one, Document)]) == 3
    assert "files in it; unpack it" in reasons(found)[0]


def allowed(entries: int, bytes_: int) -> object:
    def init(self: unpacking_limits.Allowance) -> None:
        self.entries, self.bytes = entries, bytes_

    return init


def test_a_directory_of_very_many_entries_is_not_even_read(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"A text."})
    at = data.rindex(b"PK\5\6")
    many = data[:at] + b"PK\6\6" + bytes(28) + (10**9).to_bytes(8, "little") + bytes(16) + data[at:]
    assert "files in it; unpack it" in reasons(read_bytes(tmp_path, "a.zip", many))[0]


def test_what_is_damaged_or_encrypted_is_a_problem_of_its_own(tmp_path: Path) -> None:
    data = bytearray(zipped({"a.txt": b"The first text." * 40, "b.txt": b"The second text."}))
    data[45] ^= 0xFF
    found = read_bytes(tmp_path, "a.zip", bytes(data))
    assert reasons(found) == ["a.zip/a.txt: damaged: it cannot be unpacked"]
    assert [one.id for one in found if isinstance(one, Document)] == ["a.zip/b.txt"]
    data = bytearray(zipped({"a.txt": b"The first text."}))
    data[6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    assert reasons(read_bytes(tmp_path, "b.zip", bytes(data))) == [
        "b.zip/a.txt: encrypted; unpack it first"
    ]
    for broken in (b"PK\3\4", b"no archive", zipped(FILES)[:100]):
        assert reasons(read_bytes(tmp_path, "c.zip", broken)) == [
            "c.zip: not a zip file, or a broken one"
        ]
    assert "tar file" in reasons(read_bytes(tmp_path, "c.tar", b"no archive" * 99))[0]


def test_an_archive_without_a_file_is_a_problem(tmp_path: Path) -> None:
    for name, data in (("a.zip", zipped({".hidden": b"x"})), ("a.tar", tarred({}))):
        assert reasons(read_bytes(tmp_path, name, data)) == [f"{name}: no file in it"]
    assert reasons(read_bytes(tmp_path, "b.tar", bytes(10_240))) == ["b.tar: no file in it"]


def test_a_name_that_stands_twice_is_read_once(tmp_path: Path) -> None:
    data = zipped({"a.txt": b"The first text.", "b.txt": b"The second text."})
    found = read_bytes(tmp_path, "a.zip", data.replace(b"b.txt", b"a.txt"))
    assert [one.text for one in found if isinstance(one, Document)] == ["The first text."]
    assert reasons(found) == [
        "a.zip/a.txt: the name stands twice in the archive; the first is read"
    ]


def test_names_are_shown_in_one_line_whatever_is_in_them(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.zip", zipped({"a\x1b[2J\n.txt": b"A text.", "b\n.jpg": b"x"}))
    assert [one.id for one in found if isinstance(one, Document)] == ["a.zip/a\\x1b[2J\\n.txt"]
    assert reasons(found) == ["a.zip/b\\n.jpg: passed over: .jpg files are not read"]


def test_packed_data_with_other_data_behind_it_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    data = gzip.compress(b"The first text. ") + gzip.compress(b"And more of it.")
    (found,) = read_bytes(tmp_path, "a.txt.gz", data)
    assert isinstance(found, Document)
    assert found.text == "The first text. And more of it."
    raw = zlib.compressobj(wbits=-15)
    assert reasons(read_bytes(tmp_path, "b.txt.gz", raw.compress(b"x") + raw.flush()))
