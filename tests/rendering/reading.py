"""Reading a PDF back: its words, its tags, everything in it."""

import re
import subprocess
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2


def words(pdf: bytes) -> str:
    """All text as pdftotext reads it, in one line."""
    found = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    # Marks that say which way to read are the reader's, not ours.
    return " ".join(re.sub("[\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", found.stdout.decode()).split())


def raw_lines(pdf: bytes) -> list[list[str]]:
    """The lines of each page as pdftotext reads them, in the order in which they are written into the file."""
    found = subprocess.run(["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True)
    return [page.splitlines() for page in found.stdout.decode().split("\f")[:-1]]


def pages(pdf: bytes) -> list[str]:
    """The text of each page."""
    document = pypdfium2.PdfDocument(pdf)
    texts = [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]
    document.close()
    return texts


def tags(pdf: bytes) -> list[str]:
    """The kinds of all structure elements, in reading order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [str(element.S)[1:] for element in elements(document.Root.StructTreeRoot)]


def alternatives(pdf: bytes) -> list[str]:
    """What is read instead of each picture, in reading order."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [str(figure.Alt) for figure in elements(document.Root.StructTreeRoot) if figure.S == "/Figure"]


def elements(element: pikepdf.Object | None) -> Iterator[pikepdf.Dictionary]:
    """Every structure element from here on, in reading order."""
    if not isinstance(element, pikepdf.Dictionary):
        return
    if "/S" in element and element.get("/Type") == "/StructElem":
        yield element
    children = element.get("/K")
    for child in children if isinstance(children, pikepdf.Array) else [children]:
        yield from elements(child)


def everything(pdf: bytes) -> bytes:
    """The file with every stream unpacked."""
    with pikepdf.open(BytesIO(pdf)) as document:
        unpacked = BytesIO()
        document.save(
            unpacked,
            stream_decode_level=pikepdf.StreamDecodeLevel.all,
            compress_streams=False,
            object_stream_mode=pikepdf.ObjectStreamMode.disable,
        )
    return pdf + unpacked.getvalue()


def attached(pdf: bytes) -> dict[str, tuple[str, str, bytes]]:
    """Relationship, media type and content of every attached file, by name."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            str(file.UF): (str(file.AFRelationship), str(file.EF.F.Subtype), file.EF.F.read_bytes())
            for file in document.Root.get("/AF", [])
        }


def artifacts(pdf: bytes) -> list[int]:
    """How many pieces of each page are furniture of its head or foot."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return [
            len(re.findall(rb"/Artifact\s*<<[^>]*/Subtype /(?:Header|Footer)>>\s*BDC", _drawing(page.obj.Contents)))
            for page in document.pages
        ]


def _drawing(contents: pikepdf.Object) -> bytes:
    parts = contents if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts)
