import io
import shutil
import subprocess
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from formats import article, blocks, read_bytes, reasons, texts

PARAGRAPHS = [
    ("title", "The lock is shut"),
    ("paragraph", "The lock at Tarn was shut on Friday, and a barge waits above it."),
    ("heading", "Gravel"),
    ("paragraph", "Forty tons wait in the barge, the keeper said."),
    ("paragraph", "Load | Tons\nGravel | 40"),
]


def word(title: str = "") -> bytes:
    """A document as python-docx writes it."""
    made = docx.Document()
    made.add_heading(PARAGRAPHS[0][1], 0)
    made.add_paragraph(PARAGRAPHS[1][1])
    made.add_heading(PARAGRAPHS[2][1], 2)
    made.add_paragraph("Forty tons wait ").add_run("in the barge, the keeper said.").bold = True
    table = made.add_table(2, 2)
    for row, cells in zip(table.rows, (("Load", "Tons"), ("Gravel", "40")), strict=True):
        for cell, text in zip(row.cells, cells, strict=True):
            cell.text = text
    made.core_properties.author = "Zoë Ångström"
    made.core_properties.title = title
    made.core_properties.created = datetime(2025, 11, 4, 8, 30, tzinfo=UTC)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def with_part(data: bytes, name: str, change: object) -> bytes:
    """The same zip file, one part of it changed by a function."""
    assert callable(change)
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.infolist():
            part = old.read(entry)
            new.writestr(entry.filename, change(part) if entry.filename == name else part)
    return stream.getvalue()


