"""Which line above an article is its title."""

import pytest

from index.article.structure import structure


@pytest.mark.parametrize(
    ("above", "title", "author", "published"),
    [
        (
            "TITLE: Lamps out\nAUTHOR: Ida Moe\nDATE: 7 April 1998\nTEXT:\n",
            "Lamps out",
            "Ida Moe",
            "7 April 1998",
        ),
        (
            "From: Ida Moe <ida@packet.example>\nSubject: Lamps out\nTo: desk\n\n",
            "Lamps out",
            "Ida Moe",
            "",
        ),
        ("https://packet.example/lamps\n\nLamps out\n\n", "Lamps out", "", ""),
        ("- 3 -\n\nLamps out\n\n", "Lamps out", "", ""),
        ("Page 12\n=====\nLamps out\n\nBy Ida Moe\n\n", "Lamps out", "Ida Moe", ""),
        ("SALTMERE (AP) —\n\n", "", "", ""),
        (
            "ALL LAMPS ALONG THE COAST\nWILL BE PUT OUT BY JUNE\nBy Ida Moe\n\n",
            "ALL LAMPS ALONG THE COAST WILL BE PUT OUT BY JUNE",
            "Ida Moe",
            "",
        ),
    ],
)
def test_what_stands_above_a_title_is_none(
    above: str, title: str, author: str, published: str
) -> None:
    body = "The lamps will be put out before the summer, the ministry said on Monday, and nobody will pay.\n"
    found = structure(above + body * 2)
    assert (found.title, found.author, found.published) == (title, author, published)
    assert [block.kind.value for block in found.blocks[-2:]] == ["paragraph", "paragraph"]


def test_a_title_with_a_colon_is_no_header_line() -> None:
    body = "The lamps will be put out before the summer, the ministry said, and nobody will pay.\n"
    assert structure(f"Subject: lamps\n\n{body * 2}").title == "Subject: lamps"
    assert (
        structure(f"Copyright: what is left of it\n\n{body * 2}").title
        == "Copyright: what is left of it"
    )


def test_the_label_of_a_title_is_no_part_of_it() -> None:
    text = "HEADLINE: Lamps out: the coast is dark\nDATE: 7 April 1998\n\nThe lamps are out.\n"
    found = [(b.kind.value, text[b.start : b.end]) for b in structure(text).blocks]
    assert found == [
        ("byline", "HEADLINE:"),
        ("title", "Lamps out: the coast is dark"),
        ("byline", "DATE: 7 April 1998"),
        ("paragraph", "The lamps are out."),
    ]
