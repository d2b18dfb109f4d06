"""What the encoder reads of a passage, and the digest by which its vector is known again."""

from __future__ import annotations

import hashlib
from typing import Final

from index.chunk import encoder_input
from index.types import Passage

_DIGEST_BYTES: Final = 16


def input_digest(passage: Passage) -> bytes:
    """Identifies what the encoder reads of a passage: equal digests share one vector."""
    return hashlib.blake2b(encoder_input(passage).encode(), digest_size=_DIGEST_BYTES).digest()
