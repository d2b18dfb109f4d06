from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.errors import QueryError
from index.query import parse, plain
from index.query.lexer import Mark, lexemes
from index.query.tree import (
    All,
    Either,
    Filter,
    Fuzzy,
    Must,
    Node,
    Not,
    Pattern,
    Phrase,
    Some,
    Word,
    Words,
    leaves,
)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("arms control talks", "arms control talks"),
        ("who said no? - nobody (yet)", "who said no? - nobody (yet)"),
        ("what is covid-19?", "what is covid-19?"),
        ('"arms control" talks', "arms control talks"),
        ("“arms control” talks", "arms control talks"),
        ("treaty NOT ratified", "treaty"),
        ("treaty -ratified +vote", "treaty vote"),
        ('treaty -"test ban" vote', "treaty vote"),
        ("treaty AND (vote OR ballot)", "treaty vote ballot"),
        ("title:treaty negot* ratifcation~2", "treaty negot ratifcation"),
        ("solar NOT (wind (gas oil))", "solar"),
        ('"to be or NOT to be" speech', "to be or NOT to be speech"),
        ('-"only this"', ""),
    ],
)
def test_the_encoder_reads_the_wanted_words(query: str, expected: str) -> None:
    assert parse(query).words == expected


@pytest.mark.parametrize(
    ("text", "root"),
    [
        ("arms control", Words("arms control")),
        ('"arms control"', Phrase("arms control")),
        ('"arms control"~3', Phrase("arms control", slop=3)),
        ("„arms control“", Phrase("arms control")),
        ("« belle vie »", Phrase("belle vie")),
        ("「軍縮 交渉」", Phrase("軍縮 交渉")),
        ("+vote -ratified", Some((Must(Word("vote")), Not(Word("ratified"))))),
        ("vote AND treaty", All((Word("vote"), Word("treaty")))),
        ("a1 AND b1 OR c1", Either((All((Word("a1"), Word("b1"))), Word("c1")))),
        ("vote AND NOT treaty", All((Word("vote"), Not(Word("treaty"))))),
        ("vote AND -treaty", All((Word("vote"), Not(Word("treaty"))))),
        (
            "re:(vote) -oil treaty",
            Some((Word("re:"), Word("vote"), Not(Word("oil")), Word("treaty"))),
        ),
        ('+"vote) treaty" (oil)', Some((Must(Phrase("vote) treaty")), Word("oil")))),
        ('title:("vote) treaty")', Phrase("vote) treaty", "title")),
        ("vote OR -treaty", Either((Word("vote"), Not(Word("treaty"))))),
        ("title:treaty", Word("treaty", "title")),
        ('title:"test ban"', Phrase("test ban", "title")),
        ("title:(test ban)", Some((Word("test", "title"), Word("ban", "title")))),
        ("negotiat*", Pattern("negotiat*")),
        ("wom?n", Pattern("wom?n")),
        ("ratifcation~", Fuzzy("ratifcation", 1)),
        ("ratifcation~2", Fuzzy("ratifcation", 2)),
        ("oil~2 oil~2 oil~2", Fuzzy("oil", 2)),
        (
            '"arms control" title:treaty (sea OR peat)',
            Some(
                (
                    Phrase("arms control"),
                    Word("treaty", "title"),
                    Either((Word("sea"), Word("peat"))),
                )
            ),
        ),
        ('say "this OR that" now', Some((Word("say"), Phrase("this OR that"), Word("now")))),
        ("Zug (Ulm -Bonn)", Some((Word("Zug"), Some((Word("Ulm"), Not(Word("Bonn"))))))),
        ("", None),
        (" ?! ", None),
    ],
)
def test_the_tree_of_a_query(text: str, root: Node | None) -> None:
    assert parse(text).root == root


@pytest.mark.parametrize(
    "text",
    [
        "what is covid-19?",
        "Really? Yes",
        "don't",
        'the "odd one',
        "rock 'n' roll",
        "a temperature of -5",
        "5 - 3 = 2",
        "profits – and losses",
        "U.S.-led (EU) talks",
        "Iran: talks",
        "about ~5",
        "C++ or F#",
        "and or not",
        "the AND",
        "OR what",
        "oil AND",
        "what the f***",
        "https://paper.example/story?id=77&page=*2",
        "怎么办?谁负责?",
        'צה"ל ארה"ב',
        "Warenimport und -export sinken",
        "Liebe Leser*innen",
        "PARLIAMENT DOES NOT RATIFY TREATY AND LEAVES",
        "a*",
        "*",
        "?*?",
        "titel:bees",
        'a 6" gun',
    ],
)
def test_plain_text_is_never_taken_for_operators(text: str) -> None:
    parsed = parse(text)
    assert parsed.is_plain
    assert parsed.words == (text if parsed.root else "")


