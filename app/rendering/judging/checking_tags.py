"""Whether what is drawn and what is tagged are the same: each drawing on each page against the tree of tags."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from app.rendering.pdf_values import entries

# Strings hold no operators; without them one expression finds everything that marks or draws.
_STRINGS = re.compile(rb"\((?:[^()\\]|\\.)*\)|(?<!<)<[0-9A-Fa-f\s]*>", re.DOTALL)
_MARKS = re.compile(
    rb"/(\w+)\s*(<<[^<>]*>>|/\w+)?\s*\b(B[DM]C)\b"
    rb"|(?<![^\s\])>])(EMC|T[jJ]|Do|sh|EI|[SsFfBb]\*?|['\"])(?=\s|$)",
)
_MCID = re.compile(rb"/MCID\s+(\d+)")

_HEADINGS = re.compile(r"/H([1-6])")
# ISO 32000-1, 14.8.4.
_KNOWN = frozenset(
    (
        *("/Document", "/Part", "/Art", "/Sect", "/Div", "/BlockQuote", "/Caption", "/TOC", "/TOCI", "/Index"),
        *("/NonStruct", "/Private", "/P", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/L", "/LI", "/Lbl", "/LBody"),
        *("/Table", "/TR", "/TH", "/TD", "/THead", "/TBody", "/TFoot", "/Span", "/Quote", "/Note", "/Reference"),
        *("/BibEntry", "/Code", "/Link", "/Annot", "/Ruby", "/Warichu", "/RB", "/RT", "/RP", "/WT", "/WP", "/Figure"),
        *("/Formula", "/Form"),
    )
)
_WITHIN_LIST = frozenset(("/LI", "/L", "/Caption"))
_WITHIN_ITEM = frozenset(("/Lbl", "/LBody"))

_ARTIFACT, _WORDS = -2, -1
"""What a mark can be besides the number of a piece of content: furniture, or a note on words within a piece."""

Key = tuple[int, int]


@dataclass(slots=True)
class _Page:
    """One page: what is marked on it, and what the tree says is on it."""

    number: int
    marked: set[int]
    parents: Sequence[Object]
    tagged: set[int] = field(default_factory=set)


@dataclass(slots=True)
class _Walk:
    """What is met on the way through the tree."""

    pages: dict[Key, _Page]
    headings: list[int] = field(default_factory=list)
    links: dict[Key, Key] = field(default_factory=dict)
    found: list[str] = field(default_factory=list)


def faults(file: pikepdf.Pdf) -> Iterator[str]:
    """Every rule of tagging that the file breaks, as sentences with the clause."""
    tree = file.Root.get(Name.StructTreeRoot)
    if not isinstance(tree, Dictionary):
        yield "The file has no tags (UA 7.1, A 6.7.3)."
        return
    parents = dict(_numbered(tree.get(Name.ParentTree, Dictionary())))
    pages: dict[Key, _Page] = {}
    for number, page in enumerate(file.pages, 1):
        marked: set[int] = set()
        yield from _faults_of_drawing(_contents(page.obj), number, marked)
        yield from _faults_of_forms(page.obj, number)
        own = parents.get(int(page.obj.get(Name.StructParents, -1)), ())
        pages[page.obj.objgen] = _Page(number, marked, list(own) if isinstance(own, Array) else ())
    walk = _Walk(pages)
    _walk_from(tree, walk)
    yield from walk.found
    for each in pages.values():
        if each.marked - each.tagged:
            yield f"Something on page {each.number} is marked but not in the tree of tags (UA 7.1, A 6.7.3)."
        if each.tagged - each.marked:
            yield f"The tree of tags names something that is not on page {each.number} (UA 7.1, A 6.7.3)."
    yield from _faults_of_headings(walk.headings)
    for page in file.pages:
        yield from _faults_of_links(page.obj, pages[page.obj.objgen].number, walk.links, parents)


def _contents(page: Object) -> bytes:
    contents = page.get(Name.Contents)
    if contents is None:
        return b""
    return b"\n".join(part.read_bytes() for part in (contents if isinstance(contents, Array) else [contents]))


def _faults_of_drawing(content: bytes, page: int, marked: set[int]) -> Iterator[str]:
    """Follow the marks of a page; `marked` takes the numbers of its pieces of content."""
    open_marks: list[int] = []
    for tag, properties, begin, operator in _MARKS.findall(_STRINGS.sub(b"", content)):
        if begin:
            mark = _mark(tag, properties)
            inside_artifact, inside_text = _ARTIFACT in open_marks, any(each >= 0 for each in open_marks)
            if (mark >= 0 and inside_artifact) or (mark == _ARTIFACT and inside_text):
                yield f"Text and furniture of page {page} are marked one within the other (UA 7.1)."
            if mark >= 0 and (inside_text or mark in marked):
                yield f"Two pieces of page {page} are marked as one (UA 7.1)."
            if mark >= 0:
                marked.add(mark)
            open_marks.append(mark)
        elif operator == b"EMC":
            if not open_marks:
                yield f"The marks of page {page} do not match (UA 7.1)."
                return
            open_marks.pop()
        elif all(mark == _WORDS for mark in open_marks):
            yield f"Something on page {page} is neither tagged nor an artifact (UA 7.1)."
    if open_marks:
        yield f"The marks of page {page} do not match (UA 7.1)."


def _mark(tag: bytes, properties: bytes) -> int:
    if tag == b"Artifact":
        return _ARTIFACT
    number = _MCID.search(properties)
    return int(number[1]) if number else _WORDS


def _faults_of_forms(page: Object, number: int) -> Iterator[str]:
    """A drawing that is called by name, as a stamp is, stands for one mark: it has none of its own (UA 7.20)."""
    for form in page.get(Name.Resources, Dictionary()).get(Name.XObject, Dictionary()).values():
        is_form = isinstance(form, Stream) and form.get(Name.Subtype) == "/Form"
        if is_form and _MCID.search(_STRINGS.sub(b"", form.read_bytes())):
            yield f"A drawing on page {number} has tags of its own (UA 7.20)."


def _walk_from(tree: Object, walk: _Walk) -> None:
    tops = entries(tree.get(Name.K))
    if [str(top.get(Name.S, "")) for top in tops] != ["/Document"]:
        walk.found.append("The tags do not begin with one document (UA 7.1).")
    roles = {str(role): str(kind) for role, kind in tree.get(Name.RoleMap, Dictionary()).items()}
    waiting = [(top, tree.objgen) for top in reversed(tops)]
    while waiting:
        element, parent = waiting.pop()
        kind = roles.get(str(element.S), str(element.S))
        _visit(element, kind, parent, walk)
        inner = _take_content(element, kind, walk)
        kinds = [roles.get(str(each.S), str(each.S)) for each in inner]
        if kind == "/L":
            walk.found += _faults_of_list(element, inner, kinds)
        elif kind == "/LI" and (kinds.count("/LBody") != 1 or not _WITHIN_ITEM.issuperset(kinds)):
            walk.found.append("An item of a list has no body (UA 7.6).")
        own = element.objgen
        waiting.extend((each, own) for each in reversed(inner))


def _visit(element: Object, kind: str, parent: Key, walk: _Walk) -> None:
    if kind not in _KNOWN:
        walk.found.append(f"The tag {kind[1:]} is not one that readers know (UA 7.1).")
    if element.P.objgen != parent:
        walk.found.append("A tag names another parent than it has (UA 7.1).")
    if heading := _HEADINGS.fullmatch(kind):
        walk.headings.append(int(heading[1]))
    if kind in ("/Figure", "/Formula") and not str(element.get(Name.Alt, element.get(Name.ActualText, ""))).strip():
        walk.found.append("A picture is not described (UA 7.3). Describe it in words.")


def _take_content(element: Object, kind: str, walk: _Walk) -> list[Object]:
    """Note what the element says is on pages, and return the elements within it."""
    inner: list[Object] = []
    page = element.get(Name.Pg)
    for kid in entries(element.get(Name.K)):
        if not isinstance(kid, Dictionary):
            _take_piece(element, page, int(kid), walk)
        elif Name.S in kid:
            inner.append(kid)
        elif Name.MCID in kid:
            _take_piece(element, kid.get(Name.Pg, page), int(kid.MCID), walk)
        elif Name.Obj in kid and kind == "/Link":
            walk.links[kid.Obj.objgen] = element.objgen
    return inner


def _take_piece(element: Object, page: Object | None, number: int, walk: _Walk) -> None:
    on = walk.pages.get(page.objgen) if page is not None else None
    if on is None or number in on.tagged:
        walk.found.append("A tag stands for a piece of a page that is not there or not its own (UA 7.1, A 6.7.3).")
        return
    on.tagged.add(number)
    if number >= len(on.parents) or on.parents[number].objgen != element.objgen:
        walk.found.append(f"A piece of page {on.number} does not know its tag (UA 7.1, A 6.7.3).")


def _faults_of_list(element: Object, items: list[Object], kinds: list[str]) -> Iterator[str]:
    if not _WITHIN_LIST.issuperset(kinds):
        yield "A list holds something that is no item (UA 7.6)."
    labelled = {_has_label(item) for item, kind in zip(items, kinds, strict=True) if kind == "/LI"}
    if len(labelled) > 1:
        yield "An item of a numbered list has no label (UA 7.6)."
    if True in labelled and str(_numbering(element)) in ("", "/None"):
        yield "A list with labels does not say how it is numbered (UA 7.6)."


def _has_label(item: Object) -> bool:
    return any(isinstance(kid, Dictionary) and kid.get(Name.S) == "/Lbl" for kid in entries(item.get(Name.K)))


def _numbering(element: Object) -> str:
    named = [each.get(Name.ListNumbering) for each in entries(element.get(Name.A)) if isinstance(each, Dictionary)]
    return next((str(each) for each in named if each is not None), "")


def _faults_of_headings(ranks: list[int]) -> Iterator[str]:
    if 1 not in ranks:
        yield "The file has no first heading (UA 7.4.2). Give it one <h1>, before all others."
    elif ranks.count(1) > 1:
        yield "The file has more than one first heading (UA 7.4.2). Leave one <h1>."
    elif ranks[0] != 1:
        yield "Another heading stands before the first one (UA 7.4.2). Put the <h1> before all others."
    if any(below - above > 1 for above, below in pairwise(ranks)):
        yield "The headings skip a rank (UA 7.4.2). Leave none out on the way down."


def _faults_of_links(page: Object, number: int, links: dict[Key, Key], parents: dict[int, Object]) -> Iterator[str]:
    annotations = entries(page.get(Name.Annots))
    if annotations and page.get(Name.Tabs) != "/S":
        yield f"The keyboard does not follow the tags on page {number} (UA 7.18.3)."
    for each in annotations:
        if each.get(Name.Subtype) != "/Link":
            yield f"Page {number} holds something to fill in or to open (UA 7.18.1)."
            continue
        element = links.get(each.objgen)
        own = parents.get(int(each.get(Name.StructParent, -1)))
        if element is None or own is None or own.objgen != element:
            yield f"A link on page {number} is not tagged as one (UA 7.18.5)."
        if not str(each.get(Name.Contents, "")).strip():
            yield f"A link on page {number} does not say where it leads (UA 7.18.5)."


def _numbered(tree: Object) -> Iterator[tuple[int, Object]]:
    """The entries of a tree of numbers (ISO 32000-1, 7.9.7)."""
    numbered = entries(tree.get(Name.Nums))
    yield from zip(map(int, numbered[::2]), numbered[1::2], strict=True)
    for kid in entries(tree.get(Name.Kids)):
        yield from _numbered(kid)
