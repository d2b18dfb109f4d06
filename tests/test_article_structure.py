"""Blocks of plain text: where they stand and what they are."""

import textwrap

from hypothesis import example, given, settings
from hypothesis import strategies as st

from index.article.paragraphs import ends_sentence
from index.article.structure import is_heading, structure
from index.types import BlockKind

PROSE = (
    "The council voted by nine to four to keep the swing bridge open through the winter, although "
    "its engineer had advised against it."
)
MORE = (
    "Residents of the north bank, who would have had to drive 22 kilometres to the nearest shop, "
    "cheered from the gallery. The mayor asked them not to."
)

ARTICLE = f"""\
Swing bridge to stay open after late-night vote
Councillors overrule engineer as repair bill doubles
By Odile Farrant, Eskmouth Ledger
Published 3 February 2024, updated 4 February 2024

{PROSE}
{MORE}
‘A calculated risk’
{PROSE}
How long will it last?
{MORE}
"""

lines_of_text = st.lists(
    st.one_of(
        st.text(max_size=60),
        st.sampled_from([PROSE, MORE, "A subhead", "By Ann Poe", "-", "", "  ", "Why now?"]),
    ),
    max_size=12,
)
texts = st.one_of(
    st.text(max_size=300), lines_of_text.map("\n".join), lines_of_text.map("\n\n".join)
)


def kinds(text: str, *, titled: bool = True) -> list[tuple[str, str]]:
    blocks = structure(text, titled=titled).blocks
    return [(block.kind.value, text[block.start : block.end]) for block in blocks]


@given(text=texts, titled=st.booleans(), first_line=st.integers(1, 1000))
@example(text="a\rb", titled=True, first_line=1)
@example(text="By Ann Poe\nBy Ben Roe\nBy Cy Moe", titled=True, first_line=1)
@settings(max_examples=300, deadline=None)
def test_blocks_cover_all_but_white_space_in_order(
    text: str, titled: bool, first_line: int
) -> None:
    blocks = structure(text, titled=titled, first_line=first_line).blocks
    end = 0
    for block in blocks:
        assert not text[end : block.start].strip()
        content = text[block.start : block.end]
        assert content
        assert content == content.strip()
        assert block.line == first_line + text.count("\n", 0, block.start)
        end = block.end
    assert not text[end:].strip()


@given(text=texts, titled=st.booleans())
@settings(max_examples=200, deadline=None)
def test_text_that_is_not_blank_has_a_paragraph(text: str, titled: bool) -> None:
    found = [block.kind for block in structure(text, titled=titled).blocks]
    assert (BlockKind.PARAGRAPH in found) == bool(text.strip())


@given(text=texts)
def test_a_body_has_neither_title_nor_standfirst(text: str) -> None:
    found = structure(text, titled=False)
    assert not {BlockKind.TITLE, BlockKind.STANDFIRST} & {block.kind for block in found.blocks}
    assert (found.title, found.standfirst) == ("", "")


def test_an_article_is_taken_apart() -> None:
    found = structure(ARTICLE)
    assert found.title == "Swing bridge to stay open after late-night vote"
    assert found.standfirst == "Councillors overrule engineer as repair bill doubles"
    assert found.author == "Odile Farrant"
    assert found.published == "3 February 2024"
    assert [kind for kind, _ in kinds(ARTICLE)] == [
        *("title", "standfirst", "byline", "byline"),
        *("paragraph", "paragraph", "heading", "paragraph", "heading", "paragraph"),
    ]


def test_blank_lines_between_blocks_change_only_the_lines() -> None:
    spaced = ARTICLE.replace("\n", "\n\n")
    assert kinds(spaced) == kinds(ARTICLE)
    assert structure(spaced).blocks[2].line == 5


def test_windows_line_ends_stay_outside_the_blocks() -> None:
    assert kinds(ARTICLE.replace("\n", "\r\n")) == kinds(ARTICLE)


def test_hard_wrapped_lines_are_joined_into_paragraphs() -> None:
    body = "\n\n".join(textwrap.fill(text, 64) for text in (PROSE, MORE, PROSE))
    text = f"A short title\n\n{body}\n"
    found = structure(text)
    joined = [" ".join(text[b.start : b.end].split()) for b in found.blocks]
    assert joined == ["A short title", PROSE, MORE, PROSE]
    assert [block.line for block in found.blocks] == [1, 3, 7, 11]


def test_a_full_last_line_is_all_that_keeps_wrapped_paragraphs_apart() -> None:
    text = "\n".join(textwrap.fill(paragraph, 64) for paragraph in (PROSE, MORE))
    joined = [" ".join(piece.split()) for _, piece in kinds(text, titled=False)]
    assert joined == [PROSE, MORE]


