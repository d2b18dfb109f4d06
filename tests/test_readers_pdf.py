import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, NumberObject

from index.readers import read
from index.readers.pdf_pages import paragraphs
from index.readers.sources import SourceFile
from index.types import Document, Problem

PAGES = [
    [
        "The Ledger, 3 May 2021",
        "Bridge over the Aln falls",
        "",
        "The bridge over the river Aln fell at dawn on Monday, when no-",
        "body was on it. It had stood for ninety years, and a well-known",
        "engineer had warned of it; a report by the well-",
        "known man had been lost.",
        "The council, which is to meet on Thursday, has been asked to ex-",
        "Page 1",
    ],
    ["The Ledger, 3 May 2021", "plain why.", "A ferry will run from June.", "Page 2"],
    ["The Ledger, 3 May 2021", "Nobody has been hurt.", "Page 3"],
]


def drawn_pdf(drawn: str) -> bytes:
    """A page drawn by these instructions, with Helvetica as /F1."""
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf([[]])))
    content = DecodedStreamObject()
    content.set_data(drawn.encode("latin-1"))
    writer.pages[0][NameObject("/Contents")] = writer._add_object(content)
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def make_pdf(pages: Sequence[Sequence[str]], title: str = "", password: str = "") -> bytes:
    writer = PdfWriter()
    font = DictionaryObject(
        {
            NameObject("/Type"): NameObject("/Font"),
            NameObject("/Subtype"): NameObject("/Type1"),
            NameObject("/BaseFont"): NameObject("/Helvetica"),
        }
    )
    for lines in pages:
        page = writer.add_blank_page(612, 792)
        fonts = DictionaryObject({NameObject("/F1"): font})
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        shown = "".join(f"({line}) Tj 0 -14 Td\n" for line in lines)
        content = DecodedStreamObject()
        content.set_data(f"BT /F1 12 Tf 50 740 Td\n{shown}ET".encode("latin-1"))
        page[NameObject("/Contents")] = writer._add_object(content)
    if title:
        writer.add_metadata({"/Title": title, "/Author": "Ann Lee"})
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    stream = io.BytesIO()
    writer.write(stream)
    return stream.getvalue()


def read_bytes(tmp_path: Path, data: bytes) -> list[Document | Problem]:
    (tmp_path / "a.pdf").write_bytes(data)
    return list(read(SourceFile(tmp_path / "a.pdf", "a.pdf", 0, 0)))


def test_the_text_is_read_and_lines_are_pages(tmp_path: Path) -> None:
    (found,) = read_bytes(tmp_path, make_pdf(PAGES, title="The fall of a bridge"))
    assert isinstance(found, Document)
    assert (found.title, found.author) == ("The fall of a bridge", "Ann Lee")
    assert "The council, which is to meet on Thursday, has been asked to explain why." in found.text
    assert "Ledger" not in found.text
    assert "Page" not in found.text
    assert found.blocks[0].line == 1
    assert found.blocks[-1].line == 3
    assert found.text.endswith("Nobody has been hurt.")


@pytest.mark.parametrize("title", ["", "Microsoft Word - bridge", "bridge_final.docx", "Untitled"])
def test_a_title_that_a_program_made_up_is_passed_over(tmp_path: Path, title: str) -> None:
    (found,) = read_bytes(tmp_path, make_pdf(PAGES, title=title))
    assert isinstance(found, Document)
    assert found.title == "Bridge over the Aln falls"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "the file is empty"),
        (b" \n", "nothing but white space"),
        (b"This is no PDF file.", "not a PDF file, or a broken one"),
        (make_pdf(PAGES)[:200], "not a PDF file, or a broken one"),
        (make_pdf([[], []]), "a scan? it has no text; run OCR on it first"),
        (make_pdf(PAGES, password="secret"), "encrypted; save a copy without a password"),
    ],
)
def test_what_is_no_article_is_a_problem(tmp_path: Path, data: bytes, reason: str) -> None:
    assert read_bytes(tmp_path, data) == [Problem("a.pdf", reason)]


def test_a_broken_page_is_a_problem_and_the_others_are_read(tmp_path: Path) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf([["Nobody has been hurt."]] * 2)))
    pages: Any = writer.root_object["/Pages"].get_object()
    pages["/Kids"][0] = NumberObject(7)
    stream = io.BytesIO()
    writer.write(stream)
    problem, found = read_bytes(tmp_path, stream.getvalue())
    assert problem == Problem("a.pdf", "page 1: broken", 1)
    assert isinstance(found, Document)
    assert found.text == "Nobody has been hurt."
    assert found.blocks[0].line == 2


@pytest.mark.parametrize("algorithm", ["RC4-40", "RC4-128", "AES-128", "AES-256"])
def test_what_opens_without_a_password_is_read(tmp_path: Path, algorithm: str) -> None:
    writer = PdfWriter(clone_from=io.BytesIO(make_pdf(PAGES)))
    writer.encrypt("", owner_password="secret", algorithm=algorithm)
    stream = io.BytesIO()
    writer.write(stream)
    (found,) = read_bytes(tmp_path, stream.getvalue())
    assert isinstance(found, Document)
    assert found.text.startswith("Bridge over the Aln falls")


