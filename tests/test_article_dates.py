import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.article.dates import iso_date
from index.article.path_dates import date_in_path


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("7 avril 1998", "fr"),
        ("Dienstag, 7. April 1998", "de"),
        ("7 de abril de 1998", "es"),
        ("7 kwietnia 1998", "pl"),
        ("7 באפריל 1998", "he"),
        ("7 אפריל 1998", "he"),
        ("7 अप्रैल 1998", "hi"),
        ("7 апреля 1998 г.", "ru"),
        ("7 квітня 1998 року", "uk"),
        ("7 Nisan 1998 Salı", "tr"),
        ("1998. április 7.", "hu"),
        ("Ngày 7 tháng 4 năm 1998", "vi"),
        ("1998年4月7日", "zh"),
        ("1998년 4월 7일", "ko"),
        ("٧ أبريل ١٩٩٨", "ar"),
        ("April 7th, 1998", "en"),
        ("7 travnja 1998", "hr"),
        ("7 avril 1998", ""),
    ],
)
def test_the_months_of_many_languages_are_known(raw: str, language: str) -> None:
    assert iso_date(raw, language) == "1998-04-07"


@pytest.mark.parametrize(
    ("raw", "language"),
    [
        ("7 เมษายน 2541", "th"),
        ("7/4/2541", "th"),
        ("۱۳۷۷/۰۱/۱۸", "fa"),
        ("۱۸ فروردین ۱۳۷۷", "fa"),
        ("10 ذو الحجة 1418", "ar"),
        ("平成10年4月7日", "ja"),
        ("民國87年4月7日", "zh"),
    ],
)
def test_the_years_of_other_calendars_are_made_gregorian(raw: str, language: str) -> None:
    assert iso_date(raw, language) == "1998-04-07"


def test_a_year_of_another_calendar_is_only_taken_for_one_in_its_language() -> None:
    assert iso_date("29 May 1453", "en") == "1453-05-29"
    assert iso_date("1453-05-29", "en") == "1453-05-29"


def test_a_month_that_is_another_one_elsewhere_needs_its_language() -> None:
    assert iso_date("7 listopada 1998", "pl") == "1998-11-07"
    assert iso_date("7 listopada 1998", "hr") == "1998-10-07"
    assert iso_date("7 listopada 1998") == ""


@pytest.mark.parametrize(
    ("raw", "time_of_day"),
    [
        ("Publié le 7 avril 1998 à 9h05", "T09:05:00"),
        ("7 April 1998 at 9:05 p.m.", "T21:05:00"),
        ("Tue Apr 7 09:05:10 1998", "T09:05:10"),
        ("7 April 1998 09:05 EST", "T09:05:00-05:00"),
        ("1998年4月7日 9時5分", "T09:05:00"),
        ("7 April 1998 25:00", ""),
    ],
)
def test_the_time_of_day_is_read_beside_a_date(raw: str, time_of_day: str) -> None:
    assert iso_date(raw) == f"1998-04-07{time_of_day}"


def test_who_knows_how_a_source_writes_dates_decides() -> None:
    assert iso_date("04/07/1998", "en") == "1998-04-07"
    assert iso_date("04/07/1998", "en", day_first=True) == "1998-07-04"
    assert iso_date("04/07/1998", "fr", day_first=False) == "1998-04-07"
    assert iso_date("04.07.1998", "en") == "1998-07-04"
    assert iso_date("04/17/1998", "fr", day_first=True) == "1998-04-17"


def test_a_month_or_a_year_is_a_date_where_that_will_do() -> None:
    assert iso_date("1998", partial=True) == "1998"
    assert iso_date("1998-04", partial=True) == "1998-04"
    assert iso_date("avril 1998", "fr", partial=True) == "1998-04"
    assert iso_date("April", partial=True) == ""
    assert iso_date("April 1998") == ""


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("posts/1998-04-07-the-ferry.md", "1998-04-07"),
        ("1998-04-07_the-packet_page-3.txt", "1998-04-07"),
        ("packet/1998/04/07/ferry.html", "1998-04-07"),
        ("https://packet.example/1998/4/7/ferry", "1998-04-07"),
        ("19980407.txt", "1998-04-07"),
        ("ferry-19981307.txt", ""),
        ("120199804072.txt", ""),
        ("route-1998-04.txt", ""),
    ],
)
def test_a_date_may_stand_in_a_path(path: str, day: str) -> None:
    assert date_in_path(path) == day


@given(st.text(alphabet="0123456789 :/.-,APMapril月年T+Zé", max_size=80))
@settings(max_examples=300, deadline=None)
def test_junk_is_a_date_or_nothing(raw: str) -> None:
    found = iso_date(raw, partial=True)
    assert found == "" or found[:4].isdigit()


def test_junk_takes_no_time() -> None:
    iso_date("7 avril 1998")
    start = time.process_time()
    for n in range(2_000):
        iso_date(f"{n} zqx {n % 97} wvu 1998 jk{n} lm {n}/{n}/x", "en")
    assert time.process_time() - start < 2
