"""What ``--model`` says: a name, and options behind a question mark; pure."""

from __future__ import annotations

from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from index.encoder import DEFAULT_MODEL
from index.errors import EncoderError

SHORT_NAMES = {"multilingual": "intfloat/multilingual-e5-small"}
"""Names for models that this project recommends."""

REMOTE = ("openai+http", "openai+https")
"""How the address of a server with the OpenAI embeddings API begins."""


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model and how it is asked.

    ``query_prompt`` and ``passage_prompt`` replace the model's own where they are not None; an
    empty one means none. A passage is cut at ``passage_tokens``, or at the model's limit if that
    is less.
    """

    name: str
    query_prompt: str | None = None
    passage_prompt: str | None = None
    passage_tokens: int | None = None

    @classmethod
    def parse(cls, text: str) -> ModelSpec:
        """Read ``NAME`` or ``NAME?query_prompt=…&passage_prompt=…&passage_tokens=…``.

        A folder whose name holds a question mark is taken as it stands.

        :raises EncoderError: where the name is empty or an option is unknown.
        """
        if not text.strip():
            raise EncoderError("the model's name is empty; name a model's folder or hub name")
        if is_remote(text):
            parts = urlsplit(text)
            if not parts.hostname or not parts.fragment:
                raise EncoderError(
                    f"{text}: a server is named like openai+http://localhost:8000/v1#MODEL"
                )
            name = parts._replace(query="").geturl()
            return cls(name, **_options(text, parts.query))
        name, mark, options = text.partition("?")
        if not mark or Path(text).expanduser().is_dir():
            return cls(SHORT_NAMES.get(text, text))
        return cls(SHORT_NAMES.get(name, name), **_options(text, options))

    @property
    def options(self) -> str:
        """What was asked beside the name, in one form: empty where nothing was."""
        asked = {
            field.name: str(getattr(self, field.name))
            for field in fields(self)[1:]
            if getattr(self, field.name) is not None
        }
        return urlencode(sorted(asked.items()), quote_via=quote)

    def named(self, name: str) -> str:
        """The text that gives this specification again, under ``name``."""
        if not self.options:
            return name
        address, mark, fragment = name.partition("#") if is_remote(name) else (name, "", "")
        return f"{address}?{self.options}{mark}{fragment}"


def is_remote(name: str) -> bool:
    """Whether a server is named rather than a model's files."""
    return name.partition("://")[0] in REMOTE


def is_default_name(text: str) -> bool:
    """Whether the default model is named, as it is."""
    return text in DEFAULT_NAMES


DEFAULT_NAMES = {DEFAULT_MODEL, f"sentence-transformers/{DEFAULT_MODEL}"}


def _options(text: str, query: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in parse_qsl(query, keep_blank_values=True):
        if key in {"query_prompt", "passage_prompt"}:
            found[key] = value
        elif key == "passage_tokens" and value.isdecimal() and int(value) >= 1:
            found[key] = int(value)
        else:
            raise EncoderError(
                f"{text}: {key}={value} is no option; there are query_prompt=TEXT, "
                "passage_prompt=TEXT and passage_tokens=NUMBER"
            )
    return found
