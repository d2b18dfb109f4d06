"""Models of more than a hundred kinds, each held to sentence-transformers.

    python -m benchmarks.models [NAME ...] [--model FOLDER]

A line says what runs the model and the least cosine of our vectors to those of the original at
32 bits: of passages alone and in batches, of queries, and of the original's own passages in
batches to those alone. It is right at 0.9999 or more (0.97 at int8), or in batches as near as
the original is to itself, or where the model is refused as it should be. Exits with 1 where a
line is wrong. ``--model`` adds a model of one's own.
"""

from __future__ import annotations

import argparse
import logging
import os
import shutil
import sys
import tempfile
import traceback
import warnings
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

TEXTS = [
    "Rain.",
    "The bank left its rate unchanged, saying that inflation had slowed.",
    "Économie : l'inflation a reculé à 2,1 % en août — un plus bas en 3 ans. 雨が降った。",
    "  talks  on\tarms control ",
    "The council voted seven to two to close the bridge. " * 6,
    "Wheat rose; maize fell, and barley was left where it had been in spring. " * 40,
]
QUERIES = ["rain", "Who signed the treaty about the border and its water, and when was it?"]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", help="variants, by a part of their names")
    parser.add_argument("--model", type=Path, action="append", default=[])
    arguments = parser.parse_args()
    warnings.simplefilter("ignore")
    os.environ["HF_HUB_OFFLINE"] = "1"
    from benchmarks.model_variants import Variant, variants

    own = [Variant(str(path), partial(shutil.copytree, path)) for path in arguments.model]
    chosen = own if arguments.model else list(variants())
    if arguments.names:
        chosen = [v for v in chosen if any(name in v.name for name in arguments.names)]
    print(f"{'':38}{'runs by':9}{'alone':>9}{'batch':>9}{'query':>9}{'original':>10}")
    wrong = []
    for variant in chosen:
        with tempfile.TemporaryDirectory() as work:
            os.environ["LEDE_CACHE"] = f"{work}/cache"
            line, right = judge(variant, Path(work) / "model")
        print(f"{variant.name:38}{line}{'' if right else '   WRONG'}", flush=True)
        wrong += [] if right else [variant.name]
    print(f"{len(chosen)} variants, {len(wrong)} wrong{': ' if wrong else ''}{', '.join(wrong)}")
    return 1 if wrong else 0


def judge(variant: Any, folder: Path) -> tuple[str, bool]:
    """The line about a variant, and whether it is right."""
    from index.encoder import open_encoder
    from index.errors import EncoderError

    logging.disable(logging.WARNING)
    variant.make(folder)
    try:
        encoder = open_encoder(f"{folder}{variant.options}", precision=variant.precision)
    except EncoderError as error:
        line = str(error).replace(str(folder), "MODEL")
        return f"refused: {line[:90]}", bool(variant.refused) and variant.refused in line
    except Exception:
        traceback.print_exc(limit=-3)
        return "traceback", False
    least = 0.97 if variant.precision == "int8" else 0.9999
    alone, together, queries = originals(folder, variant.options)
    one = np.concatenate([encoder.encode([text]) for text in TEXTS])
    many = encoder.encode(TEXTS * 3)[: len(TEXTS)]
    asked = np.concatenate([encoder.encode_query(text) for text in QUERIES])
    figures = [cosine(one, alone), cosine(many, alone), cosine(asked, queries)]
    itself = cosine(together, alone)
    kind = type(encoder).__name__.removesuffix("Encoder").lower()
    bounds = [least, min(least, itself - 1e-4), least]
    right = not variant.refused and all(f >= b for f, b in zip(figures, bounds, strict=True))
    return f"{kind:9}" + "".join(f"{f:9.5f}" for f in figures) + f"{itself:10.5f}", right


def originals(folder: Path, options: str) -> tuple[Any, Any, Any]:
    """Passages alone and in a batch, and queries, as sentence-transformers encodes them."""
    import torch
    from sentence_transformers import SentenceTransformer

    from index.encoder.spec import ModelSpec

    spec = ModelSpec.parse(f"{folder}{options}")
    model = SentenceTransformer(
        str(folder), device="cpu", model_kwargs={"torch_dtype": torch.float32}
    ).float()
    asked: dict[str, Any] = {"normalize_embeddings": True, "show_progress_bar": False}
    document = asked | {"prompt": spec.passage_prompt}
    return (
        model.encode_document(TEXTS, batch_size=1, **document),
        model.encode_document(TEXTS * 3, **document)[: len(TEXTS)],
        model.encode_query(QUERIES, batch_size=1, prompt=spec.query_prompt, **asked),
    )


def cosine(left: Any, right: Any) -> float:
    return float((np.asarray(left) * np.asarray(right)).sum(axis=1).min())


if __name__ == "__main__":
    sys.exit(main())
