"""Attention over long texts in memory that grows with their length, where transformers lets one in.

Its own fused attention needs a mask of all pairs of tokens as soon as a layer looks at a window of
them, or a batch is padded: 29,000 tokens took 13.7 GB. Here a mask is made for some rows at a time.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from torch.nn import Module

ROWS: Final = 256
"""Tokens whose pairs with all others are held at a time."""

_NAME: Final = "rows_at_a_time"
_FUSED: Final = "sdpa"


class _Mask:
    """The mask of all pairs of tokens, to be made for the rows that are asked for."""

    def __init__(self, **asked: Any) -> None:
        from transformers.masking_utils import sdpa_mask

        self._offset = asked.pop("q_offset", 0)
        skips = {"allow_is_causal_skip": False, "allow_is_bidirectional_skip": False}
        self._make = partial(sdpa_mask, **{**asked, **skips})

    def rows(self, start: int, count: int) -> Any:
        """The mask of ``count`` tokens from ``start`` on with all others."""
        return self._make(q_length=count, q_offset=self._offset + start)


def bound_attention(model: Module) -> None:
    """Have all within ``model`` that use fused attention attend to some rows of pairs at a time."""
    from transformers import AttentionInterface, AttentionMaskInterface, PreTrainedModel

    AttentionInterface.register(_NAME, _attention)
    AttentionMaskInterface.register(_NAME, _mask)
    for module in model.modules():
        if isinstance(module, PreTrainedModel) and module.config._attn_implementation == _FUSED:
            module.set_attn_implementation(_NAME)


def _mask(*, q_length: int, **asked: Any) -> Any:
    """The mask as transformers makes it where that is small; else one that is made when needed."""
    from transformers.masking_utils import sdpa_mask

    if q_length <= ROWS:
        return sdpa_mask(q_length=q_length, **asked)
    if _says_nothing(q_length, **asked):
        return None
    return _Mask(**asked)


def _says_nothing(
    q_length: int,
    *,
    kv_length: int,
    attention_mask: Any = None,
    local_size: int | None = None,
    allow_is_causal_skip: bool = True,
    allow_is_bidirectional_skip: bool = False,
    **_: Any,
) -> bool:
    """Whether fused attention needs no mask: nothing is padded, and no layer looks at a window."""
    may = allow_is_causal_skip or allow_is_bidirectional_skip
    whole = attention_mask is None or bool(attention_mask.all())
    near = local_size is not None and local_size <= kv_length
    return may and whole and not near and q_length == kv_length


def _attention(module: Any, query: Any, key: Any, value: Any, mask: Any, **options: Any) -> Any:
    """Fused attention, by rows where the mask is to be made."""
    import torch
    from transformers.integrations.sdpa_attention import sdpa_attention_forward as fused

    if not isinstance(mask, _Mask):
        return fused(module, query, key, value, mask, **options)
    bias = options.pop("position_bias", None)
    found = []
    for start in range(0, query.shape[2], ROWS):
        part = query[:, :, start : start + ROWS]
        beside = None if bias is None else bias[:, :, start : start + ROWS]
        rows = mask.rows(start, part.shape[2])
        found.append(fused(module, part, key, value, rows, position_bias=beside, **options)[0])
    return torch.cat(found, dim=1), None