@pytest.mark.parametrize(
    "text",
    [
        '"arms control"',
        "“arms control” talks",
        "nego*",
        "wom?n",
        "iran~2",
        "+iran oil",
        "oil -price",
        'oil -"price cap"',
        "arms AND control",
        "NASA AND ESA",
        "(arms OR oil) talks",
        "NOT oil",
        "title:iran",
        "iran^2",
    ],
)
def test_operators_are_recognised(text: str) -> None:
    assert not parse(text).is_plain


def test_a_pattern_or_a_misspelling_is_no_whole_word() -> None:
    assert parse("long negotiat* treety~ talks").whole_words == "long talks"
    assert parse("arms control").whole_words == "arms control"


def test_a_field_of_the_articles_is_a_filter() -> None:
    parsed = parse('ferry source:"straits times" file:clips/*', columns={"source", "file"})
    assert parsed.root == Some(
        (Word("ferry"), Filter("source", "straits times"), Filter("file", "clips/*"))
    )
    assert parsed.words == "ferry"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("who said no? - nobody (yet)", "who said no? - nobody (yet)"),
        ("Was Manson's “Fiancée” playing him?", "Was Manson's Fiancée playing him"),
        ("ISIS fanatics have NOT beheaded her", "ISIS fanatics have not beheaded her"),
        ("-only +this title:counts", "only this title counts"),
        ("the KX-417 NOT sold", "the KX-417 not sold"),
    ],
)
def test_plain_words_say_what_stands_there(text: str, expected: str) -> None:
    assert plain(text).words == expected


@pytest.mark.parametrize("text", [b"oil", None, 7])
def test_a_query_is_text(text: object) -> None:
    for read in (parse, plain):
        with pytest.raises(QueryError, match="A query is text, not"):
            read(text)  # type: ignore[arg-type]


@pytest.mark.parametrize("text", ["+oil " + "x" * 3000, "(" * 999 + "+oil" + ")" * 999])
def test_what_is_too_long_or_too_deep_is_refused(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text)


PIECES = st.lists(
    st.sampled_from(
        ["AND", "OR", "NOT", "~2", "^2", "title:", "oil", "S-400", *'"“”()«»+-~*?^:   ']
    )
    | st.text(max_size=3)
).map("".join)


def letters(text: str) -> str:
    return "".join(filter(str.isalpha, text)).casefold()


@given(PIECES)
def test_any_text_is_read_or_refused_and_plain_text_is_left_as_it_is(text: str) -> None:
    try:
        parsed = parse(text)
    except QueryError:
        return
    assert set(letters(parsed.words)) <= set(letters(text))
    if parsed.is_plain and parsed.root:
        assert parsed.words == text


@given(PIECES)
@example('title:(title:("vote) oil"))')
@example("re:(vote) -oil")
def test_each_parenthesis_that_opens_closes_and_a_prefix_stands_before_something(text: str) -> None:
    kinds = [one.kind for one in lexemes(text, frozenset({"title"}))]
    depths = [*accumulate((kind is Mark.OPEN) - (kind is Mark.CLOSE) for kind in kinds)]
    assert min(depths, default=0) == 0
    assert depths[-1:] in ([], [0])
    for one, behind in pairwise([*kinds, Mark.CLOSE]):
        if one in (Mark.NOT, Mark.MUST, Mark.FIELD):
            assert behind not in (Mark.CLOSE, Mark.AND, Mark.OR)


@given(st.lists(st.sampled_from(["AND ", "NOT ", "title:", "re:", "oil", "vote", *'"“”()+-~*: '])))
def test_no_word_of_a_query_is_lost(pieces: list[str]) -> None:
    text = "".join(pieces)
    root = parse(text).root
    found = "" if root is None else " ".join(getattr(leaf, "text", "") for leaf in leaves(root))
    assert {word for word in ("oil", "vote") if word in text and word not in found} == set()


@given(PIECES)
def test_plain_words_are_never_operators_and_lose_no_word(text: str) -> None:
    parsed = plain(text)
    assert parsed.is_plain
    if parsed.root:
        assert letters(parsed.words) == letters(text)
