"""Structure in scripts without capitals, without blanks, and without a Latin full stop."""

import textwrap

import pytest

from index.article.scripts import reading_length
from index.article.structure import structure

HINDI = (
    "नाविकों ने रविवार को बंदरगाह का पुराना क्रेन उतारा और उसे टुकड़ों में काटकर ट्रकों पर लादा। भीड़ देर रात तक "
    "देखती रही। नगर परिषद अब उसी जगह पर मछली बाज़ार बनाना चाहती है।"
)
KOREAN = (
    "선원들은 일요일에 항구의 낡은 기중기를 내려 조각으로 자른 뒤 트럭에 실었다. 사람들은 밤늦게까지 지켜보았다. "
    "시의회는 그 자리에 어시장을 세우려고 한다."
)
HEBREW = (
    "המלחים הורידו ביום ראשון את העגורן הישן של הנמל וחתכו אותו לחתיכות שהועמסו על משאיות. הקהל צפה "
    "בהם עד שעת לילה מאוחרת. המועצה רוצה להקים שם שוק דגים."
)
CHINESE = (
    "水手们星期天把港口的旧起重机拆了下来，切成小块装上卡车，围观的人群一直看到深夜才散去。市议会打算在原地"
    "建一座鱼市场，但渔民协会说目前的码头已经足够大了，不必再花这笔钱。"
)
THAI = "ชาวเรือรื้อปั้นจั่นเก่าของท่าเรือเมื่อวันอาทิตย์แล้วตัดเป็นชิ้นเล็กขนขึ้นรถบรรทุก ผู้คนยืนดูจนดึกดื่น สภาเมืองอยากสร้างตลาดปลาตรงที่เดิม"
PROSE = [HINDI, KOREAN, HEBREW, CHINESE, THAI]


def kinds(text: str) -> list[str]:
    return [block.kind.value for block in structure(text).blocks]


def lines(text: str, width: int) -> str:
    return "\n".join(text[at : at + width] for at in range(0, len(text), width))


@pytest.mark.parametrize("prose", PROSE)
def test_the_first_paragraph_is_neither_standfirst_nor_title(prose: str) -> None:
    title = prose.split()[0][:8]
    assert kinds(f"{title}\n\n{prose}\n\n{prose}") == ["title", "paragraph", "paragraph"]
    assert kinds(f"{prose}\n\n{prose}") == ["paragraph", "paragraph"]


@pytest.mark.parametrize("prose", [HINDI, KOREAN, HEBREW])
@pytest.mark.parametrize("width", [50, 60, 72])
def test_wrapped_lines_are_joined_in_scripts_without_capitals(prose: str, width: int) -> None:
    text = "\n\n".join(textwrap.fill(part, width) for part in (prose, f"{prose} {prose}"))
    assert kinds(f"{prose.split()[0]}\n\n{text}") == ["title", "paragraph", "paragraph"]


@pytest.mark.parametrize(("prose", "width"), [(CHINESE, 24), (CHINESE, 38), (THAI, 50)])
def test_wrapped_lines_are_joined_where_there_are_no_blanks(prose: str, width: int) -> None:
    text = f"{prose[:4]}\n\n{lines(prose, width)}\n\n{lines(prose, width)}"
    assert kinds(text) == ["title", "paragraph", "paragraph"]


def test_an_indented_line_opens_a_chinese_paragraph() -> None:
    wrapped = lines(f"\u3000\u3000{CHINESE}", 38)
    assert kinds(f"旧起重机\n{wrapped}\n{wrapped}") == ["title", "paragraph", "paragraph"]


def test_chinese_lines_of_a_paragraph_each_stay_apart() -> None:
    paragraphs = [CHINESE[:20] + "。", CHINESE[20:48] + "。", CHINESE[48:] + "。"]
    assert kinds("旧起重机\n" + "\n".join(paragraphs)) == ["title", *["paragraph"] * 3]


def test_subheads_are_found_above_a_danda() -> None:
    found = kinds(f"पुराना क्रेन\n\n{HINDI}\n\nआगे क्या होगा\n\n{HINDI}")
    assert found == ["title", "paragraph", "heading", "paragraph"]


def test_a_wide_letter_counts_as_three() -> None:
    assert reading_length("crane") == 5
    assert reading_length("起重机") == 9
    assert reading_length("ปั้นจั่น") == 8
