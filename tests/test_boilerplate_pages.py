"""Pages kept whole, as text: menus and footers are told from the article."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article.page_lines import is_linked, page_line, prose_lines, unmarked
from index.article.structure import structure
from index.boilerplate import mark
from index.types import BlockKind, Document

HEADLINE = "Crane of the old harbour comes down at last"
BODY = [
    "The crane was taken down on Sunday, cut into pieces and put on lorries while a crowd watched.",
    "“We shall miss her,” said Una Prydz, who had driven it for thirty years and never dropped a load.",
    "The council wants to build a fish market in its place, for which it has no money and no fish.",
]
MENU = ["Home", "News", "Quayside", "Sport", "Old Town", "Weather", "Log in"]
FOOTER = ["Related articles", "Eels return to the upper river", "Why the pier was sold for a pound"]
FOOTER += ["About us", "Privacy policy", "Harbour map", "Contact", "© 2024 The Packet"]


def document(text: str) -> Document:
    found = structure(text)
    return Document("a", "a", text, found.blocks, found.title, found.standfirst, found.author)


def left(text: str) -> list[str]:
    """What is not marked."""
    found = mark(document(text))
    return [
        found.text[block.start : block.end]
        for block in found.blocks
        if block.kind is not BlockKind.BOILERPLATE
    ]


def test_a_page_with_the_sites_name_in_its_title() -> None:
    head = [HEADLINE, "By Una Prydz", "3 May 2024"]
    text = "\n".join([f"{HEADLINE} - The Packet", *MENU, *head, *BODY, *FOOTER])
    assert left(text) == [*head, *BODY]
    found = document(text)
    assert (found.title, found.author) == (HEADLINE, "Una Prydz")


def test_a_page_with_links_in_brackets() -> None:
    menu = [f"  * [{word}](/{n})" for n, word in enumerate(MENU)]
    footer = [f"  * [{word}](/{n})" for n, word in enumerate(FOOTER)]
    text = "\n".join(
        [*menu, "", f"# {HEADLINE}", "", "By Una Prydz", "", "\n\n".join(BODY), *footer]
    )
    assert left(text) == [f"# {HEADLINE}", "By Una Prydz", *BODY]
    assert document(text).title == HEADLINE


def test_a_page_with_numbered_links() -> None:
    menu = [f"   [{n}]{word}" for n, word in enumerate(MENU, 1)]
    footer = [f"   [{n}]{word}" for n, word in enumerate(FOOTER[3:], 20)]
    text = "\n".join(
        [*menu, "", f"      {HEADLINE}", "", "   By Una Prydz", "", *BODY, "", *footer]
    )
    assert left(text) == [HEADLINE, "By Una Prydz", *BODY]
    assert document(text).title == HEADLINE


@pytest.mark.parametrize(
    ("menu", "title", "body", "footer"),
    [
        (
            ["Startseite", "Politik", "Hafen", "Sport", "Wetter", "Anmelden"],
            "Der alte Kran im Hafen ist weg",
            "Der Kran wurde am Sonntag abgebaut, zerlegt und auf Lastwagen geladen, viele sahen zu.",
            ["Das könnte Sie auch interessieren", "Aale im Fluss", "Impressum", "Datenschutz"],
        ),
        (
            ["首页", "新闻", "港口", "体育", "天气", "登录"],
            "港口的旧起重机终于被拆除了",
            "水手们星期天把港口的旧起重机拆了下来，切成小块装上卡车，围观的人群一直看到深夜。",
            ["相关新闻", "鳗鱼回到上游", "关于我们", "隐私政策"],
        ),
        (
            ["الرئيسية", "أخبار", "الميناء", "رياضة", "الطقس", "تسجيل الدخول"],
            "إزالة رافعة الميناء القديمة أخيرا",
            "أنزل البحارة يوم الأحد رافعة الميناء القديمة وقطعوها أجزاء وحملوها على الشاحنات أمام الناس.",
            ["مواضيع ذات صلة", "عودة الأسماك إلى النهر", "من نحن", "سياسة الخصوصية"],
        ),
    ],
)
def test_pages_in_other_languages(
    menu: list[str], title: str, body: str, footer: list[str]
) -> None:
    text = "\n".join([f"{title} | Packet", *menu, title, body, body, *footer])
    assert left(text) == [title, body, body]


def test_prose_behind_a_list_of_links_is_spared() -> None:
    inside = ["Most read", "Eels return to the upper river", "Tags: eels, river"]
    text = "\n".join([HEADLINE, *BODY, *inside, *BODY, *BODY])
    assert all(line in left(text) for line in BODY)
    assert len(left(text)) >= 1 + 3 * len(BODY)


def test_a_box_of_links_takes_no_line_of_the_article() -> None:
    simple = (
        "It was answered by the cooks of the quay, who have done it for longer than they can say"
    )
    broken = [
        f"{simple}, and all that one needs for it is a",
        "water-bath pot",
        ", a spoon and a jar.",
    ]
    questions = "Do you boil it? In a pot? Nobody knows. Ask!"
    link = "Pickled eel, the easy way"
    text = "\n".join(
        [HEADLINE, BODY[0], "Related post:", link, "What you need", questions, *broken]
    )
    assert left(text) == [HEADLINE, BODY[0], "What you need", questions, *broken]
    bullets = [f"* {line}" for line in FOOTER[1:3]]
    text = "\n".join([HEADLINE, BODY[0], "Related", *bullets, BODY[1], BODY[2]])
    assert left(text) == [HEADLINE, *BODY]


def test_a_date_above_the_title_of_a_page_is_its_date() -> None:
    date = "Friday, May 3, 2024"
    text = "\n".join([f"{HEADLINE} - Packet", *MENU, "FOR RELEASE", date, HEADLINE, *BODY])
    found = structure(text)
    assert (found.title, found.published) == (HEADLINE, "May 3, 2024")


def test_a_list_of_an_article_stays() -> None:
    items = ["Two crowbars", "A saw", "Rope", "Gloves", "A lorry", "Patience"]
    text = "\n".join([HEADLINE, *BODY, *items, *BODY])
    assert left(text) == [HEADLINE, *BODY, *items, *BODY]


def test_words_of_menus_and_footers_are_at_home_in_articles() -> None:
    topics = ["Health", "Education", "Travel", "Sport"]
    links = ["* [Eels return](/eels)", "* [The pier is sold](/pier)"]
    text = "\n".join(
        [HEADLINE, *BODY, *topics, *BODY, *links, *BODY, "Contact", "Write to the quay."]
    )
    assert left(text) == text.split("\n")


def test_a_title_that_the_text_repeats_below_stays_where_it_is() -> None:
    text = "\n".join([HEADLINE, *BODY, "Rust", HEADLINE, *BODY])
    assert document(text).title == HEADLINE
    assert left(text) == text.split("\n")


def test_a_page_of_nothing_but_buttons_is_left_as_it_is() -> None:
    text = "\n".join(["News", "Share", "Print", "About us", "Privacy policy"])
    assert mark(document(text)) == document(text)


@pytest.mark.parametrize(
    ("line", "kind"),
    [
        ("* [Home](/)", "menu"),
        ("[12]Privacy Policy", "foot"),
        ("• Teilen", "share"),
        ("Comments (12)", "after"),
        ("Home | News | Quayside", "menu"),
        ("Tags: eels, river", "after"),
        ("Anzeige", "advert"),
        ("The home news of the week was about sport.", ""),
        ("A porter of prose", ""),
    ],
)
def test_lines_of_pages_are_known_by_a_list(line: str, kind: str) -> None:
    assert page_line(line) == kind


def test_signs_of_dumps_are_taken_off() -> None:
    assert unmarked('  * [Old Town](/old "Old")') == "Old Town"
    assert unmarked("[3]Old Town") == "Old Town"
    assert unmarked("La porto") == "La porto"
    assert is_linked("[Old Town](/old)")
    assert not is_linked("See [Old Town](/old) for more")


def test_sentences_that_links_broke_are_prose() -> None:
    lines = [
        "All that one needs for it is an inexpensive",
        "water-bath pot",
        ", a spoon and a jar.",
    ]
    assert prose_lines(lines) == [True, True, True]


POOL = [*MENU, *BODY, *FOOTER, HEADLINE, "Share", "* * *", "By Una Prydz", "", "Tags: eels"]


@given(lines=st.lists(st.one_of(st.sampled_from(POOL), st.text(max_size=30)), max_size=30))
@settings(max_examples=200, deadline=None)
def test_no_document_is_emptied_and_the_head_stays(lines: list[str]) -> None:
    before = document("\n".join(lines))
    after = mark(before)
    assert mark(after) == after
    if before.blocks:
        kinds = {block.kind for block in after.blocks}
        assert kinds & {BlockKind.PARAGRAPH, BlockKind.HEADING}
    for one, other in zip(before.blocks, after.blocks, strict=True):
        if one.kind in (BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.BYLINE):
            assert one == other


def test_copies_of_a_story_keep_the_paragraphs_that_they_share(tmp_path: Path) -> None:
    import index

    shared = ["Nobody was hurt.", "Two tugs are on their way.", "The cargo is rope and soap."]
    folder = tmp_path / "wire"
    folder.mkdir()
    for number in range(3):
        first = f"Report {number}: {BODY[0]} {BODY[1]}"
        text = "\n\n".join(["Freighter aground (update)", first, *shared, BODY[2]])
        (folder / f"{number}.txt").write_text(text)
    others = tmp_path / "site"
    others.mkdir()
    stories = [
        "Eels are back in the upper river, where no one had caught any since the weir was built.",
        "For a pound the council sold its pier to a widow, who has never once set foot upon it.",
        "On Friday a gull stole the wig of a judge and dropped it, unharmed, on the fire brigade.",
    ]
    for number, body in enumerate(stories):
        story = f"Story {number}"
        pitch = "The Packet is owned by the people who read it."
        (others / f"{number}.txt").write_text("\n\n".join([story, body, pitch, f"{number} eels."]))
    index.build([folder, others], tmp_path / "index")
    with index.open_engine(tmp_path / "index") as engine:
        wire = engine.catalogue.documents([f"wire/{n}.txt" for n in range(3)])
        site = engine.catalogue.documents([f"site/{n}.txt" for n in range(3)])
    assert {block.reason for one in wire.values() for block in one.blocks} == {""}
    assert {one.title for one in wire.values()} == {"Freighter aground (update)"}
    reasons = [block.reason for one in site.values() for block in one.blocks]
    assert sum(map(bool, reasons)) == 3


@pytest.mark.parametrize(
    ("heading", "said"),
    [
        ("Čtěte také:", "Přístav byl devět dní zavřený, řekl správce, a rybáři čekali na břehu."),
        (
            "Související články",
            "Rada se sejde příští týden, aby rozhodla o penězích na opravu mola.",
        ),
        ("Lue myös", "Satama oli kiinni yhdeksän päivää, sanoi vartija, ja kalastajat odottivat."),
        (
            "Articles liés",
            "Le port est resté fermé neuf jours, a dit le gardien, et tous ont attendu.",
        ),
        ("関連記事", "港は九日間閉じていて、漁師たちは毎朝岸で待っていたと港長が話した。"),
        ("مقالات ذات صلة", "ظل الميناء مغلقا تسعة أيام كما قال الحارس وانتظر الصيادون على الشاطئ."),
    ],
)
def test_a_box_of_links_is_known_in_other_languages(heading: str, said: str) -> None:
    links = ["• Nový most", "• Uusi lautta"]
    lines = ["Saltmere 1830", said, heading, *links, f"{said} {said}", said]
    text = "\n\n".join(lines)
    found = structure(text)
    marked = mark(Document("a", "a", text, found.blocks, title=found.title))
    gone = [text[b.start : b.end] for b in marked.blocks if b.kind is BlockKind.BOILERPLATE]
    assert gone == [heading, *links]
