"""Boilerplate is told from prose about the same things, line by line."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from index.article.boilerplate_lines import boilerplate_kind


@pytest.mark.parametrize(
    "line",
    [
        "Advertisement",
        "after newsletter promotion",
        "Follow the Breakwater on X and Facebook.",
        "Become a supporter from £3 a month.",
        "Privacy notice: newsletters may hold advertising.",
        "[Story continues below]",
        "Scroll down for video",
        "Skip past newsletter promotion",
        "Share this article: Facebook · X · WhatsApp · Copy link",
        "Tweet | Email | Print",
        "Read more: Why the tide tables are wrong",
        "SEE ALSO: The eel that came back",
        "Continue reading the main story",
        "© Breakwater Media Ltd 2024. All rights reserved.",
        "Copyright 2024 Breakwater Media",
        "Follow us on Facebook and Instagram",
        "Have your say in the comments below",
        "24 comments",
        "Do you know more? Write to our newsdesk in confidence.",
        "Enter your email address",
        "By signing up you agree to our terms and privacy policy.",
        "Enjoyed this? Sign up for our weekly newsletter.",
        "This page uses cookies. Click ‘Accept’ to go on.",
        "• Click to share on Facebook (Opens in new window)",
        "3 thoughts on “The eel that came back”",
        "Proudly powered by a Raspberry",
        "Also read",
        "Lire aussi : Le port rouvre lundi",
        "Lesen Sie auch: Der Hafen öffnet wieder",
        "Читайте также: Порт снова открыт",
        "اقرأ أيضاً: الميناء يفتح من جديد",
        "関連記事：港が再開",
        "Verlag Wellenbrecher GmbH, alle Rechte vorbehalten",
        "Tous droits réservés",
        "جميع الحقوق محفوظة لصحيفة الميناء",
        "港新聞社 無断転載を禁じます",
    ],
)
def test_boilerplate_is_told_by_its_words(line: str) -> None:
    assert boilerplate_kind(line)


@pytest.mark.parametrize(
    "line",
    [
        "The newsletter has 212 subscribers, which is 24 more than the island has people.",
        "Subscribers to the newsletter will get it by email from June, the editor says.",
        "Copyright in a newspaper lies not in the news but in the telling of it.",
        "Copyright law dates from 1709, and was not written with photocopiers in mind.",
        "“Sign up for our newsletter,” reads the card on the counter, under a dead fly.",
        "“Follow us on Facebook!”",
        "By continuing to refuse, the minister accepts that the terms will lapse.",
        "The site uses three servers and was built in 1999.",
        "Readers wrote 300 comments below the article before they were closed.",
        "He said that you can unsubscribe from anything but the sea.",
        "Your data is stored on the telephone and nowhere else.",
        "Share prices fell on news of the rust.",
        "More than a ship",
        "More by luck than by judgement",
        "Follow the money",
        "Keep your password to yourself",
        "The story of the Petrel",
        "What do you think you are doing?",
        "Jump to conclusions",
        "Read the small print, she told them, and they did.",
        "It was.",
        "- sign up for flood alerts from the harbour office",
        "Sign up for an account, then order the tide tables.",
        "Register with your email address, then wait for the code that the office sends.",
        "Log in to your account and choose Moorings.",
        "2. Sign up for a free account at the harbour office.",
        "Download the app and create an account before you sail.",
    ],
)
def test_prose_and_subheads_about_such_things_stay(line: str) -> None:
    assert boilerplate_kind(line) == ""


@given(line=st.text(max_size=400))
@example(line="")
@example(line="[]")
@example(line="copy link " * 25 + "!")
def test_any_line_can_be_asked_about(line: str) -> None:
    if boilerplate_kind(line):
        assert len(line) <= 260