def test_items_of_a_list_in_wrapped_text_stay_apart() -> None:
    item = "- nobody on the bench was able to see the replay of the incident"
    text = f"{textwrap.fill(PROSE, 64)}\n{item}\n{item}\n"
    assert [piece for _, piece in kinds(text, titled=False)][-2:] == [item, item]


def test_short_lines_that_are_no_wrap_stay_apart() -> None:
    poem = "The tide came in\nand nobody was there\nto see the boats\nlean over on the sand"
    assert len(structure(poem, titled=False).blocks) == 4


def test_a_single_line_is_a_paragraph() -> None:
    assert kinds("Just a headline") == [("paragraph", "Just a headline")]
    assert structure("Just a headline").title == ""


def test_prose_at_the_top_is_no_title() -> None:
    assert [kind for kind, _ in kinds(f"{PROSE}\n{MORE}")] == ["paragraph", "paragraph"]


def test_a_sentence_under_the_title_is_a_standfirst_above_a_byline_only() -> None:
    summary = "Three farmers explain what the new border means for their sheep."
    assert structure(f"Hill lines\n{summary}\nBy Ann Poe\n{PROSE}").standfirst == summary
    assert structure(f"Hill lines\n{summary}\n{PROSE}\n{MORE}").standfirst == ""


def test_boilerplate_under_the_title_is_no_standfirst() -> None:
    bar = "Share this on Facebook or by email"
    assert structure(f"Hill lines\n{bar}\n{PROSE}\n{MORE}").standfirst == ""


def test_a_name_above_a_date_is_the_author() -> None:
    found = structure(f"Hill lines\nMaud van der Lee in Eskmouth\nMonday 6 May 2024\n{PROSE}")
    assert (found.author, found.published) == ("Maud van der Lee", "6 May 2024")


def test_a_run_of_short_lines_holds_no_subhead() -> None:
    text = f"{PROSE}\nApples\nPears\nPlums\n{MORE}\nCherries\nQuinces"
    headings = [piece for kind, piece in kinds(text, titled=False) if kind == "heading"]
    assert headings == ["Plums"]


def test_ends_of_sentences_are_seen_behind_quotes() -> None:
    assert ends_sentence("It held.”")
    assert ends_sentence("Why (and how)?")
    assert not ends_sentence("‘Working relationship’")
    assert not ends_sentence("")


def test_headings_are_short_and_open() -> None:
    assert is_heading("‘Working relationship’")
    assert is_heading("What happens next?")
    assert not is_heading("It held.")
    assert not is_heading("He said:")
    assert not is_heading("and so on")
    assert not is_heading(PROSE)


def test_ugly_input_is_read_in_one_pass() -> None:
    assert [b.line for b in structure("a" + "\n" * 1_000_000 + "b").blocks] == [1, 1_000_001]
    assert len(structure("." * 5_000_000).blocks) == 1
    assert structure(" " * 5_000_000).blocks == ()


DUMP = """\
   [1]Home
   [2]Fishing news
   Menu
   Contact the newsroom

                    Lamp oil is dear again

   By Ida Moe | 7 April 1998

   The price of lamp oil has gone up for the third time since the new year, and the
   keepers of the lighthouses along the northern coast say that they will have to put
   out two of the lamps before the summer, if nobody pays.

   The ministry has not answered, and its clerks are said to be on holiday until the
   second week of May.

   Share this
   [3]Terms
"""


def test_a_wrapped_article_is_found_behind_the_menu_of_its_page() -> None:
    found = structure(DUMP)
    shown = [(b.kind.value, " ".join(DUMP[b.start : b.end].split())[:24]) for b in found.blocks]
    assert shown[4:8] == [
        ("title", "Lamp oil is dear again"),
        ("byline", "By Ida Moe | 7 April 199"),
        ("paragraph", "The price of lamp oil ha"),
        ("paragraph", "The ministry has not ans"),
    ]
    assert (found.title, found.author) == ("Lamp oil is dear again", "Ida Moe")
    assert found.published == "7 April 1998"


def test_paragraphs_on_one_line_may_stand_beside_wrapped_ones() -> None:
    long = "The keepers met in the tavern on the quay, and nobody could say in the end who had called them there."
    wrapped = (
        "They talked until the lamps went out, and some of them\n"
        "walked home along the beach, which is what their fathers\n"
        "had done in the hard winters before the road was built by\n"
        "the parish.\n"
    )
    text = f"{long}\n{wrapped}{long}\n{long}"
    found = [text[b.start : b.end] for b in structure(text, titled=False).blocks]
    assert found == [long, wrapped.strip(), long, long]
