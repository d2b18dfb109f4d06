"""Encoders that are no files: a server with the OpenAI embeddings API, and a function."""

from __future__ import annotations

import hashlib
import json
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import index
from index import Settings
from index.encoder import open_encoder, open_indexed_encoder, remote
from index.encoder.approximate import ApproximateTokenizer
from index.encoder.callable import CallableEncoder
from index.errors import EncoderError
from search import Searcher


def vector(text: str) -> list[float]:
    """Words as directions: texts that share words are near one another."""
    found = np.zeros(32)
    for word in text.lower().split():
        found[hashlib.sha256(word.strip(".,").encode()).digest()[0] % 32] += 1
    return [float(value) for value in found + 0.01]


class Server(ThreadingHTTPServer):
    """A small server of the embeddings API; ``failures`` are answered before it works."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.failures: list[int] = []
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        self.answers: list[bytes] = []
        self.seconds_a_byte = 0.0
        self.sent_on = 0

    @property
    def model(self) -> str:
        return f"openai+http://127.0.0.1:{self.server_port}/v1?passage_tokens=100#words"


class Handler(BaseHTTPRequestHandler):
    server: Server

    def do_POST(self) -> None:
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.keys.append(self.headers["Authorization"])
        if self.server.failures:
            self._send(self.server.failures.pop(), {"error": {"message": "not\nnow"}})
            return
        if self.server.answers:
            self._send_slowly(self.server.answers.pop())
            return
        assert self.path == "/v1/embeddings"
        self.server.asked.append(body)
        rows = [{"index": n, "embedding": vector(t)} for n, t in enumerate(body["input"])]
        self._send(200, {"data": rows[::-1], "model": body["model"]})

    def _send(self, code: int, answer: dict[str, Any]) -> None:
        content = json.dumps(answer).encode()
        self.send_response(code)
        self.send_header("Content-Length", str(len(content)))
        self.send_header("Location", "/elsewhere/embeddings")
        self.end_headers()
        self.wfile.write(content)

    def do_GET(self) -> None:
        self.server.sent_on += 1
        self._send(200, {"data": [{"index": 0, "embedding": [1.0, 2.0]}]})

    def _send_slowly(self, content: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        pieces = [content] if not self.server.seconds_a_byte else [bytes([b]) for b in content]
        for piece in pieces:
            try:
                self.wfile.write(piece)
            except OSError:  # nobody listens any more
                return
            time.sleep(self.server.seconds_a_byte)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("LEDE_CACHE", str(tmp_path / "cache"))
    monkeypatch.delenv(remote.KEY, raising=False)
    with Server() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def test_a_server_encodes_in_batches_and_keeps_the_order(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(remote.KEY, "secret")
    encoder = open_encoder(server.model)
    texts = [f"shipment {n} of salt and word{n}" for n in range(150)]
    done: list[int] = []
    vectors = encoder.encode(texts, done.append)
    expected = np.array([vector(text) for text in texts])
    expected /= np.linalg.norm(expected, axis=1, keepdims=True)
    assert vectors == pytest.approx(expected, abs=1e-6)
    assert [len(body["input"]) for body in server.asked] == [1, 64, 64, 22]
    assert {body["model"] for body in server.asked} == {"words"}
    assert set(server.keys) == {"Bearer secret"}
    assert sum(done) == 150
    assert encoder.tokenizer.max_tokens == 100


def test_prompts_are_sent_with_the_texts(server: Server) -> None:
    asked = server.model.replace("?", "?query_prompt=find%3A%20&")
    open_encoder(asked).encode_query("salt")
    assert server.asked[-1]["input"] == ["find: salt"]
    assert open_encoder(asked).fingerprint != open_encoder(server.model).fingerprint


def test_what_passes_is_tried_again_and_what_does_not_is_one_line(server: Server) -> None:
    server.failures = [503, 429]
    assert open_encoder(server.model).dimension == 32
    server.failures = [401]
    with pytest.raises(EncoderError, match=r"401.*OPENAI_API_KEY") as caught:
        open_encoder(server.model)
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>",
        b"null",
        b"\xff\xfe",
        b"[" * 200_000,
        b'{"data": "none"}',
        b'{"data": [{"index": Infinity, "embedding": [1, 2]}]}',
        b'{"data": [{"index": [], "embedding": [1, 2]}]}',
        b'{"data": [{"index": 7, "embedding": [1, 2]}]}',
        b'{"data": [{"index": 0, "embedding": [1, 2]}, {"index": 0, "embedding": [2, 1]}]}',
        b'{"data": [{"index": 0, "embedding": [1%s, 2]}]}' % (b"0" * 400),
        b'{"data": [{"index": 0, "embedding": [Infinity, 2]}]}',
        b'{"data": [{"index": 0, "embedding": [1e308, 2]}]}',
        b'{"data": [{"index": 0, "embedding": [3e38, 3e38]}]}',
        b'{"data": [{"index": 0, "embedding": [{}, 2]}]}',
        b'{"data": [{"index": 0, "embedding": []}]}',
    ],
    ids=lambda answer: answer[:50].decode("latin-1"),
)
def test_rubbish_of_a_server_is_one_line(server: Server, answer: bytes) -> None:
    server.answers = [answer]
    with pytest.raises(EncoderError, match=r"127\.0\.0\.1") as caught:
        open_encoder(server.model)
    assert "\n" not in str(caught.value)


def test_an_answer_has_a_length_and_a_time(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "MOST_BYTES", 10_000)
    server.answers = [b" " * 20_000]
    with pytest.raises(EncoderError, match="too long"):
        open_encoder(server.model)
    monkeypatch.setattr(remote, "PATIENCE", 0.2)
    server.answers, server.seconds_a_byte = [b" " * 60], 0.02
    with pytest.raises(EncoderError, match="takes too long"):
        open_encoder(server.model)


@pytest.mark.parametrize("code", [301, 302, 303, 307, 308])
def test_a_server_sends_nobody_elsewhere(server: Server, code: int) -> None:
    server.failures = [code]
    with pytest.raises(EncoderError, match=str(code)):
        open_encoder(server.model)
    assert not server.sent_on


def test_a_server_that_is_not_there_is_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remote, "TRIES", 1)
    with pytest.raises(EncoderError, match="gives no vectors of words"):
        open_encoder("openai+http://127.0.0.1:9/v1#words")
    with pytest.raises(EncoderError, match="a server is named like"):
        open_encoder("openai+http://127.0.0.1:9/v1")


def test_an_index_sends_queries_only_to_a_server_that_the_user_has_named(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "articles").mkdir()
    (tmp_path / "articles" / "a.txt").write_text("Salt\n\nThe price of salt rose for a week.\n")
    report = index.build([tmp_path / "articles"], tmp_path / "i", Settings(model=server.model))
    assert report.manifest.model == server.model
    before = len(server.asked)
    index.build([tmp_path / "articles"], tmp_path / "i")
    assert [body["input"] for body in server.asked[before:]] == [["Rain."]]  # nothing is encoded
    with Searcher.open(tmp_path / "i") as searcher:
        assert len(searcher.search("price of salt", mode="vector")) == 1
    monkeypatch.setenv("LEDE_CACHE", str(tmp_path / "of-another-user"))
    before = len(server.asked)
    with (
        Searcher.open(tmp_path / "i") as searcher,
        pytest.raises(EncoderError, match="have not prepared"),
    ):
        searcher.search("price of salt", mode="vector")
    assert len(server.asked) == before


def test_a_function_is_an_encoder(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Salt\n\nThe price of salt rose for a week.\n")
    (tmp_path / "b.txt").write_text("Ferries\n\nThe ferry is electric now, said its captain.\n")
    encoder = CallableEncoder(lambda texts: [vector(text) for text in texts], "words")
    index.build([tmp_path / "a.txt", tmp_path / "b.txt"], tmp_path / "i", Settings(encoder=encoder))
    with Searcher(index.open_engine(tmp_path / "i"), encoder) as searcher:
        assert searcher.search("the ferry is electric", mode="vector").hits[0].document.title == (
            "Ferries"
        )
    with Searcher.open(tmp_path / "i") as searcher, pytest.raises(EncoderError, match="words"):
        searcher.search("ferry", mode="vector")


@pytest.mark.parametrize(
    ("given", "why"),
    [
        *(([], "shape"), ([[]], "shape"), ([1.0, 2.0], "shape"), ([["a"]], "no vectors")),
        *(([[0.0, 0.0]], "direction"), ([[float("nan"), 1.0]], "direction")),
        ([[1e30, 1e30]], "direction"),  # its square is no number of 32 bits
        (None, "shape"),
    ],
)
def test_a_function_that_gives_no_vectors_is_refused(given: Any, why: str) -> None:
    with pytest.raises(EncoderError, match=f"words: .*{why}"):
        CallableEncoder(lambda _: given, "words")


def test_an_index_cannot_name_a_function() -> None:
    encoder = CallableEncoder(lambda texts: [[1.0, 2.0]] * len(texts), "words")
    with pytest.raises(EncoderError, match="not prepared"):
        open_indexed_encoder(encoder.name, encoder.fingerprint)


@given(st.text(max_size=200))
def test_tokens_counted_roughly_cover_the_text(text: str) -> None:
    tokenizer = ApproximateTokenizer(7)
    spans = tokenizer.spans(text)
    assert tokenizer.counts([text, ""]).tolist() == [len(spans), 0]
    rest = list(text)
    for start, end in spans:
        rest[start:end] = " " * (end - start)
    assert not "".join(rest).strip()
