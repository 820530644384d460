"""Count what a message would become before it is parsed.

A field of a message takes two bytes at least, and up to 62 once it is parsed: 5.8 MB of empty
widget states took 181 MB.
"""

from google.protobuf.descriptor import Descriptor
from streamlit.proto.BackMsg_pb2 import BackMsg

MAX_FIELDS = 10_000  # of a message: those of 3,000 widgets, of which a page of ours has some dozen
_VARINT, _BYTES = 0, 2  # wire types
_WIDTHS = {1: 8, 5: 4}  # wire type -> bytes; the others are groups, which Streamlit does not have

# Number of a field that holds messages -> their fields; that holds a list of numbers -> None.
_Fields = dict[int, "_Fields | None"]


def _fields(kind: Descriptor) -> _Fields:
    messages = {each.number: each.message_type for each in kind.fields if each.message_type}
    lists = (each.number for each in kind.fields if each.is_packed)
    return {number: _fields(of) for number, of in messages.items()} | dict.fromkeys(lists)


_FIELDS = _fields(BackMsg.DESCRIPTOR)


def has_too_many_fields(data: bytes) -> bool:
    """Return whether the BackMsg in `data` has more than MAX_FIELDS fields, or cannot be counted.

    Fields within fields count, and each byte of a list of numbers. A message that is too short for
    so many takes no time, a pasted page 0.1 ms, and one with 10,000 fields 10 ms.
    """
    if len(data) <= 2 * MAX_FIELDS:
        return False
    try:
        return _left(data, 0, len(data), _FIELDS, MAX_FIELDS) < 0
    except (IndexError, ValueError):
        return True


def _left(data: bytes, at: int, end: int, fields: _Fields, left: int) -> int:
    """Return what is left of `left` after the fields in data[at:end]; it stops below 0.

    Raises IndexError or ValueError if they cannot be read.
    """
    while at < end and left >= 0:
        left -= 1
        tag, at = _varint(data, at)
        wire, number = tag & 7, tag >> 3
        if wire == _VARINT:
            _, at = _varint(data, at)
        elif wire == _BYTES:
            size, at = _varint(data, at)
            if number in fields:
                within = fields[number]
                left = left - size if within is None else _left(data, at, at + size, within, left)
            at += size
        elif wire in _WIDTHS:
            at += _WIDTHS[wire]
        else:
            raise ValueError(wire)
    return left


def _varint(data: bytes, at: int) -> tuple[int, int]:
    """Return the number that begins at data[at], and where the next one begins."""
    value = 0
    for shift in range(0, 70, 7):
        byte = data[at]
        at += 1
        value |= (byte & 0x7F) << shift
        if byte < 0x80:
            return value, at
    raise ValueError(at)
