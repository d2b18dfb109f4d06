"""A model's files, loaded with sentence-transformers in 32 bits."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from index.encoder.quiet import quiet
from index.encoder.trust import untrusted
from index.errors import EncoderError
from index.types import Vectors

if TYPE_CHECKING:
    import torch
    from sentence_transformers import SentenceTransformer

MEMORY = "there is not enough memory for it; close other programs or choose a smaller model"


def load_model(
    name: str,
    folder: Path,
    *,
    trusted: bool,
    threads: int | None = None,
    device: str = "cpu",
    online: bool = False,
) -> SentenceTransformer:
    """Load a model's folder, its weights as 32-bit numbers however they are stored.

    What the checkpoint lacks is filled with NaN rather than at random, so that it shows where it
    matters. ``online`` lets ``trusted`` code be fetched from where the model names it.

    :raises EncoderError: where the model cannot be loaded or is not trusted.
    """
    with quiet():
        import torch
        from sentence_transformers import SentenceTransformer

        if threads is not None:
            torch.set_num_threads(threads)
        try:
            with _missing_weights_marked():
                model = SentenceTransformer(
                    str(folder),
                    device=device,
                    trust_remote_code=trusted,
                    local_files_only=not (trusted and online),
                    model_kwargs={"torch_dtype": torch.float32},
                )
            return model.float().eval()
        except MemoryError:
            raise EncoderError(f"{name}: {MEMORY}") from None
        except (Exception, SystemExit) as error:  # whatever a model's files lead libraries to raise
            line = " ".join(str(error).split())
            if "trust_remote_code" in line and not trusted:
                raise untrusted(name, "its configuration names it") from None
            raise EncoderError(
                f"{name}: sentence-transformers cannot load it ({shortened(line, error)}); check "
                "that the folder is complete and that the installed versions know the model"
            ) from error


def original_vectors(
    model: SentenceTransformer, texts: list[str], prompt: str, task: str, *, alone: bool = False
) -> Vectors:
    """Unit vectors from sentence-transformers, shape (len(texts), dimension).

    ``alone`` encodes each text on its own. A vector that is no number stays so.

    :raises EncoderError: where the model fails at it.
    """
    encode = model.encode_query if task == "query" else model.encode_document
    return _encoded(encode, texts, prompt=prompt, batch_size=1 if alone else 32)


def raw_vectors(model: SentenceTransformer, texts: list[str], prompt: str) -> Vectors:
    """Vectors of passages from sentence-transformers, of the length that the model gives them.

    :raises EncoderError: where the model fails at it.
    """
    return _encoded(model.encode_document, texts, prompt=prompt, normalize_embeddings=False)


def _encoded(encode: Callable[..., Any], texts: list[str], **asked: Any) -> Vectors:
    asked = {"normalize_embeddings": True, "show_progress_bar": False} | asked
    try:
        vectors = encode(texts, **asked)
    except MemoryError:
        raise EncoderError(MEMORY) from None
    except (Exception, SystemExit) as error:
        line = " ".join(str(error).split())
        if "padding token" in line or "pad_token" in line:
            line = "its tokenizer has no padding token: name one in tokenizer_config.json"
        elif isinstance(error, KeyError) and "sentence_embedding" in line:
            line = "it gives a vector for each token and none for a text: it has no pooling"
        raise EncoderError(
            f"sentence-transformers cannot encode with it ({shortened(line, error)})"
        ) from error
    return np.asarray(vectors, dtype=np.float32)


def shortened(line: str, error: BaseException) -> str:
    """An error's text in one line that fits a terminal."""
    return (line[:160] + "…" if len(line) > 160 else line) or type(error).__name__


@contextlib.contextmanager
def _missing_weights_marked() -> Iterator[None]:
    """Have transformers fill what a checkpoint lacks with NaN, where it draws it at random."""
    import torch
    import transformers

    base: Any = transformers.PreTrainedModel
    kept = base.__dict__["from_pretrained"]
    original: Callable[..., Any] = kept.__func__

    def marked(cls: type, *args: Any, **kwargs: Any) -> Any:
        asked = kwargs.pop("output_loading_info", False)
        model, info = original(cls, *args, output_loading_info=True, **kwargs)
        lacking = {str(key[0] if isinstance(key, tuple) else key) for key in info["missing_keys"]}
        with torch.no_grad():
            for key, tensor in _tensors(model):
                if key in lacking and tensor.is_floating_point():
                    tensor.fill_(float("nan"))
        return (model, info) if asked else model

    base.from_pretrained = classmethod(marked)
    try:
        yield
    finally:
        base.from_pretrained = kept


def _tensors(model: torch.nn.Module) -> Iterator[tuple[str, torch.Tensor]]:
    yield from model.named_parameters()
    yield from model.named_buffers()
