from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.article.sentences import clause_ends, sentence_ends, sentence_spans


def sentences(text: str) -> list[str]:
    return [text[start:end] for start, end in sentence_spans(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“It is over.” He left.", ["“It is over.”", "He left."]),
        ("Mr. Hale met Dr. Osei. They spoke.", ["Mr. Hale met Dr. Osei.", "They spoke."]),
        ("The U.S. Senate voted. It passed.", ["The U.S. Senate voted.", "It passed."]),
        ("J. R. Marten wrote it. So she said.", ["J. R. Marten wrote it.", "So she said."]),
        ("It cost 3.5 million. Nobody paid.", ["It cost 3.5 million.", "Nobody paid."]),
        ("Why… Because. (Or not.) Fine.", ["Why…", "Because.", "(Or not.)", "Fine."]),
        ("no capital. follows here", ["no capital. follows here"]),
        ("会議は終わった。次は来週だ。", ["会議は終わった。", "次は来週だ。"]),
        ("「もう帰る。」と言った。雨だ！傘は？", ["「もう帰る。」と言った。", "雨だ！", "傘は？"]),
        ("他说：“走吧。”天黑了。", ["他说：“走吧。”天黑了。"]),
        ("नाव डूबी। कोई नहीं मरा।", ["नाव डूबी।", "कोई नहीं मरा।"]),
        ("کشتی ڈوب گئی۔ کیوں؟ پتا نہیں۔", ["کشتی ڈوب گئی۔", "کیوں؟", "پتا نہیں۔"]),
        ("غرقت السفينة؟ نعم. ونجا الجميع.", ["غرقت السفينة؟", "نعم.", "ونجا الجميع."]),
        ("መርከቡ ሰመጠ። ማንም አልሞተም።", ["መርከቡ ሰመጠ።", "ማንም አልሞተም።"]),
        ("Πού πήγε; Ο κ. Λάμπρου ξέρει.", ["Πού πήγε;", "Ο κ. Λάμπρου ξέρει."]),
        ("Se hundió. ¿Por qué? ¡Nadie sabe!", ["Se hundió.", "¿Por qué?", "¡Nadie sabe!"]),
        ("»Weg!« Er ging am 9. November.", ["»Weg!«", "Er ging am 9. November."]),
        ("Das kam z. B. im 3. Anlauf. Gut.", ["Das kam z. B. im 3. Anlauf.", "Gut."]),
        ("« Partez ! » Il sortit.", ["« Partez ! »", "Il sortit."]),
        ("Рейс с ул. Мира в г. Орск. Он полон.", ["Рейс с ул. Мира в г. Орск.", "Он полон."]),
        ("Ona mieszka przy al. Róż. On też.", ["Ona mieszka przy al. Róż.", "On też."]),
        ("배가 가라앉았다. 모두 살았다.", ["배가 가라앉았다.", "모두 살았다."]),
        ("เรือจม พ.ศ. 2564 ทุกคนรอด", ["เรือจม พ.ศ. 2564 ทุกคนรอด"]),
        ("1. Open it.\n2. Close it.", ["1. Open it.", "2. Close it."]),
        ("Ο δήμαρχος Αθ. Ράλλης ήρθε. Μίλησε.", ["Ο δήμαρχος Αθ. Ράλλης ήρθε.", "Μίλησε."]),
        ("Μίλησε ο Χρ. Δήμου. Έφυγε.", ["Μίλησε ο Χρ. Δήμου.", "Έφυγε."]),
        ("Писал Вс. Орлов. Он умер.", ["Писал Вс. Орлов.", "Он умер."]),
        ("They met Wm. Hale on Krk. He left.", ["They met Wm. Hale on Krk.", "He left."]),
        ("Ήρθε ο Νίκος. Έφυγε η Άννα.", ["Ήρθε ο Νίκος.", "Έφυγε η Άννα."]),
        ("She said no. See No. 7.", ["She said no.", "See No. 7."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences_end_where_a_reader_would_say_so(text: str, expected: list[str]) -> None:
    assert sentences(text) == expected


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("The vote is at 6 p.m. Tuesday. It is the last.", 2),
        ("It ended at 11 a.m. GMT. They left.", 2),
        ("It ended at 11 a.m. They left.", 2),
        ("La casa da al mar. Es vieja.", 2),
        ("He came on Mar. 3 by sea. He left.", 2),
    ],
)
def test_a_sentence_goes_on_behind_an_hour_with_its_day(text: str, count: int) -> None:
    assert len(sentence_spans(text)) == count


def test_clauses_end_behind_commas_colons_and_dashes() -> None:
    text = "First, second; third — fourth: fifth"
    pieces = [text[a:b] for a, b in zip([0, *clause_ends(text)], clause_ends(text), strict=False)]
    assert pieces == ["First,", " second;", " third —", " fourth:"]
    assert clause_ends("雨，风；雪") == [2, 4]
    assert clause_ends("เรือจม ทุกคนรอด") == [7]


@given(st.text(alphabet="aB.!?,;“”« \n…—1。」あ؟।ก", max_size=80))
def test_sentences_hold_all_of_the_text_but_white_space(text: str) -> None:
    assert "".join("".join(sentences(text)).split()) == "".join(text.split())
    ends = sentence_ends(text)
    assert ends == sorted(set(ends))


@pytest.mark.parametrize("text", ["." * 200_000 + " a", "1. " * 100_000, "." + '"' * 200_000])
def test_long_runs_take_no_longer_than_their_length(text: str) -> None:
    assert sentence_ends(text)[-1] == len(text)
