"""What pages tore apart in the structure of a document is joined again.

The engine tags each page on its own. A list item that goes on over a page would be two items, one of them without the
label that its list has (ISO 14289-1, 7.6), and a reader for the blind would count it twice.
"""

from collections.abc import Sequence
from itertools import pairwise

import pydyf  # type: ignore[import-untyped]  # it ships no types

_AROUND = frozenset({"/Div", "/Sect", "/Part", "/Art", "/NonStruct", "/BlockQuote", "/LBody"})


def kids(pdf: pydyf.PDF, element: pydyf.Dictionary) -> list[pydyf.Dictionary]:
    """Structure elements right under this one, in reading order."""
    found = [pdf.objects[int(kid.split()[0])] for kid in element["K"] if isinstance(kid, bytes)]
    return [entry for entry in found if "S" in entry]


def join_items(pdf: pydyf.PDF, document: pydyf.Dictionary) -> None:
    """Make one item of each that goes on over pages, and one list of those around it."""
    open_list = None
    for before, after in pairwise(kids(pdf, document)):
        if before["Pg"] == after["Pg"]:
            open_list = None
            continue
        last = open_list or _list_at(pdf, before, -1)
        first = _list_at(pdf, after, 0)
        open_list = None
        if last is not None and first is not None and _goes_on(pdf, last, first):
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


def _goes_on(pdf: pydyf.PDF, last: pydyf.Dictionary, first: pydyf.Dictionary) -> bool:
    """Whether the first item of a list is the rest of the last item of another: only that one has its label."""
    begun = [kid for kid in kids(pdf, last) if kid["S"] == "/LI"]
    rest = kids(pdf, first)[0]
    return (
        bool(begun)
        and isinstance(begun[-1], dict)
        and _is_labelled(pdf, begun[-1])
        and isinstance(rest, dict)
        and rest["S"] == "/LI"
        and not _is_labelled(pdf, rest)
    )


def _is_labelled(pdf: pydyf.PDF, item: pydyf.Dictionary) -> bool:
    return any(kid["S"] == "/Lbl" for kid in kids(pdf, item))


def _join(pdf: pydyf.PDF, last: pydyf.Dictionary, first: pydyf.Dictionary) -> None:
    """Move the rest of the last item of one list to it, and all items after that to its list."""
    torn, *nested = _from_last_item(kids(pdf, last))
    [body] = [kid for kid in kids(pdf, torn) if kid["S"] == "/LBody"]
    for each in nested:
        # The engine sets a list within an item behind it; what follows belongs behind that.
        _keep(last["K"], without=each.reference)
        _move(each, body)
    rest, *others = kids(pdf, first)
    for part in kids(pdf, rest):
        if part["K"]:
            # Beside its label an item has one body. This one is on another page, and so is what it holds.
            part["S"] = "/Div"
            _move(part, body)
    while others and others[0]["S"] == "/L":
        inner = others.pop(0)
        before = kids(pdf, body)[-1:]
        if before and before[0]["S"] == "/L" and _goes_on(pdf, before[0], inner):
            _join(pdf, before[0], inner)
        else:
            _move(inner, body)
    for item in others:
        _move(item, last)


def _from_last_item(elements: Sequence[pydyf.Dictionary]) -> Sequence[pydyf.Dictionary]:
    """The last item of a list, and lists that stand behind it."""
    at = max(at for at, element in enumerate(elements) if element["S"] == "/LI")
    return elements[at:]


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
