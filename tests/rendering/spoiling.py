"""A sound file made wrong on purpose."""

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf

from app.rendering.document import Attachment, Relationship
from tests.rendering import samples

Spoil = Callable[[Pdf], None]

DOCUMENT = replace(
    samples.statement(count=36, embargo=None),
    attachments=(Attachment("signatories.csv", "text/csv", Relationship.DATA, b"name\nPort\n"),),
)


def spoilt(pdf: bytes, spoil: Spoil) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as file:
        spoil(file)
        written = BytesIO()
        file.save(written, deterministic_id=True)
    return written.getvalue()


def elements(file: Pdf, kind: str) -> list[Object]:
    """Structure elements of this kind that are in the tree, in reading order."""
    found: list[Object] = []

    def walk(element: Object) -> None:
        if element.get("/S") == f"/{kind}":
            found.append(element)
        children = element.get("/K", Array())
        for child in children if isinstance(children, Array) else [children]:
            if isinstance(child, Dictionary):
                walk(child)

    walk(file.Root.StructTreeRoot)
    return found


def drawn(file: Pdf, change: Callable[[bytes], bytes]) -> None:
    page = file.pages[0].obj
    before = page.Contents.read_bytes()
    after = change(before)
    assert after != before
    page.Contents = file.make_stream(after)


def described(file: Pdf, before: bytes, after: bytes) -> None:
    says = file.Root.Metadata.read_bytes()
    assert before in says
    file.Root.Metadata = file.make_stream(says.replace(before, after), Type=Name.Metadata, Subtype=Name.XML)


def fonts(file: Pdf) -> list[Object]:
    return [each for each in file.objects if isinstance(each, Dictionary) and each.get("/Subtype") == "/Type0"]


def links(file: Pdf) -> list[Object]:
    return [each for page in file.pages for each in page.obj.get("/Annots", Array())]


def attachment(file: Pdf) -> Object:
    return file.Root.AF[0]


def lead_to(address: str) -> Spoil:
    def spoil(file: Pdf) -> None:
        next(each for each in links(file) if "/A" in each).A.URI = address

    return spoil
