"""Passages in any script: nothing of an article is in none, and all are of a readable size."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article.structure import structure
from index.chunk import chunk
from index.encoder.protocol import Tokenizer
from index.types import BlockKind, Document

THAI = "ชาวเรือรื้อปั้นจั่นเก่าของท่าเรือเมื่อวันอาทิตย์แล้วตัดเป็นชิ้นเล็กขนขึ้นรถบรรทุก ผู้คนยืนดูจนดึกดื่น"
SENTENCES = [
    "The crane was taken down on Sunday and cut into pieces.",
    "नाविकों ने रविवार को बंदरगाह का पुराना क्रेन उतारा। भीड़ देखती रही।",
    "水手们星期天把港口的旧起重机拆了下来，切成小块装上卡车。",
    "أنزل البحارة يوم الأحد رافعة الميناء القديمة وقطعوها أجزاء",
    "ملاحوں نے اتوار کو پرانی کرین اتاری۔",
    "선원들은 일요일에 항구의 낡은 기중기를 내렸다.",
    THAI,
    "水夫たちは日曜日に古いクレーンを下ろした",
    "Моряки сняли старый кран",
    "By Ann Poe",
    "9 марта 2022 г.",
    "What next?",
    "",
]
texts = st.lists(
    st.one_of(st.sampled_from(SENTENCES), st.text(max_size=30)), min_size=1, max_size=14
).map("\n".join)


def document(text: str) -> Document:
    found = structure(text)
    return Document("a.txt", "a.txt", text, found.blocks, found.title, found.standfirst)


@given(text=texts, declared=st.booleans())
@settings(max_examples=150, deadline=None)
def test_nothing_of_an_article_is_in_no_passage(
    text: str, declared: bool, tokenizer: Tokenizer
) -> None:
    article = document(text)
    if declared:
        article = replace(article, title="Declared", standfirst="Declared too")
    passages = chunk(article, tokenizer)
    covered: set[int] = set()
    for passage in passages:
        assert article.text[passage.start : passage.end] == passage.text
        covered |= set(range(passage.start, passage.end))
    context = {" ".join(p.heading.split()) for p in passages} | {article.title}
    for block in article.blocks:
        piece = article.text[block.start : block.end]
        inside = {at for at in range(block.start, block.end) if not article.text[at].isspace()}
        if block.kind in (BlockKind.TITLE, BlockKind.STANDFIRST, BlockKind.HEADING):
            assert inside <= covered or " ".join(piece.split()) in context
        elif block.kind is BlockKind.PARAGRAPH:
            assert inside <= covered


def test_paragraphs_that_the_encoder_cannot_read_are_cut_all_the_same(tokenizer: Tokenizer) -> None:
    assert tokenizer.counts([THAI])[0] < 5
    article = document("\n\n".join(["ปั้นจั่น", *[THAI] * 6]))
    assert [len(p.text) for p in chunk(article, tokenizer)] == [len(THAI)] * 6
    long = document(f"ปั้นจั่น\n\n{THAI.replace(' ', '') * 20}")
    sizes = np.array([len(p.text) for p in chunk(long, tokenizer)])
    assert len(sizes) > 2
    assert sizes.max() < 900
    bases = [p.text[0] for p in chunk(long, tokenizer)]
    assert not set(bases) & set("ะาิีึืุู็่้๊๋์")


def test_a_standfirst_above_a_subhead_is_a_passage(tokenizer: Tokenizer) -> None:
    prose = "The crane was taken down on Sunday, cut into pieces and put on lorries at night."
    text = f"Crane gone\n\nHarbour loses its oldest landmark overnight\n\nThe end\n\n{prose}"
    article = document(text)
    assert [block.kind.value for block in article.blocks] == [
        *("title", "standfirst", "heading", "paragraph")
    ]
    assert [(p.heading, p.text) for p in chunk(article, tokenizer)] == [
        ("", "Harbour loses its oldest landmark overnight"),
        ("The end", prose),
    ]


def test_a_title_that_is_not_the_declared_one_is_a_passage(tokenizer: Tokenizer) -> None:
    prose = "The crane was taken down on Sunday, cut into pieces and put on lorries at night."
    article = replace(document(f"Crane gone at last\n\n{prose}\n\n{prose}"), title="Declared")
    assert chunk(article, tokenizer)[0].text.startswith("Crane gone at last")