def test_what_is_set_in_large_type_is_the_title_and_gaps_part_paragraphs(tmp_path: Path) -> None:
    drawn = """\
BT /F1 9 Tf 50 760 Td (For immediate release) Tj ET
BT /F1 24 Tf 50 720 Td (Lighthouse of Saltmere) Tj 0 -28 Td (is sold for a crown) Tj ET
BT /F1 11 Tf 50 640 Td (The lighthouse went to the only) Tj 0 -13 Td (bidder on Tuesday.) Tj
0 -26 Td (Nobody in the harbour wept for it.) Tj 18 -13 Td (The keeper had left long ago, and) Tj
-18 -13 Td (took his dog along, they say.) Tj ET
"""
    (found,) = read_bytes(tmp_path, drawn_pdf(drawn))
    assert isinstance(found, Document)
    assert found.title == "Lighthouse of Saltmere is sold for a crown"
    assert [(b.kind.value, found.text[b.start : b.end]) for b in found.blocks[1:]] == [
        ("title", "Lighthouse of Saltmere is sold for a crown"),
        ("paragraph", "The lighthouse went to the only bidder on Tuesday."),
        ("paragraph", "Nobody in the harbour wept for it."),
        ("paragraph", "The keeper had left long ago, and took his dog along, they say."),
    ]


def test_cells_of_a_row_are_parted_by_blanks(tmp_path: Path) -> None:
    drawn = """\
BT /F1 11 Tf 50 700 Td (Herring) Tj 120 0 Td (4,200 t) Tj 120 0 Td (down) Tj ET
BT /F1 11 Tf 50 685 Td (Mackerel) Tj 120 0 Td (310 t) Tj 120 0 Td (up) Tj ET
"""
    (found,) = read_bytes(tmp_path, drawn_pdf(drawn))
    assert isinstance(found, Document)
    assert found.text.split() == "Herring 4,200 t down Mackerel 310 t up".split()


def test_the_heads_of_left_and_right_pages_are_dropped_and_the_title_stays() -> None:
    pages = [f"The Packet\n{n}\nLine {chr(96 + n)} of the text." for n in (2, 4, 6)]
    pages += [f"Tides and trade\n{n}\nLine {chr(96 + n)} of the text." for n in (3, 5)]
    pages.insert(0, "Tides and trade\nThe text begins.")
    found = [text for text, _ in paragraphs(pages, headlines=["Tides and trade"])]
    assert found[0] == "Tides and trade"
    assert not any("Packet" in text or "Tides" in text for text in found[1:])
    assert sum("of the text" in text for text in found) == 5


def test_rows_of_figures_at_the_foot_of_pages_are_kept() -> None:
    pages = [f"Catch of {name}\n{n} {n * 7} {n * 11}" for n, name in enumerate("abc", 1)]
    assert "3 21 33" in " ".join(text for text, _ in paragraphs(pages))


def test_wrapping_hyphens_and_running_heads_are_undone() -> None:
    found = paragraphs(["\n".join(page) for page in PAGES])
    assert found == [
        ("Bridge over the Aln falls", 1),
        (
            "The bridge over the river Aln fell at dawn on Monday, when nobody was on it. It had "
            "stood for ninety years, and a well-known engineer had warned of it; a report by the "
            "well-known man had been lost.",
            1,
        ),
        ("The council, which is to meet on Thursday, has been asked to explain why.", 1),
        ("A ferry will run from June.", 2),
        ("Nobody has been hurt.", 3),
    ]


def test_a_line_repeated_on_two_pages_is_kept() -> None:
    assert [text for text, _ in paragraphs(["Chorus\nA verse.", "Chorus\nA line."])] == [
        "Chorus",
        "A verse.",
        "Chorus",
        "A line.",
    ]


@given(st.lists(st.text("ab-. \n9", max_size=60), max_size=5))
@settings(max_examples=150)
def test_no_letter_is_lost_on_pages_without_running_heads(pages: list[str]) -> None:
    marked = [f"{chr(0x4E00 + n)}x\n{page}\n{chr(0x5E00 + n)}x" for n, page in enumerate(pages)]
    text = "".join(paragraph.text for paragraph in paragraphs(marked))

    def letters(string: str) -> str:
        return "".join(character for character in string if character.isalnum())

    kept, expected = letters(text), letters("".join(marked))
    assert kept == expected or len(pages) >= 3


def test_numbers_of_two_pages_are_dropped_and_the_sentence_goes_on() -> None:
    first = "The keeper of the weir says that the gates\nhave not been greased since\n- 1 -"
    second = "2\nthe flood of 1994.\nHe has asked nine times."
    assert [one.text for one in paragraphs([first, second])] == [
        "The keeper of the weir says that the gates have not been greased since the flood of 1994.",
        "He has asked nine times.",
    ]
    assert [one.text for one in paragraphs(["7\nA line that is its own.", "9\nAnother one."])] == [
        "7",
        "A line that is its own.",
        "9",
        "Another one.",
    ]


def test_lines_of_chinese_join_without_a_blank() -> None:
    page = "议会昨天决定修建新的桥梁并要求居民\n提交意见书，众人都去看了，在今年的9\n月收到41份，另见Harbour\nReport。"
    (found,) = paragraphs([page])
    assert found.text == (
        "议会昨天决定修建新的桥梁并要求居民提交意见书，众人都去看了，在今年的9"
        "月收到41份，另见Harbour Report。"
    )


def test_the_size_of_type_is_told_whether_the_font_or_the_matrix_has_it(tmp_path: Path) -> None:
    drawn = (
        "BT /F0 20 Tf 1 0 0 1 72 760 Tm (Harbour dredged) Tj ET\n"
        "BT /F0 1 Tf 10 0 0 10 72 700 Tm (The harbour board met to discuss the dredging) Tj ET\n"
        "BT /F0 10 Tf 1 0 0 1 72 688 Tm (of the northern channel, said the chair of it.) Tj ET\n"
    )
    (found,) = read_bytes(tmp_path, drawn_pdf(drawn))
    assert isinstance(found, Document)
    assert found.title == "Harbour dredged"
    assert len(found.blocks) == 2
