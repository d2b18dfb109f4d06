"""Bylines and date lines as newspapers in many languages set them."""

import pytest

from index.article.byline import Byline, is_name, parse_byline
from index.article.structure import structure

PROSE = (
    "The crane was taken down on Sunday, cut into pieces and put on lorries while a crowd watched."
)


@pytest.mark.parametrize(
    ("line", "author"),
    [
        ("Par Élise Vautrin", "Élise Vautrin"),
        ("Par Élise Vautrin et Rémi Oger", "Élise Vautrin et Rémi Oger"),
        ("Von Gerda Süß und Ulf Brandt", "Gerda Süß und Ulf Brandt"),
        ("Von Gerda Süß, Kiel", "Gerda Süß"),
        ("Text: Gerda Süß", "Gerda Süß"),
        ("Por Inés Ruiz", "Inés Ruiz"),
        ("Di Carla Neri", "Carla Neri"),
        ("Door Piet van der Meulen", "Piet van der Meulen"),
        ("Af Signe Holm", "Signe Holm"),
        ("De Radu Munteanu", "Radu Munteanu"),
        ("Scris de Oana Pavel", "Oana Pavel"),
        ("De ce tace primarul", ""),
        ("Autor: Marek Wójcik", "Marek Wójcik"),
        ("Oleh Siti Rahma", "Siti Rahma"),
        ("Autorka: Ewa Lis", "Ewa Lis"),
        ("Napsala Hana Malá", "Hana Malá"),
        ("Szerző: Tóth Ilona", "Tóth Ilona"),
        ("Автор Инна Белова", "Инна Белова"),
        ("Автор неизвестен", ""),
        ("Bài và ảnh: Trần Minh", "Trần Minh"),
        ("글 박서준", "박서준"),
        ("Tác giả: Trần Văn Minh", "Trần Văn Minh"),
        ("Автор: Инна Белова", "Инна Белова"),
        ("Του Νίκου Λάμπρου", "Νίκου Λάμπρου"),
        ("بقلم: سلمى الخطيب", "سلمى الخطيب"),
        ("مأخوذ من الأرشيف", ""),
        ("מאת רות לוי", "רות לוי"),
        ("लेखक: रोहन मेहता", "रोहन मेहता"),
        ("โดย มานี รักดี", "มานี รักดี"),
        ("文／李明华", "李明华"),
        ("記者陳美玲／高雄報導", "陳美玲"),
        ("記者・鈴木一郎", "鈴木一郎"),
        ("鈴木一郎記者", "鈴木一郎"),
        ("박서준 기자 seo@paper.example", "박서준"),
        ("Von Kiel nach Oslo", ""),
        ("Por qué calla Inés", ""),
        ("記者会見", ""),
        ("كتب جديدة", ""),
    ],
)
def test_authors_are_named_without_their_preposition(line: str, author: str) -> None:
    assert parse_byline(line) == (Byline(author) if author else None)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("Publié le 9 mars 2022 à 8h15", "9 mars 2022 à 8h15"),
        ("Mittwoch, 9. März 2022", "Mittwoch, 9. März 2022"),
        ("Stand: 09.03.2022, 08:15 Uhr", "09.03.2022, 08:15"),
        ("9 марта 2022 г.", "9 марта 2022"),
        ("9 בפברואר 2022", "9 בפברואר 2022"),
        ("9 फरवरी 2022", "9 फरवरी 2022"),
        ("9 सितम्बर 2022", "9 सितम्बर 2022"),
        ("9 березня 2022 року", "9 березня 2022"),
        ("2022. március 9.", "2022. március 9"),
        ("Ngày 9 tháng 3 năm 2022", "9 tháng 3 năm 2022"),
        ("الأربعاء ٩ مارس ٢٠٢٢", "الأربعاء ٩ مارس ٢٠٢٢"),
        ("9 मार्च 2022", "9 मार्च 2022"),
        ("วันที่ 9 มีนาคม 2565", "9 มีนาคม 2565"),
        ("2022年3月9日 8時15分", "2022年3月9日 8時15分"),
        ("입력 2022.03.09", "2022.03.09"),
        ("令和4年3月9日", "2022年3月9日"),
        ("民國111年3月9日", "2022年3月9日"),
        ("چهارشنبه ۱۸ اسفند ۱۴۰۰ - ۰۸:۱۵", "چهارشنبه ۱۸ اسفند ۱۴۰۰ - ۰۸:۱۵"),
        ("6 شعبان 1443 هـ الموافق 9 مارس 2022", "6 شعبان 1443 هـ الموافق 9 مارس 2022"),
    ],
)
def test_lines_with_a_date_are_read(line: str, date: str) -> None:
    assert parse_byline(line) == Byline("", date)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("AP, 12 April 2000", "12 April 2000"),
        ("Börsen-Kurier, 18 May 2004", "18 May 2004"),
        ("LONDON | 3 May 2021", "3 May 2021"),
        ("3 May 2021 – Reuters", "3 May 2021"),
    ],
)
def test_a_paper_or_a_place_of_one_word_may_stand_beside_a_date(line: str, date: str) -> None:
    assert parse_byline(line) == Byline("", date)


@pytest.mark.parametrize("line", ["Brexit 31 January 2020", "Riga, 12 rooms, 3 May 2021 and on"])
def test_a_word_beside_a_date_without_a_mark_is_no_date_line(line: str) -> None:
    assert parse_byline(line) is None


@pytest.mark.parametrize(
    "line",
    ["2022年の港", "Sommer 2022 in Kiel", "9 mars 2022, jour de colère", "1 of 2022 cranes"],
)
def test_a_year_alone_makes_no_date_line(line: str) -> None:
    assert parse_byline(line) is None


def test_an_author_and_a_date_can_share_a_line() -> None:
    assert parse_byline("Gerda Süß, 9. März 2022") == Byline("Gerda Süß", "9. März 2022")
    assert parse_byline("Автор: Инна Белова, 9 марта 2022") == Byline("Инна Белова", "9 марта 2022")


def test_a_headline_may_open_like_a_byline_abroad() -> None:
    found = structure(f"Da Vinci Bridges\nBy Ann Poe\n{PROSE}\n{PROSE}")
    assert (found.title, found.author) == ("Da Vinci Bridges", "Ann Poe")


def test_a_number_of_people_is_no_author() -> None:
    assert not is_name("Three Women Held")
    found = structure(f"Court news\nThree Women Held in Eskmouth\n9 March 2022\n{PROSE}")
    assert found.author == ""
