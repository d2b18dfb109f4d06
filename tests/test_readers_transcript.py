from pathlib import Path

import pytest
from formats import article, blocks, read_bytes, reasons

VTT = """WEBVTT - Council meeting
Language: en

NOTE recorded by the clerk

intro
00:00.000 --> 00:04.000 align:start
<v Mayor Beck>Good evening. We begin with
the lock.

00:04.100 --> 00:07.000
<v Mayor Beck>It was <i>shut</i> on Friday.

01:02:03.500 --> 01:02:06.000
<v Keeper>The gate is broken &amp; old.
"""

SRT = """1
00:00:01,000 --> 00:00:03,000
- Where is the barge?

2
00:00:03,200 --> 00:00:05,000
- Above the lock.

3
00:00:30,000 --> 00:00:33,000
{\\an8}Forty tons of gravel
"""


def test_webvtt_is_an_article_whose_lines_are_seconds(tmp_path: Path) -> None:
    found = article(tmp_path, "a.vtt", VTT)
    assert (found.title, found.language) == ("Council meeting", "en")
    assert blocks(found) == [
        (
            1,
            "paragraph",
            "Mayor Beck: Good evening. We begin with the lock. It was shut on Friday.",
        ),
        (3724, "paragraph", "Keeper: The gate is broken & old."),
    ]


@pytest.mark.parametrize("text", [SRT, SRT.replace("\n\n", "\n"), SRT.replace("\n", "\r\n")])
def test_subrip_is_an_article_whose_lines_are_seconds(tmp_path: Path, text: str) -> None:
    assert [(line, shown) for line, _, shown in blocks(article(tmp_path, "a.srt", text))] == [
        (2, "- Where is the barge?"),
        (4, "- Above the lock."),
        (31, "Forty tons of gravel"),
    ]


def test_captions_that_roll_are_not_repeated(tmp_path: Path) -> None:
    shown = ["we begin", "we begin\nwith the lock", "with the lock", "with the lock\nand the gate"]
    cues = (f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{text}\n" for n, text in enumerate(shown))
    found = article(tmp_path, "a.vtt", "WEBVTT\n\n" + "\n".join(cues))
    assert found.text == "we begin with the lock and the gate"


def test_long_speech_is_parted_at_sentences(tmp_path: Path) -> None:
    cues = (
        f"{n // 60:02}:{n % 60:02}.000 --> {n // 60:02}:{n % 60:02}.900\nSentence {n} is said here.\n"
        for n in range(200)
    )
    found = article(tmp_path, "a.vtt", "WEBVTT\n\n" + "\n".join(cues))
    assert len(found.blocks) > 5
    for line, _, text in blocks(found):
        assert text.startswith(f"Sentence {line - 1} is")
        assert 300 < len(text) < 600 or text.endswith("Sentence 199 is said here.")


def test_a_transcript_without_a_word_is_a_problem(tmp_path: Path) -> None:
    found = read_bytes(tmp_path, "a.vtt", "WEBVTT\n\n00:00.000 --> 00:01.000\n\n")
    assert reasons(found) == ["a.vtt: no text between its times"]
