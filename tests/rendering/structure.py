"""What must hold between the tags of a PDF and the marks in its pages (ISO 32000-1, 14.7.4)."""

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
from pikepdf import Array, Dictionary, Name

_MARK = re.compile(rb"/MCID (\d+)")


def flaws(pdf: bytes) -> list[str]:
    """Sentences on what does not fit; empty for a sound structure.

    Every mark in a page belongs to one element of the tree, which names the page and the mark; every element stands
    under the parent that it names; every child that is named exists.
    """
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root.StructTreeRoot
        numbers = root.ParentTree.Nums
        by_page = {int(numbers[at]): numbers[at + 1] for at in range(0, len(numbers), 2)}
        if len(by_page) * 2 != len(numbers):
            return ["Two pages have one number in the table of parents."]
        known = {element.objgen for element in _elements(root)}
        return [*_flaws_of_tree(root), *_flaws_of_pages(document, by_page, known)]


def _flaws_of_pages(
    document: pikepdf.Pdf, by_page: dict[int, pikepdf.Object], known: set[tuple[int, int]]
) -> Iterator[str]:
    for number, page in enumerate(document.pages, 1):
        content = b"".join(each.read_bytes() for each in page.Contents) if isinstance(page.Contents, Array) else None
        marks = [int(each) for each in _MARK.findall(content or page.Contents.read_bytes())]
        elements = by_page[int(page.obj.StructParents)]
        if sorted(marks) != list(range(len(elements))):
            yield f"Page {number} has the marks {sorted(marks)[-3:]} at the end and {len(elements)} elements."
            continue
        for mark in marks:
            element = elements[mark]
            kids = element.K if isinstance(element.K, Array) else [element.K]
            if element.get(Name.Pg) is None or element.Pg.objgen != page.obj.objgen:
                yield f"The element of mark {mark} names another page than {number}."
            if mark not in [int(kid) for kid in kids if not isinstance(kid, Dictionary)]:
                yield f"The element of mark {mark} on page {number} does not name it."
            if element.objgen not in known and not _is_furniture(element, known):
                yield f"The element of mark {mark} on page {number} stands in no tree."


def _is_furniture(element: pikepdf.Object, known: set[tuple[int, int]]) -> bool:
    """Whether it belongs to a line in the margin, whose elements the engine leaves out of the tree."""
    while element.objgen not in known:
        if str(element.S) == "/Document" or Name.P not in element:
            return False
        element = element.P
    return str(element.S) == "/Document"


def _flaws_of_tree(root: pikepdf.Object) -> Iterator[str]:
    for element in _elements(root):
        for kid in _kids(element):
            if kid.P.objgen != element.objgen:
                yield f"An element {kid.S} names another parent than the {element.S} that holds it."


def _elements(parent: pikepdf.Object) -> Iterator[pikepdf.Object]:
    for kid in _kids(parent):
        yield kid
        yield from _elements(kid)


def _kids(parent: pikepdf.Object) -> list[pikepdf.Object]:
    kids = parent.get(Name.K)
    found = kids if isinstance(kids, Array) else [kids]
    return [kid for kid in found if isinstance(kid, Dictionary) and kid.get(Name.Type) == Name.StructElem]
