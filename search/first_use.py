"""What a first query on a machine has to make, so that it can be said."""

from __future__ import annotations

from index.engines.protocol import Engine


def dictionaries_to_unpack(engine: Engine) -> list[str]:
    """The languages of an index, as ISO 639-1 codes, whose dictionary takes about a second."""
    from index.keyword.dictionaries import slow_to_open

    return slow_to_open(engine.manifest.languages)