ODT_CONTENT = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0">
<office:automatic-styles><style:style style:name="P1" style:parent-style-name="Title"/>
</office:automatic-styles><office:body><office:text>
<text:tracked-changes><text:p>Deleted.</text:p></text:tracked-changes>
<text:p text:style-name="P1">The lock is shut</text:p>
<text:p>The lock at <text:span>Tarn</text:span> was shut on Friday,<text:s/>and a barge waits above
it.<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>By telephone.</text:p>
</text:note-body></text:note></text:p>
<text:h text:outline-level="2">Gravel</text:h>
<text:list><text:list-item><text:p>Forty tons wait in the barge, the keeper
said.</text:p></text:list-item></text:list>
<table:table><table:table-row><table:table-cell><text:p>Load</text:p></table:table-cell>
<table:table-cell><text:p>Tons</text:p></table:table-cell></table:table-row><table:table-row>
<table:table-cell><text:p>Gravel</text:p></table:table-cell><table:table-cell><text:p>40</text:p>
</table:table-cell></table:table-row></table:table>
</office:text></office:body></office:document-content>"""

ODT_META = """<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:dc="http://purl.org/dc/elements/1.1/">
<office:meta><meta:initial-creator>Zoë Ångström</meta:initial-creator><dc:language>en-GB</dc:language>
<meta:creation-date>2025-11-04T08:30:00</meta:creation-date></office:meta></office:document-meta>"""


def open_document() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("mimetype", "application/vnd.oasis.opendocument.text", zipfile.ZIP_STORED)
        bundle.writestr("content.xml", ODT_CONTENT)
        bundle.writestr("meta.xml", ODT_META)
    return stream.getvalue()


RTF = (
    r"{\rtf1\ansi\ansicpg1252{\fonttbl{\f0 Times;}}"
    r"{\info{\title The lock is shut}{\author Zo\'eb \'c5ngstr\u246?m}"
    r"{\creatim\yr2025\mo11\dy4\hr8\min30}}"
    r"\pard\f0 The lock is shut\par The lock at {\b Tarn} was shut on Friday, and a barge waits above"
    r" it.\line It is old.\par{\pict\pngblip " + "89504e47" * 400 + r"}"
    r"\pard Forty tons wait in the barge, the keeper said; 3 \'80 each.\par"
    r"\trowd\cellx100\cellx200\intbl Load\cell Tons\cell\row\intbl Gravel\cell 40\cell\row}"
)


def test_word_is_read_with_its_styles_and_properties(tmp_path: Path) -> None:
    found = article(tmp_path, "a.docx", word())
    assert [one[1:] for one in blocks(found)] == PARAGRAPHS
    assert [one.line for one in found.blocks] == [1, 2, 3, 4, 5]
    assert (found.title, found.author) == ("The lock is shut", "Zoë Ångström")
    assert (found.published, found.language) == ("2025-11-04T08:30:00+00:00", "en")


def test_what_a_program_makes_up_is_no_metadata(tmp_path: Path) -> None:
    made = docx.Document()
    made.add_paragraph("Boats wait above the lock, and below it there are three more of them.")
    made.core_properties.title = "Microsoft Word - draft 3.doc"
    stream = io.BytesIO()
    made.save(stream)
    found = article(tmp_path, "a.docx", stream.getvalue())
    assert (found.title, found.author, found.published) == ("", "", "")


def test_text_under_review_and_in_boxes_is_kept_and_deleted_text_is_not(tmp_path: Path) -> None:
    def change(part: bytes) -> bytes:
        run = "<w:r><w:t>{}</w:t></w:r>"
        return part.replace(
            b"<w:tbl>",
            (
                f"<w:p><w:ins>{run.format('Inserted')}</w:ins><w:del>{run.format('deleted')}</w:del>"
                f"<w:hyperlink>{run.format(' and linked')}</w:hyperlink><w:r><w:pict>"
                f"<w:txbxContent><w:p>{run.format('In a box.')}</w:p></w:txbxContent></w:pict></w:r>"
                f"</w:p><w:sdt><w:sdtContent><w:p>{run.format('In a form.')}</w:p></w:sdtContent>"
                "</w:sdt><w:tbl>"
            ).encode(),
            1,
        )

    data = with_part(word(), "word/document.xml", change)
    assert texts(article(tmp_path, "a.docx", data))[2:5] == [
        "Inserted and linked",
        "In a box.",
        "In a form.",
    ]


def test_open_document_is_read_with_its_styles_and_properties(tmp_path: Path) -> None:
    for name in ("a.odt", "unnamed"):
        found = article(tmp_path, name, open_document())
        assert [one[1:] for one in blocks(found)] == [*PARAGRAPHS, ("paragraph", "By telephone.")]
        assert (found.title, found.author) == ("The lock is shut", "Zoë Ångström")
        assert (found.published, found.language) == ("2025-11-04T08:30:00", "en")


def test_rich_text_is_read_with_its_properties(tmp_path: Path) -> None:
    for name in ("a.rtf", "a.doc", "unnamed"):
        found = article(tmp_path, name, RTF)
        assert [text for _, _, text in blocks(found)] == [
            "The lock is shut",
            "The lock at Tarn was shut on Friday, and a barge waits above it.\nIt is old.",
            "Forty tons wait in the barge, the keeper said; 3 € each.",
            "Load | Tons",
            "Gravel | 40",
        ]
        assert (found.title, found.author) == ("The lock is shut", "Zoë Ångström")
        assert found.published == "2025-11-04"


BOMB = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("a.docx", b"PK\3\4 and no more", "not a Word document"),
        ("a.odt", b"no zip at all", "not an OpenDocument text"),
        ("a.rtf", b"plain text", "not a rich text document"),
        ("a.rtf", rb"{\rtf1 }", "no text in it"),
        (
            "a.docx",
            with_part(word(), "word/document.xml", lambda part: BOMB + part),
            "declares entities",
        ),
        (
            "a.odt",
            with_part(open_document(), "content.xml", lambda part: BOMB + part[38:]),
            "declares entities",
        ),
        (
            "a.docx",
            with_part(word(), "word/document.xml", lambda part: part + b"<a/>" * 1_200_000),
            "elements",
        ),
    ],
)
def test_what_is_no_document_is_a_problem(
    tmp_path: Path, name: str, data: bytes, said: str
) -> None:
    (reason,) = reasons(read_bytes(tmp_path, name, data))
    assert said in reason
    assert "\n" not in reason


def test_what_office_programs_write_is_read_alike(tmp_path: Path) -> None:
    """With LibreOffice and pandoc where they are there; the tests above do not need them."""
    (tmp_path / "in.docx").write_bytes(word("The lock is shut"))
    written = [tmp_path / "in.docx"]
    if shutil.which("pandoc"):
        (tmp_path / "in.md").write_text(
            "---\ntitle: The lock is shut\nauthor: Zoë Ångström\n---\n"
            + "\n\n".join(
                ("## " if kind == "heading" else "") + text for kind, text in PARAGRAPHS[1:4]
            )
        )
        for suffix in ("docx", "odt", "epub", "rst", "org"):
            written.append(tmp_path / f"pandoc.{suffix}")
            subprocess.run(["pandoc", "-s", "in.md", "-o", written[-1]], cwd=tmp_path, check=True)
    if shutil.which("soffice") and shutil.which("lowriter"):  # it may be there without Writer
        for suffix in ("odt", "rtf", "docx"):
            written.append(tmp_path / suffix / f"in.{suffix}")
            subprocess.run(
                [
                    *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
                    *("--convert-to", suffix, "--outdir", tmp_path / suffix, "in.docx"),
                ],
                cwd=tmp_path,
                check=True,
                capture_output=True,
                timeout=120,
            )
    for path in written:
        found = article(path.parent, path.name, path.read_bytes())
        assert found.title == "The lock is shut", path
        assert found.author == "Zoë Ångström", path
        for _, text in PARAGRAPHS[1:4]:
            assert text in found.text, path
