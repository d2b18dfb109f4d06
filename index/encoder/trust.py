"""Code that comes with a model: where it is named, and whether the user lets it run."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from index.encoder.cache import Cache
from index.encoder.identity import code_digest
from index.errors import EncoderError, Remedy

_LIBRARIES = ("sentence_transformers.", "torch.nn.")


def own_code(folder: Path) -> str:
    """The first piece of code that a model's settings name beyond the installed libraries.

    It is empty where there is none. Nothing is imported.
    """
    return next(_named_code(folder), "")


def needed_code(folder: Path) -> str:
    """The first such piece without which the model cannot be loaded; empty where there is none."""
    return next(_module_code(folder), "")


def settle_trust(folder: Path, name: str, cache: Cache, *, said: bool) -> bool:
    """Whether the model's own code may run: the user has ``said`` so, now or before.

    What was said counts for this very code with these very settings, and is remembered with them.
    Code that lies in another repository is trusted only for as long as it is said. A model that
    has no code of its own needs no trust and gets none.

    :raises EncoderError: where modules of the model are code that is not trusted.
    """
    named = list(_named_code(folder))
    if not named:
        return False
    digest = code_digest(folder)
    if said:
        if not any("--" in code for code in named):
            cache.trust(digest)
        return True
    if cache.is_trusted(digest):
        return True
    if code := needed_code(folder):
        raise untrusted(name, code)
    return False  # the library has this architecture itself, and runs nothing of the model's


def untrusted(name: str, code: str) -> EncoderError:
    """The error that refuses a model's own code."""
    return EncoderError(
        f"{name}: the model brings its own code ({code}), which runs only where it is trusted "
        "(trust_remote_code)",
        place=name,
        remedy=Remedy.TRUST,
    )


def _named_code(folder: Path) -> Iterator[str]:
    yield from _module_code(folder)
    for path in sorted(folder.rglob("*.json")):
        values = _settings(path)
        if not isinstance(values, dict):
            continue
        mapped = values.get("auto_map")
        for named in mapped.values() if isinstance(mapped, dict) else []:
            yield from (str(one) for one in (named if isinstance(named, list) else [named]) if one)
        if "activation_function" in values:
            yield from _foreign(str(values["activation_function"]))


def _module_code(folder: Path) -> Iterator[str]:
    """Classes that the list of modules, or a module that routes, names beyond the library's.

    And other code that a library would run without being told that it is trusted.
    """
    listed = _settings(folder / "modules.json")
    for module in listed if isinstance(listed, list) else []:
        if isinstance(module, dict) and "type" in module:
            yield from _foreign(str(module["type"]))
    for path in sorted(folder.rglob("*config.json")):
        values = _settings(path)
        yield from _kernels(values)
        types = values.get("types") if isinstance(values, dict) else None
        for named in types.values() if isinstance(types, dict) else []:
            yield from _foreign(str(named))


def _kernels(values: Any) -> Iterator[str]:
    """Code of the hub that settings name for attention: it is fetched and run when it is loaded."""
    waiting = [values]
    while waiting:
        value = waiting.pop()
        for name, inner in value.items() if isinstance(value, dict) else ():
            waiting.append(inner)
            if str(name).endswith("attn_implementation"):
                named = inner.values() if isinstance(inner, dict) else (inner,)
                yield from (str(one) for one in named if "/" in str(one))


def _foreign(named: str) -> Iterator[str]:
    """What is no class of the libraries: a module that they import, as torch, is none either."""
    if not named.startswith(_LIBRARIES) or not named.rpartition(".")[2][:1].isupper():
        yield named


def _settings(path: Path) -> Any:
    try:
        return json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None
