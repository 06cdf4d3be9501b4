"""Packing content so that what differs between copies stands in clear, with few bytes beside it.

A deflated stream may hold blocks that are stored, not packed (RFC 1951, 3.2.4). What a stamp draws stands in one. The
marks of a page are gathered: each stretch of its content begins with a comment, stored, in which both numbers of each
mark stand, one mark after the other. Where these numbers stand among the words, the packed content says "what stood
so many bytes before" (3.2.5). So whoever changes the comment changes the words, and nothing else need be touched: the
checksum of the page stays, see `marks.LEFT`.
"""

import struct
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise

from app.rendering.stamps.copies import SUM_BYTES, Room
from app.rendering.stamps.marks import LEFT, NUMBER_SIZE, Mark

_HEAD = b"\x78\x01"
_BLOCK_HEAD = struct.Struct("<BHH")
_BEST = 9
_WITHOUT_HEAD = -15
# Packed content reaches back 32,768 bytes, less the longest repetition: a comment is never farther away.
_REACH = 30_000


@dataclass(frozen=True, slots=True)
class Packed:
    """A stream, the places in it that may be changed, and the marks that stand there, in their order."""

    stream: bytes
    places: tuple[Room, ...]
    marks: tuple[Mark, ...] = ()


def in_clear(content: bytes) -> Packed:
    """Content of at most 65,535 bytes that may be changed as a whole. Its checksum stands right behind it."""
    block = _stored(content, is_last=True)
    stream = _HEAD + block + zlib.adler32(content).to_bytes(SUM_BYTES, "big")
    return Packed(stream, (Room(len(_HEAD) + _BLOCK_HEAD.size, len(content)),))


def with_marks(content: bytes, marks: Sequence[Mark]) -> Packed:
    """Page content of which the marks may be changed, all of them at the left now.

    Marks that the packed content cannot reach stay where they are. The same arguments give the same bytes.
    """
    spare = bytes(range(256)).translate(None, content)
    stretches = list(_stretches(marks, most=len(spare) // 2))
    edges = pairwise((*(begin for begin, _ in stretches), len(content)))
    stream, places, total = bytearray(_HEAD), [], 1
    for (begin, end), (_, own) in zip(edges, stretches, strict=True):
        stretch = content[begin:end]
        comment = _comment([LEFT] * len(own))
        stream += _stored(comment, is_last=False)
        places.append(Room(len(stream) - len(comment) + 1, len(own) * len(LEFT)))
        at = [number - begin for mark in own for number in (mark.before, mark.after)]
        stream += _referring(stretch, at, spare[: len(at)], is_last=end == len(content))
        total = zlib.adler32(comment + stretch, total)
    stream += total.to_bytes(SUM_BYTES, "big")
    return Packed(bytes(stream), tuple(places), tuple(mark for _, own in stretches for mark in own))


def _stretches(marks: Sequence[Mark], *, most: int) -> Iterator[tuple[int, list[Mark]]]:
    """Where each stretch begins, with its marks: between operators, and none too long."""
    begin, own = 0, list[Mark]()
    for operator, together in groupby(marks, key=lambda mark: mark.operator):
        near = [mark for mark in together if mark.after < operator + _REACH][:most]
        if len(own) + len(near) > most or any(mark.after >= begin + _REACH for mark in near):
            yield begin, own
            begin, own = operator, []
        own += near
    yield begin, own


def _referring(stretch: bytes, at: Sequence[int], spare: bytes, *, is_last: bool) -> bytes:
    """The stretch, packed so that each number at these places is taken from the comment before it.

    While it is packed, each number is made of a byte of its own, which the stretch does not hold elsewhere. So there is
    nowhere else to take it from.
    """
    numbers = [bytes((byte, byte)) + b".0" + bytes((byte,)) for byte in spare]
    packer = zlib.compressobj(_BEST, zlib.DEFLATED, _WITHOUT_HEAD, _BEST, zdict=_comment(numbers))
    packed = packer.compress(_with(stretch, at, numbers))
    packed += packer.flush(zlib.Z_FINISH if is_last else zlib.Z_SYNC_FLUSH)
    others = numbers[::-1]
    if zlib.decompressobj(_WITHOUT_HEAD, zdict=_comment(others)).decompress(packed) != _with(stretch, at, others):
        message = "A number of a mark is not taken from where the marks stand: this zlib packs in its own way."
        raise ValueError(message)
    return packed


def _with(stretch: bytes, at: Sequence[int], numbers: Sequence[bytes]) -> bytes:
    written = bytearray(stretch)
    for begin, number in zip(at, numbers, strict=True):
        written[begin : begin + NUMBER_SIZE] = number
    return bytes(written)


def _comment(numbers: Sequence[bytes]) -> bytes:
    return b"%%%b\n" % b"".join(numbers)


def _stored(content: bytes, *, is_last: bool) -> bytes:
    size = len(content)
    return _BLOCK_HEAD.pack(is_last, size, size ^ 0xFFFF) + content
