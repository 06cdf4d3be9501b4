"""A PDF as bytes: each object is made ready once, however many there are."""

import sys
import zlib
from array import array
from collections.abc import Iterator, Sequence
from hashlib import md5
from itertools import islice
from math import ceil
from typing import BinaryIO

import pydyf  # type: ignore[import-untyped]  # it ships no types

# Objects in one stream of objects: enough to be packed well, few enough for a reader that wants one of them.
_TOGETHER = 2000
_FREE, _IN_FILE, _IN_PACK = 0xFFFF, 1 << 48, 2 << 48


def packed(operators: Sequence[object]) -> bytes:
    """What draws a page, as it stands in a stream with the filter FlateDecode."""
    return zlib.compress(b"\n".join(pydyf._to_bytes(each) for each in operators))  # noqa: SLF001 - as its streams do


class File(pydyf.PDF):  # type: ignore[misc]  # it ships no types
    """The engine's file, written by us.

    The engine's own way packs each stream twice and looks for each page among all pages, which a long list feels.
    """

    def __init__(self) -> None:
        super().__init__()
        self._references: tuple[bytes, ...] = ()
        self._sources: dict[bytes, object] = {}

    def note_source(self, element: pydyf.Dictionary, source: object) -> None:
        """Note which element of the text an element of the structure stands for."""
        self._sources[element.reference] = source

    def is_torn(self, one: pydyf.Dictionary, other: pydyf.Dictionary) -> bool:
        """Whether two elements of the structure stand for one of the text, which a page tore apart."""
        source = self._sources.get(one.reference)
        return source is not None and source is self._sources.get(other.reference)

    @property
    def page_references(self) -> tuple[bytes, ...]:
        """References to all pages, in their order."""
        if len(self._references) != self.pages["Count"]:
            self._references = super().page_references
        return self._references

    def write(self, output: BinaryIO, version: object, identifier: bytes, compress: object = None) -> None:
        """Write objects, streams of objects and a stream of cross-references (ISO 32000-1, 7.5.7 and 7.5.8).

        The second identifier is that of the content, so that the same content is the same file (14.4).
        """
        del compress
        self.add_object(self.info)
        streams = [entry for entry in self.objects[1:] if isinstance(entry, pydyf.Stream)]
        others = [entry for entry in self.objects[1:] if not isinstance(entry, pydyf.Stream)]
        first_pack = len(self.objects)
        last = first_pack + ceil(len(others) / _TOGETHER)
        # What the stream of cross-references says of each object: its kind, where it is, where within a pack.
        places = array("Q", bytes(8 * (last + 1)))
        places[0] = _FREE
        written = _Counted(output)
        written.put(b"%%PDF-%b\n%%\xe2\xe3\xcf\xd3\n" % str(version or "1.7").encode())
        for entry in streams:
            places[entry.number] = _IN_FILE | written.length << 16
            written.put(_numbered(entry.number, entry.data))
        for number, together in enumerate(_batches(others, _TOGETHER), first_pack):
            for place, entry in enumerate(together):
                places[entry.number] = _IN_PACK | number << 16 | place
            places[number] = _IN_FILE | written.length << 16
            written.put(_numbered(number, _pack(together)))
        begins = written.length
        places[last] = _IN_FILE | begins << 16
        if sys.byteorder == "little":
            places.byteswap()
        extra = pydyf.Dictionary(
            {
                "Type": "/XRef",
                "Size": last + 1,
                "W": "[2 4 2]",
                "Root": self.catalog.reference,
                "Info": self.info.reference,
                "ID": f"[<{identifier.hex()}> <{written.digest()}>]",
            }
        )
        written.put(_numbered(last, _packed(places.tobytes(), extra)))
        written.put(b"startxref\n%d\n%%%%EOF\n" % begins)


class _Counted:
    """Writes on, and knows how much it wrote and what it was."""

    def __init__(self, output: BinaryIO) -> None:
        self._output = output
        self._digest = md5(usedforsecurity=False)
        self.length = 0

    def put(self, piece: bytes) -> None:
        """Write a piece."""
        self._digest.update(piece)
        self._output.write(piece)
        self.length += len(piece)

    def digest(self) -> str:
        """Of everything written so far, in hexadecimal digits."""
        return self._digest.hexdigest()


def _numbered(number: int, data: bytes) -> bytes:
    return b"%d 0 obj\n%b\nendobj\n" % (number, data)


def _pack(entries: Sequence[pydyf.Object]) -> bytes:
    begins, position, bodies = [], 0, []
    for entry in entries:
        data = entry.data
        begins.append(b"%d %d" % (entry.number, position))
        bodies.append(data)
        position += len(data) + 1
    head = b" ".join(begins) + b"\n"
    extra = pydyf.Dictionary({"Type": "/ObjStm", "N": len(entries), "First": len(head)})
    return _packed(head + b"\n".join(bodies), extra)


def _packed(content: bytes, extra: pydyf.Dictionary) -> bytes:
    packed = zlib.compress(content)
    extra.update({"Filter": "/FlateDecode", "Length": len(packed)})
    return b"%b\nstream\n%b\nendstream" % (extra.data, packed)


def _batches(entries: Sequence[pydyf.Object], size: int) -> Iterator[list[pydyf.Object]]:
    rest = iter(entries)
    while batch := list(islice(rest, size)):
        yield batch
