"""``search stats``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from index.engines import open_engine
from index.generation.manifest import Manifest
from index.location import find_index
from search.cli.messages import note
from search.cli.remedies import better_model
from search.cli.terminal import Part, as_json_line, bold, emit, located_source, row, shown_path
from search.display.printable import printable
from search.ranking.choose_ranker import is_packaged
from search.ranking.confidence import OTHER


def run(location: Path | None, *, as_json: bool) -> None:
    """Print what the index says of itself."""
    from search.unread_languages import unread_of

    with open_engine(find_index(location)) as engine:
        manifest, place = engine.manifest, engine.location
        unread = unread_of(engine)
    if as_json:
        emit([as_json_line(_record(manifest, place) | {"languages_unread": unread})])
        return
    emit(_lines(manifest, place))
    line = better_model(unread)
    if line:
        note(line)


def _record(manifest: Manifest, place: str) -> dict[str, object]:
    counts = manifest.counts
    return {
        "index": place,
        "generation": manifest.generation,
        "created": manifest.created,
        "sources": list(manifest.sources),
        "files": counts.files,
        "documents": counts.documents,
        "passages": counts.passages,
        "languages": list(manifest.languages),
        "boilerplate": counts.boilerplate,
        "problems": counts.problems,
        "tokens": counts.tokens,
        "tokens_unread": counts.tokens_unread,
        "unread_share": counts.tokens_unread / max(1, counts.tokens),
        "model": manifest.model,
        "precision": manifest.precision,
        "dimension": manifest.dimension,
        "confidence": is_packaged(manifest.fingerprint["encoder"]),
        "ranking": asdict(manifest.ranking) if manifest.ranking else None,
        "bytes": sum(record.size for record in manifest.files.values()),
        "fingerprint": dict(manifest.fingerprint),
    }


def _lines(manifest: Manifest, place: str) -> Iterator[str]:
    counts = manifest.counts
    megabytes = sum(record.size for record in manifest.files.values()) / 1e6
    share = counts.tokens_unread / max(1, counts.tokens)
    kept = manifest.fingerprint["boilerplate"] == "kept"
    ranking = manifest.ranking
    sources = [part for one in manifest.sources for part in (Part(", "), located_source(one))][1:]
    rows: dict[str, str | list[Part]] = {
        "index": [
            Part(shown_path(place, Path.cwd()), is_path=True),
            Part(f" (version {manifest.generation}, {megabytes:.1f} MB)"),
        ],
        "built": [Part(f"{manifest.created} from "), *sources],
        "articles": f"{counts.documents:,} in {counts.files:,} files"
        + (f", {counts.problems:,} problems (`search problems`)" if counts.problems else ""),
        "languages": ", ".join(code or "unknown" for code in manifest.languages),
        "passages": f"{counts.passages:,}",
        "boilerplate": "searched like the articles"
        if kept
        else f"{counts.boilerplate:,} blocks left out (`search boilerplate`)",
        "model": [
            Part(printable(manifest.model), is_path=True),
            Part(f", {manifest.precision}, {manifest.dimension} dimensions"),
        ],
        **({"ranking": f"{ranking} (`search tune`)"} if ranking else {}),
        "tokens": f"{counts.tokens:,}, of which the model never saw: {counts.tokens_unread:,} "
        f"({share:.2%})",
    }
    packaged = is_packaged(manifest.fingerprint["encoder"])
    rows["confidence"] = "from 0 to 1" if packaged else f"none: {OTHER.format(manifest.model)}"
    for name, value in rows.items():
        parts = [Part(value)] if isinstance(value, str) else value
        yield row(parts, " " * 13, f"{bold(f'{name:<12}')} ")
