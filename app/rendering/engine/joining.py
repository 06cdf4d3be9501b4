"""What pages tore apart in the structure of a document is joined again.

The engine tags each column and each page on its own. A list item that goes on over a page would be two items, one of
them without the label that its list has (ISO 14289-1, 7.6), and a reader for the blind would count it twice.
"""

from collections.abc import Sequence
from itertools import pairwise

import pydyf  # type: ignore[import-untyped]  # it ships no types

from app.rendering.engine.writing import File

_AROUND = frozenset({"/Div", "/Sect", "/Part", "/Art", "/NonStruct", "/BlockQuote", "/LBody"})


def kids(pdf: pydyf.PDF, element: pydyf.Dictionary) -> list[pydyf.Dictionary]:
    """Structure elements right under this one, in reading order."""
    found = [pdf.objects[int(kid.split()[0])] for kid in element["K"] if isinstance(kid, bytes)]
    return [entry for entry in found if "S" in entry]


def join_columns(pdf: File, element: pydyf.Dictionary) -> None:
    """Make one list of the columns of names on each page: the engine tags each column as a list within a list."""
    for kid in kids(pdf, element):
        if kid["S"] in _AROUND:
            join_columns(pdf, kid)
        elif kid["S"] == "/L":
            inner = kids(pdf, kid)
            if inner and all(one["S"] == "/L" and pdf.is_torn(kid, one) for one in inner):
                kid["K"] = pydyf.Array()
                for item in (item for one in inner for item in kids(pdf, one)):
                    _move(item, kid)


def join_pages(pdf: File, document: pydyf.Dictionary) -> None:
    """Make one list of each that goes on over pages, and one item of each that does."""
    open_list = None
    for before, after in pairwise(kids(pdf, document)):
        if before["Pg"] == after["Pg"]:
            open_list = None
            continue
        last = open_list or _list_at(pdf, before, -1)
        first = _list_at(pdf, after, 0)
        open_list = None
        if last is not None and first is not None and pdf.is_torn(last, first):
            _join(pdf, last, first)
            is_gone = _remove(pdf, first, document)
            open_list = last if is_gone else None


def _list_at(pdf: pydyf.PDF, element: pydyf.Dictionary, edge: int) -> pydyf.Dictionary | None:
    """The outermost list at the beginning (0) or the end (-1) of an element."""
    while isinstance(element, dict) and element["S"] in _AROUND:
        inner = kids(pdf, element)
        if not inner or len(inner) < len(element["K"]):
            return None
        element = inner[edge]
    return element if isinstance(element, dict) and element["S"] == "/L" else None


def _join(pdf: File, last: pydyf.Dictionary, first: pydyf.Dictionary) -> None:
    """Move the items of a list to the part of it on the page before, and the rest of an item to its beginning."""
    others = kids(pdf, first)
    torn, *nested = _from_last_item(pdf, last) or [None]
    if others and torn is not None and pdf.is_torn(torn, others[0]):
        [body] = [kid for kid in kids(pdf, torn) if kid["S"] == "/LBody"]
        for each in nested:
            # The engine sets a list within an item behind it; what follows belongs behind that.
            _keep(last["K"], without=each.reference)
            _move(each, body)
        others = _joined_item(pdf, body, others)
    for item in others:
        _move(item, last)


def _joined_item(pdf: File, body: pydyf.Dictionary, elements: Sequence[pydyf.Dictionary]) -> list[pydyf.Dictionary]:
    """Move the rest of an item, with the lists behind it, into its body. The answer is what comes after that."""
    rest, *others = elements
    # The engine sets a list within an item behind all of it; what was torn in it comes first.
    if others and _has_joined(pdf, body, others[0]):
        del others[0]
    for part in kids(pdf, rest):
        # Beside its label an item has one body. This one is on another page, and so is what it holds.
        part["S"] = "/Div"
        inner = _list_at(pdf, part, 0)
        if inner is not None and _has_joined(pdf, body, inner):
            _remove(pdf, inner, part)
        if part["K"]:
            _move(part, body)
    while others and others[0]["S"] == "/L":
        _move(others.pop(0), body)
    return others


def _has_joined(pdf: File, body: pydyf.Dictionary, inner: pydyf.Dictionary) -> bool:
    """Join a list to the one at the end of a body, if a page tore it off that."""
    before = _list_at(pdf, body, -1)
    is_torn = before is not None and pdf.is_torn(before, inner)
    if is_torn:
        _join(pdf, before, inner)
    return is_torn


def _from_last_item(pdf: pydyf.PDF, element: pydyf.Dictionary) -> Sequence[pydyf.Dictionary]:
    """The last item of a list, and lists that stand behind it."""
    found: list[pydyf.Dictionary] = []
    # From its end: a long list is joined anew on each of its pages.
    for reference in reversed(element["K"]):
        found.insert(0, pdf.objects[int(reference.split()[0])])
        if found[0]["S"] == "/LI":
            break
    return found


def _move(element: pydyf.Dictionary, parent: pydyf.Dictionary) -> None:
    element["P"] = parent.reference
    parent["K"].append(element.reference)


def _remove(pdf: pydyf.PDF, element: pydyf.Dictionary, top: pydyf.Dictionary) -> bool:
    """Take an element out, and what is empty around it up to `top`. The answer is whether all below `top` was."""
    while element is not top:
        parent = pdf.objects[int(element["P"].split()[0])]
        _keep(parent["K"], without=element.reference)
        if parent["K"] or parent is top:
            return parent is top
        element = parent
    return True


def _keep(references: list[object], *, without: bytes) -> None:
    references[:] = [each for each in references if each != without]
