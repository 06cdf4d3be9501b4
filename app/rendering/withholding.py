"""Names that must not come out: whether a finished file gives one away. The sentences never say which.

A name that stands in the words of the letter is no secret of ours: everyone who signed has read it there, and it says
nothing of who signed. Everywhere else it ends the seal.
"""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Object, Stream, String

from app.rendering.document import Document
from app.rendering.fonts import texts

_MARKED_WORDS = re.compile(rb"<(?:FEFF|feff)([0-9A-Fa-f]+)>")


def faults_of_list(document: Document, withheld: Sequence[str]) -> Iterator[str]:
    """Say whether someone who asked not to be named is printed as a signatory."""
    printed = {
        _plain(text)
        for group in document.signatories.groups
        for name in group.names
        for text in (name.name, name.native)
    }
    if any(_plain(name) in printed for name in withheld):
        yield (
            "An organisation that asked not to be named stands in the list. "
            "It may have signed twice: look at the sign-ons, and decline one of the two."
        )


def faults_of_file(pdf: bytes, document: Document, withheld: Sequence[str]) -> Iterator[str]:
    """Say whether a name that is not in the document's own words stands in any string or unpacked stream of the file.

    A name within a longer word or name of the document counts as the document's own.
    """
    if not withheld:
        return
    own = _plain(" ".join(text for _, text in texts(document)))
    secret = [name for name in dict.fromkeys(map(_plain, withheld)) if name and not _stands_in(name, own)]
    if secret and any(_stands_in(name, text) for text in _everything(pdf) for name in secret):
        yield (
            "The name of an organisation that asked not to be named stands in the file. "
            "Ask whoever runs this installation to look into it."
        )


def _stands_in(name: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text) is not None


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def _everything(pdf: bytes) -> Iterator[str]:
    """Every string of the file, and every stream as bytes of UTF-8 and of UTF-16."""
    with pikepdf.open(BytesIO(pdf)) as file:
        yield from map(_plain, _strings(file.trailer.get("/Info", Dictionary())))
        for entry in file.objects:
            yield from map(_plain, _strings(entry))
            if isinstance(entry, Stream):
                content = _unpacked(entry)
                yield _plain(content.decode("utf-8", "ignore"))
                yield _plain(content.decode("utf-16-be", "ignore"))
                for words in _MARKED_WORDS.findall(content):
                    yield _plain(bytes.fromhex(words[: len(words) // 4 * 4].decode()).decode("utf-16-be", "ignore"))


def _unpacked(stream: Stream) -> bytes:
    try:
        return stream.read_bytes()
    except pikepdf.PdfError:
        # A picture in a packing of its own, in which no name is spelled.
        return stream.read_raw_bytes()


def _strings(value: object) -> Iterator[str]:
    """The strings in one object; what it refers to is an object of its own."""
    if isinstance(value, String):
        yield str(value)
    elif isinstance(value, Array):
        for entry in value:
            yield from _strings(entry) if not _is_elsewhere(entry) else ()
    elif isinstance(value, Dictionary | Stream):
        for entry in value.values():
            yield from _strings(entry) if not _is_elsewhere(entry) else ()


def _is_elsewhere(value: object) -> bool:
    return isinstance(value, Object) and value.is_indirect
