"""An encoder on a server with the OpenAI embeddings API."""

from __future__ import annotations

import http.client
import json
import os
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from typing import Any, Final
from urllib.parse import urlsplit

import numpy as np
import numpy.typing as npt

from index.encoder.callable import ASSUMED_TOKENS, CallableEncoder
from index.encoder.spec import ModelSpec
from index.errors import EncoderError

KEY: Final = "OPENAI_API_KEY"
"""The environment variable with the key; it is sent only to servers that the user names."""

TRIES: Final = 5
"""How often a request is sent before the server is given up: over some 15 seconds."""

PATIENCE: Final = 120.0
"""Seconds that a server has for an answer."""

MOST_BYTES: Final = 64 << 20
"""Of an answer: some ten times as much as 64 vectors of 4,096 numbers take."""

_PASSING = {408, 409, 425, 429, 500, 502, 503, 504}


class EmbeddingsServer:
    """Asks one model of a server for vectors: texts in, an array of shape (n, dimension) out."""

    def __init__(self, address: str, model: str, prompt: str = "") -> None:
        self._url = f"{address.rstrip('/')}/embeddings"
        self._model = model
        self._prompt = prompt
        self._opener = urllib.request.build_opener(_NoOtherServer)

    def __call__(self, texts: Sequence[str]) -> npt.ArrayLike:
        """Vectors of texts.

        :raises EncoderError: where the server cannot be reached, refuses, or answers nonsense.
        """
        body = {"model": self._model, "input": [self._prompt + text for text in texts]}
        answer = self._answer(json.dumps(body).encode())
        try:
            by_index = {row["index"]: row["embedding"] for row in answer["data"]}
            rows = [by_index[number] for number in range(len(answer["data"]))]
            with np.errstate(over="ignore"):  # what is no number is refused later
                return np.asarray(rows, dtype=np.float32)
        except (KeyError, TypeError, ValueError, OverflowError):
            raise EncoderError(f"{self._url}: this is no answer of the embeddings API") from None

    def _answer(self, body: bytes) -> Any:
        request = urllib.request.Request(self._url, body, {"Content-Type": "application/json"})
        if key := os.environ.get(KEY):
            request.add_unredirected_header("Authorization", f"Bearer {key}")
        for attempt in range(TRIES):
            wait = 2.0**attempt / 2
            try:
                with self._opener.open(request, timeout=PATIENCE) as response:
                    return _parsed(_whole(response))
            except urllib.error.HTTPError as error:
                reason = f"{error.code} {error.reason}: {_detail(error)}"
                if error.code not in _PASSING:
                    break
                wait = max(wait, _asked_wait(error))
            except (OSError, http.client.HTTPException) as error:
                reason = str(getattr(error, "reason", error)) or type(error).__name__
            except ValueError as error:
                reason = str(error)
                break
            if attempt + 1 < TRIES:
                time.sleep(wait)
        raise EncoderError(
            f"{self._url}: the server gives no vectors of {self._model} ({reason}); check that it "
            f"runs, its name and {KEY}"
        )


class _NoOtherServer(urllib.request.HTTPRedirectHandler):
    """Only the server that the user has named is asked, wherever it sends us."""

    def redirect_request(self, *_: object) -> None:
        return None


def _whole(response: http.client.HTTPResponse) -> bytes:
    """An answer, unless it is longer, or comes slower, than any answer of this API."""
    until = time.monotonic() + PATIENCE
    content = bytearray()
    while part := response.read1(1 << 20):
        content += part
        if len(content) > MOST_BYTES:
            raise ValueError("the answer is too long")
        if time.monotonic() > until:
            raise ValueError("the answer takes too long")
    if response.length:
        raise http.client.IncompleteRead(bytes(content[-1:]), response.length)
    return bytes(content)


def _parsed(content: bytes) -> Any:
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise ValueError("the answer is no JSON") from None


def open_remote(spec: ModelSpec, notify: Callable[[str], None]) -> CallableEncoder:
    """The encoder of the server and the model that ``spec`` names.

    :raises EncoderError: where the server gives no vectors.
    """
    parts = urlsplit(spec.name)
    address = parts._replace(scheme=parts.scheme.removeprefix("openai+"), fragment="").geturl()
    tokens = spec.passage_tokens or ASSUMED_TOKENS
    if spec.passage_tokens is None:
        notify(
            f"{spec.name} does not say how much it reads: passages are cut at some {tokens} "
            "tokens; name another number as ?passage_tokens=N"
        )
    return CallableEncoder(
        EmbeddingsServer(address, parts.fragment, spec.passage_prompt or ""),
        spec.named(spec.name),
        encode_query=EmbeddingsServer(address, parts.fragment, spec.query_prompt or ""),
        tokens=tokens,
    )


def _detail(error: urllib.error.HTTPError) -> str:
    """What the server says of an error, in one line."""
    try:
        return " ".join(error.read(2000).decode(errors="replace").split())[:160]
    except (OSError, http.client.HTTPException):
        return ""


def _asked_wait(error: urllib.error.HTTPError) -> float:
    """The seconds that the server asks to wait for, at most 30."""
    asked = error.headers.get("Retry-After", "")
    return min(float(asked), 30.0) if asked.isdecimal() else 0.0
