"""Heads of texts as archives, agencies and dumps write them."""

import pytest

from index.article.byline import parse_byline
from index.article.calls_to_action import is_call
from index.article.structure import Structure, structure
from index.types import BlockKind

A = "The keeper of the weir says that the gates have not been greased since the flood of 1994."
B = "A diver went down on Thursday and came back with a bicycle, two boots and no answer at all."
TITLE = "Gates of the weir are stuck"


def paragraphs(text: str, found: Structure) -> list[str]:
    kinds = (BlockKind.PARAGRAPH, BlockKind.HEADING)
    return [" ".join(text[b.start : b.end].split()) for b in found.blocks if b.kind in kinds]


def test_a_header_with_labels_may_stand_below_other_lines() -> None:
    text = (
        "2 of 31 DOCUMENTS\n\nThe Lock Gazette\n\nMarch 5, 2024 Tuesday\n\n"
        f"{TITLE}\n\nBYLINE: Ann Lee\n\nSECTION: NEWS; Pg. 4\n\nLENGTH: 210 words\n\nBODY:\n\n{A}\n\n{B}"
    )
    found = structure(text)
    assert (found.title, found.author) == (TITLE, "Ann Lee")
    assert found.published == "March 5, 2024"
    assert paragraphs(text, found) == ["The Lock Gazette", A, B]


def test_a_headline_in_capitals_with_a_dash_is_no_dateline() -> None:
    text = f"JAPANESE BUYERS CUT COPPER IMPORTS - TRADERS\n\n{A}\n\n{B}"
    found = structure(text)
    assert found.title == "JAPANESE BUYERS CUT COPPER IMPORTS - TRADERS"
    assert paragraphs(text, found) == [A, B]


def test_a_short_paragraph_behind_a_dateline_is_read() -> None:
    text = f"{TITLE}\n\nSALTMERE, March 5 - The gates are stuck.\n\n{A}\n\n{B}"
    found = structure(text)
    assert paragraphs(text, found) == ["SALTMERE, March 5 - The gates are stuck.", A, B]


def test_the_header_of_a_free_book_names_title_and_author() -> None:
    text = (
        "The Example eBook of The Weir, by Ann Lee\n\nThis eBook costs nothing, anywhere.\n\n"
        f"Title: The Weir\n\nAuthor: Ann Lee\n\nLanguage: English\n\n{A}\n\n{B}"
    )
    found = structure(text)
    assert (found.title, found.author) == ("The Weir", "Ann Lee")
    assert "This eBook costs nothing, anywhere." in paragraphs(text, found)


@pytest.mark.parametrize(
    ("header", "source"),
    [
        ("Titel: {}\nAutor: Ann Lee\nDatum: 5. März 2024\nQuelle: Bote", "Bote"),
        ("Titre : {}\nAuteur : Ann Lee\nDate : 5 mars 2024\nSource : Courrier", "Courrier"),
        ("Заголовок: {}\nАвтор: Ann Lee\nДата: 5 марта 2024\nИсточник: Вестник", "Вестник"),
        ("HEADLINE: {}\nBY-LINE: Ann Lee\nDATE: 2024/03/05\nNEWSPAPER: Gazette", "Gazette"),
        ("标题：{}\n作者：Ann Lee\n日期：2024年3月5日\n来源：日报", "日报"),
    ],
)
def test_labels_are_read_in_many_languages(header: str, source: str) -> None:
    text = f"{header.format(TITLE)}\n\n{A}\n\n{B}"
    found = structure(text)
    assert (found.title, found.author, found.source) == (TITLE, "Ann Lee", source)
    assert found.published
    assert paragraphs(text, found) == [A, B]


@pytest.mark.parametrize(
    "line", ["By Degrees: how the weir rusted", "By Lantern and by line they work until the dawn"]
)
def test_a_headline_that_begins_with_by_is_no_byline(line: str) -> None:
    assert parse_byline(line) is None
    assert structure(f"{line}\n\n{A}\n\n{B}").title == line


def test_a_menu_of_items_is_above_the_title() -> None:
    text = (
        "* Home\n* Locks\n* Barges of the week\n* Contact\n* About us\n\n"
        f"{TITLE}\n\n{A}\n\n{B}\n\n{A}\n"
    )
    assert structure(text).title == TITLE


def test_a_narrow_column_is_wrapped_where_words_are_parted() -> None:
    text = (
        f"{TITLE}\n\nThe keeper told the commit-\ntee that the gates had not\nbeen greased since the "
        "inspec-\ntion, and that no diver\nwould go down for less than\nfive hundred a day.\n"
    )
    found = structure(text)
    assert len(paragraphs(text, found)) == 1


@pytest.mark.parametrize(
    "line",
    [
        "Sign up for an account with the harbour, then choose a day.",
        "Enter your e-mail address and wait for the code.",
        "Create an account with your e-mail address and confirm it.",
        "Create an account with your e-mail address.",
        "Download the form, fill it in, and bring it to the quay.",
    ],
)
def test_a_step_of_instructions_is_no_sign_up(line: str) -> None:
    assert not is_call(line)


def test_a_title_is_found_between_a_short_menu_and_its_byline() -> None:
    text = (
        "Skip to content\n\nThe Lock Letters\n\nNews from a small basin every week\n\n* Home\n"
        f"* Barges\n\n{TITLE}\n\nPosted on 5 March 2024 by Ann Lee\n\n{A}\n\n{B}\n"
    )
    found = structure(text)
    assert (found.title, found.author) == (TITLE, "Ann Lee")
    assert found.published == "5 March 2024"


@pytest.mark.parametrize("menu", ["[Locks](/l) | [Barges](/b)", "* Barges", "[1]Barges", "---"])
def test_a_line_of_a_menu_is_no_title(menu: str) -> None:
    assert structure(f"{menu}\n\n{TITLE}\n\n{A}\n\n{B}\n").title == TITLE


@pytest.mark.parametrize(
    "line",
    [
        "Ann Lee · 4 min read · Mar 5, 2024",
        "Mar 5, 2024 | by Ann Lee",
        "Published on 5 March 2024 by Ann Lee",
    ],
)
def test_a_byline_with_a_date_names_its_author_in_any_order(line: str) -> None:
    found = parse_byline(line)
    assert found is not None
    assert found.author == "Ann Lee"
    assert "2024" in found.published


def test_what_is_quoted_or_hangs_in_a_list_is_wrapped_as_the_rest() -> None:
    text = (
        f"{TITLE}\n\n   The keeper of the weir says that the gates have not been greased\n"
        "   since the flood, and that he has written to the province nine times\n"
        "   without an answer.\n\n"
        "       Nobody has come down to the basin to look at the four gates and\n"
        "       Ann Lee was the last.\n\n"
        "   > It was the worst of all the winters that I have spent on this old\n"
        "   > Lock, and I have spent forty.\n"
    )
    assert len(paragraphs(text, structure(text))) == 3
