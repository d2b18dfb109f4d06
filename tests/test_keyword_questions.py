"""How a question is put is no evidence, in any language that has function words."""

from __future__ import annotations

import pytest
from whoosh.lang.stopwords import stoplists

from index.keyword.function_words import content_words, function_words
from index.keyword.question_words import BEGINNINGS, QUESTION_WORDS

QUESTIONS = {
    "da": ("hvem hvad hvor hvornår hvorfor hvordan hvilken", "Hvorfor Odense"),
    "de": ("wer was wo wann warum wie welcher wessen wofür", "Welcher Maler"),
    "en": ("who what where when why how which whose", "Which Senator"),
    "es": ("quién qué dónde cuándo cuánto cómo cuál", "Cuándo Bolivia"),
    "fi": ("kuka mikä missä milloin miksi miten montako", "Milloin Turku"),
    "fr": ("qui que où quand pourquoi comment quelle combien", "Quand Genève"),
    "hu": ("ki mi hol mikor miért hogyan melyik mennyi", "Mikor Szeged"),
    "it": ("chi cosa dove quando perché come quale quanti", "Quando Verdi"),
    "nl": ("wie wat waar wanneer waarom hoe welke hoeveel", "Waarom Utrecht"),
    "no": ("hvem hva hvor når hvorfor hvordan hvilket", "Hvorfor Bergen"),
    "pt": ("quem quê onde quando porque como quais quantos", "Quando Coimbra"),
    "ru": ("кто что где когда почему как какой сколько", "Почему Казань"),
    "sv": ("vem vad var när varför hur vilken", "Varför Lund"),
    "tr": ("kim ne nerede neden niçin nasıl hangi kaç", "Hangi Bursa"),
}


def asked(text: str, language: str) -> list[str]:
    return [text[word.start : word.end] for word in content_words(text, (language,))]


def test_every_language_with_function_words_has_question_words() -> None:
    assert set(QUESTION_WORDS) == set(QUESTIONS) == set(stoplists)


@pytest.mark.parametrize("language", QUESTIONS)
def test_question_words_are_no_evidence(language: str) -> None:
    words, _ = QUESTIONS[language]
    for word in words.split():
        assert asked(f"{word} quark", language) == ["quark"], word


@pytest.mark.parametrize("language", QUESTIONS)
def test_a_question_word_may_be_followed_by_a_name(language: str) -> None:
    _, question = QUESTIONS[language]
    assert asked(question, language) == question.split()[1:]


@pytest.mark.parametrize("name", ["Will Smith", "Kim Novak", "Che Guevara"])
@pytest.mark.parametrize("language", ["de", "en", "it", "tr"])
def test_a_first_name_is_evidence(name: str, language: str) -> None:
    assert asked(name, language) == name.split()


def test_the_words_are_known_with_their_accents_and_without() -> None:
    assert {"für", "fur", "wofür", "wofur"} <= function_words(("de",))
    assert {"dónde", "donde"} <= BEGINNINGS
    assert not any(word in function_words(("zh",)) for word in BEGINNINGS)
