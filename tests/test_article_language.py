"""Languages of short texts: by their script, their source and the corpus."""

import pytest

from index.article.alphabets import is_written_in, script_of
from index.article.language import detect_language, settled_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("起重机拆了\n\n水手们星期天把它切成小块装上卡车。", "zh"),
        ("クレーン撤去\n\n水夫たちが解体した。", "ja"),
        ("기중기 철거", "ko"),
        ("รื้อปั้นจั่น", "th"),
        ("Ο γερανός έφυγε", "el"),
        ("העגורן הוסר", "he"),
        ("ക്രെയിൻ നീക്കി", "ml"),
        ("ክሬኑ ተነሳ", "am"),
        ("クレーン and the harbour of the town", ""),
        ("東京港", ""),
        ("Crane gone", ""),
        ("2024", ""),
        ("", ""),
    ],
)
def test_a_script_of_one_language_tells_by_a_few_letters(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize(
    ("text", "source", "corpus", "language"),
    [
        ("Hafen", {"de": 3}, {"en": 90, "de": 3}, "de"),
        ("Hafen", {}, {"de": 9}, "de"),
        ("Hafen", {"ru": 5}, {"ru": 5, "de": 2}, "de"),
        ("Порт", {"en": 5}, {"en": 50, "uk": 1}, "uk"),
        ("港", {"en": 5}, {"en": 50}, ""),
        ("2024", {"fr": 5}, {"fr": 5}, "fr"),
        ("", {}, {}, ""),
        ("La grúa del puerto se fue por la noche", {"en": 5, "es": 5}, {}, "es"),
        ("The crane of the port went in the night", {"en": 5, "es": 5}, {}, "en"),
        ("OK", {"en": 95, "es": 5}, {}, "en"),
    ],
)
def test_a_language_is_settled_by_source_then_corpus(
    text: str, source: dict[str, int], corpus: dict[str, int], language: str
) -> None:
    assert settled_language(text, source, corpus) == language


def test_scripts_are_told_by_most_letters() -> None:
    assert script_of("Кран, кран! OK") == "cyrillic"
    assert script_of("水夫たち") == "chinese"
    assert script_of("3.14") == ""
    assert is_written_in("sr", "latin")
    assert is_written_in("sr", "cyrillic")
    assert not is_written_in("de", "greek")
