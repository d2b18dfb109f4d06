"""Numbers by row: whatever is wrong with their file is damage, and nothing else."""

from __future__ import annotations

import contextlib
from pathlib import Path

import numpy as np
import pytest

from index.errors import IndexDamagedError
from index.store.row_arrays import read_numbers, write_numbers


def test_what_is_written_is_read(tmp_path: Path) -> None:
    write_numbers(tmp_path / "a.npy", np.array([2, -1, 0], dtype=np.int32))
    assert read_numbers(tmp_path / "a.npy", 3).tolist() == [2, -1, 0]
    for count in (2, 4):
        with pytest.raises(IndexDamagedError):
            read_numbers(tmp_path / "a.npy", count)


def test_every_changed_byte_of_a_header_is_damage_or_harmless(tmp_path: Path) -> None:
    path = tmp_path / "a.npy"
    write_numbers(path, np.array([2, -1, 0], dtype=np.int32))
    content = path.read_bytes()
    damage = 0
    for place in range(128):
        for sign in b"\x00\xff(\"'9[":
            path.write_bytes(content[:place] + bytes([sign]) + content[place + 1 :])
            damage += 1
            with contextlib.suppress(IndexDamagedError):
                assert len(read_numbers(path, 3)) == 3
                damage -= 1
    assert damage > 200
