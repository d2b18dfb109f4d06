from email.message import EmailMessage
from pathlib import Path

import pytest
from formats import article, blocks, read_bytes, reasons, texts

from index.types import Document

BODY = "The lock was shut on Friday.\n\nA barge waits above it with forty tons of gravel.\n"


def message(subject: str = "The lock is shut") -> EmailMessage:
    mail = EmailMessage()
    mail["From"] = "Zoë Ångström <zoe@example.org>"
    mail["To"] = "desk@example.org"
    mail["Subject"] = subject
    mail["Date"] = "Tue, 04 Nov 2025 08:30:00 +0100"
    mail["Message-ID"] = "<1@example.org>"
    mail["Content-Language"] = "en"
    mail.set_content(BODY)
    return mail


def test_a_message_is_an_article_with_its_headers(tmp_path: Path) -> None:
    found = article(tmp_path, "a.eml", message("Schleuse geschlossen – was nun?").as_bytes())
    assert found.id == found.path == "a.eml"
    assert found.title == "Schleuse geschlossen – was nun?"
    assert found.author == "Zoë Ångström"
    assert found.published == "2025-11-04T08:30:00+01:00"
    assert found.language == "en"
    assert found.metadata["to"] == "desk@example.org"
    assert texts(found) == BODY.strip().split("\n\n")


def test_lines_are_those_of_the_file_whatever_the_encoding(tmp_path: Path) -> None:
    long = " ".join(["The keeper counted the boats."] * 8)
    mail = message()
    mail.set_content(f"Größe.\n\n{long}\n\nAt noon it rained.\n", cte="quoted-printable")
    raw = mail.as_bytes()
    lines = raw.decode().split("\n")
    found = blocks(article(tmp_path, "a.eml", raw))
    assert [text for _, _, text in found] == ["Größe.", long, "At noon it rained."]
    assert lines[found[0][0] - 1].startswith("Gr=C3")
    assert lines[found[1][0] - 1].startswith("The keeper")
    assert lines[found[2][0] - 1] == "At noon it rained."
    mail.set_content(f"Größe.\n\n{long}\n", cte="base64")
    begins = article(tmp_path, "b.eml", mail.as_bytes()).blocks[0].line
    assert mail.as_string().split("\n")[begins - 2] == ""


def test_the_plain_alternative_is_taken_unless_it_is_a_stub(tmp_path: Path) -> None:
    mail = message()
    mail.add_alternative(f"<p>{BODY}</p>", subtype="html")
    assert len(texts(article(tmp_path, "a.eml", mail.as_bytes()))) == 2
    stub = message()
    stub.set_content("View this message in your browser.")
    stub.add_alternative(
        '<div style="display:none">preview</div><table><tr><td><h1>News</h1><p>The lock was shut '
        "on Friday.</p></td><td><ul><li>One barge</li><li>Two boats</li></ul></td></tr></table>"
        "<table><tr><td>Gravel</td><td>40 t</td></tr><tr><td>Sand</td><td>3 t</td></tr></table>"
        "and a word at the end",
        subtype="html",
    )
    assert [
        (kind, text) for _, kind, text in blocks(article(tmp_path, "b.eml", stub.as_bytes()))
    ] == [
        ("heading", "News"),
        ("paragraph", "The lock was shut on Friday."),
        ("paragraph", "One barge"),
        ("paragraph", "Two boats"),
        ("paragraph", "Gravel | 40 t\nSand | 3 t"),
        ("paragraph", "and a word at the end"),
    ]


def test_what_is_attached_is_read_as_if_in_a_folder(tmp_path: Path) -> None:
    mail = message()
    mail.add_attachment(b"A note. It was attached.", "text", "plain", filename="../no/te.txt")
    mail.add_attachment(b"\x89PNG\r\n\x1a\n" + bytes(90), "image", "png", filename="map.png")
    mail.add_attachment(message("Forwarded"))
    found = read_bytes(tmp_path, "a.eml", mail.as_bytes())
    documents = [one for one in found if isinstance(one, Document)]
    assert {one.id: one.title for one in documents} == {
        "a.eml": "The lock is shut",
        "a.eml#1.2": "Forwarded",
        "a.eml/_no_te.txt": "",
    }
    assert reasons(found) == ["a.eml/map.png: passed over: .png files are not read"]


def test_a_mailbox_has_an_article_a_message(tmp_path: Path) -> None:
    first, second = message("One"), message("Two")
    second.replace_header("Message-ID", "<2@example.org>")
    second.set_content(">From the tower one sees it.\n")
    separator = "From zoe@example.org Tue Nov  4 08:30:00 2025\n"
    data = f"{separator}{first.as_string()}\n{separator}{second.as_string()}\n{separator}\n"
    for name in ("box.mbox", "Archive"):
        found = read_bytes(tmp_path, name, data)
        documents = [one for one in found if isinstance(one, Document)]
        assert [one.id for one in documents] == [f"{name}#1@example.org", f"{name}#2@example.org"]
        assert texts(documents[1]) == ["From the tower one sees it."]
        line = documents[1].blocks[0].line
        assert data.split("\n")[line - 1] == ">From the tower one sees it."
        assert len(reasons(found)) == 1  # the third has nothing behind its separator


def test_a_page_that_was_saved_whole_is_read_as_html(tmp_path: Path) -> None:
    page = (
        '<!DOCTYPE html><html lang="en"><head><title>The lock is shut</title></head><body><nav>'
        "Home</nav><article><h1>The lock is shut</h1>\n<p>The lock at Tarn was shut on Friday, and "
        "a barge waits above it, the keeper said on the telephone.</p>\n</article></body></html>"
    )
    mail = EmailMessage()
    mail["From"] = "<Saved by Blink>"
    mail["Snapshot-Content-Location"] = "https://www.example.org/lock"
    mail["Subject"] = "The lock is shut"
    mail["Date"] = "Tue, 04 Nov 2025 08:30:00 -0000"
    mail.set_content(page, subtype="html", cte="quoted-printable")
    mail.add_related(b"\x89PNG", "image", "png")
    raw = mail.as_bytes()
    found = article(tmp_path, "a.mhtml", raw)
    assert (found.title, found.url) == ("The lock is shut", "https://www.example.org/lock")
    assert (found.source, found.language) == ("example.org", "en")
    assert str(found.metadata["saved"]).startswith("Tue, 04 Nov 2025")
    line = next(one.line for one in found.blocks if one.kind == "paragraph")
    assert raw.decode().split("\n")[line - 1].startswith("<p>The lock at Tarn")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"no header at all", "not a message: it has no header"),
        (b"From: a@example.org\n\n", "a message without text"),
        (b"A: b\n" + b'Content-Type: multipart/mixed; boundary="x"\n' * 300, "more than 200 parts"),
    ],
)
def test_what_is_no_message_is_a_problem(tmp_path: Path, data: bytes, said: str) -> None:
    (reason,) = reasons(read_bytes(tmp_path, "a.eml", data))
    assert said in reason
