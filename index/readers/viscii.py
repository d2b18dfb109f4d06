"""VISCII, the Vietnamese encoding of RFC 1456, which Python does not know; pure."""

from __future__ import annotations

_LOW = {0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"}
_HIGH = (
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ"
)
_CHARACTERS = "".join(_LOW.get(n, chr(n)) for n in range(128)) + _HIGH


def decode(data: bytes) -> str:
    """Return the text of ``data``; every byte is a character."""
    return data.decode("latin-1").translate(dict(enumerate(_CHARACTERS)))
