"""Settling the language of documents that are too short to tell it themselves."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection

from index.article.language import settled_language
from index.engines.writer import Documents


def settle_languages(documents: Documents, arrived: Collection[str]) -> None:
    """Give arrived documents of no sure language that of their origin, else of the corpus."""
    unsure = [one for one in documents.without_language() if one in arrived]
    if not unsure:
        return
    origins: defaultdict[str, Counter[str]] = defaultdict(Counter)
    corpus: Counter[str] = Counter()
    for (origin, language), count in documents.language_counts().items():
        origins[origin][language] += count
        corpus[language] += count
    for document_id in unsure:
        document = documents.document(document_id)
        text = f"{document.title}\n{document.text}"
        language = settled_language(text, origins[document.origin], corpus)
        if language:
            documents.put_language(document_id, language)
