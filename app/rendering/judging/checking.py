"""Our own judge of a finished PDF: the rules that matter most, each with its clause, in milliseconds at every seal.

It reads the file as it will be stored and trusts nothing that made it. UA is ISO 14289-1:2014, A is ISO 19005-3:2012.
It runs where the file was made, in the rendering process. What it cannot see (whether an order of reading makes sense,
whether a picture is described well) people look at; what it leaves out for speed veraPDF judges in the tests.
"""

import re
from collections.abc import Iterator, Sequence
from io import BytesIO

import pikepdf
from pikepdf import Dictionary, Name, Object, Stream

from app.core.links import fault_in_link
from app.rendering.document import Document
from app.rendering.failures import NOT_KEPT, TypesettingFailed
from app.rendering.judging import checking_letters, checking_tags, withholding
from app.rendering.pdf_values import entries, readings

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*")
_SAYS_ARCHIVE = re.compile(rb"pdfaid:part(?:=[\"']|>)3\b")
_SAYS_LEVEL = re.compile(rb"pdfaid:conformance(?:=[\"']|>)A\b")
_SAYS_ACCESSIBLE = re.compile(rb"pdfuaid:part(?:=[\"']|>)1\b")
_SAYS_TITLE = re.compile(rb"<dc:title>.*?<rdf:li[^>]*>[^<]", re.DOTALL)

# Keys under which something could act, and the actions that only lead somewhere.
_ACTIVE = ("/JS", "/JavaScript", "/AA", "/OpenAction", "/XFA", "/RichMediaContent")
_LEADING = ("/URI", "/GoTo")
_RELATIONSHIPS = ("/Source", "/Data", "/Alternative", "/Supplement", "/Unspecified")
# What stands for no letter, in UTF-16 (ISO 14289-1, 7.21.7).
_NO_LETTER = frozenset((b"\x00\x00", b"\xfe\xff", b"\xff\xfe", b"\xff\xfd"))
_SHOWN = 5


def refuse_what_breaks_a_rule(
    pdf: bytes, document: Document, *, withheld: Sequence[str] = (), besides: Sequence[str] = ()
) -> None:
    """Raise `TypesettingFailed` with what is wrong with the finished file of this document, if anything is.

    `withheld` are names that must not stand anywhere in it, `besides` faults that were found when it was set.
    """
    found = [*withholding.faults_of_list(document, withheld), *besides, *faults(pdf)]
    found += withholding.faults_of_file(pdf, document, withheld)
    if found:
        shown = " ".join(found[:_SHOWN])
        message = f"{NOT_KEPT} {shown}"
        raise TypesettingFailed(message)


def faults(pdf: bytes) -> list[str]:
    """Every rule that the file breaks, as sentences with the clause; empty when it is as it must be."""
    found = list(_faults_of_bytes(pdf))
    try:
        opened = pikepdf.open(BytesIO(pdf))
    except pikepdf.PdfError:
        return [*found, "The file cannot be read as a PDF (A 6.1.2). Try again."]
    with opened as file:
        found += _faults_of_file(file)
    return list(dict.fromkeys(found))


def _faults_of_bytes(pdf: bytes) -> Iterator[str]:
    if pdf.count(b"%%EOF") != 1 or not pdf.rstrip().endswith(b"%%EOF"):
        yield "The file has more or less than one end: something was added to it (A 6.1.3)."


def _faults_of_file(file: pikepdf.Pdf) -> Iterator[str]:
    root = file.Root
    if Name.Prev in file.trailer:
        yield "The file has a history: an earlier state can be read from it (A 6.1.3)."
    if Name.Encrypt in file.trailer:
        yield "The file is encrypted (A 6.1.3)."
    yield from _faults_of_catalogue(root, file.docinfo)
    yield from _faults_of_metadata(root)
    yield from _faults_of_attachments(root)
    yield from _faults_of_objects(file)
    yield from checking_tags.faults(file)
    yield from checking_letters.faults(file)


def _faults_of_catalogue(root: Object, info: Object) -> Iterator[str]:
    marks = root.get(Name.MarkInfo, Dictionary())
    if not marks.get(Name.Marked, False) or marks.get(Name.Suspects, False):
        yield "The file does not say that it is tagged (UA 7.1, A 6.7.2)."
    if not _LANGUAGE.fullmatch(str(root.get(Name.Lang, ""))):
        yield "The file does not say in which language it is (UA 7.2, A 6.7.4)."
    if not root.get(Name.ViewerPreferences, Dictionary()).get(Name.DisplayDocTitle, False):
        yield "A reader would show the name of the file instead of its title (UA 7.1)."
    if not str(info.get(Name.Title, "")).strip():
        yield "The file has no title (UA 7.1)."
    for intent in entries(root.get(Name.OutputIntents)):
        if intent.get(Name.S) == "/GTS_PDFA1" and isinstance(intent.get(Name.DestOutputProfile), Stream):
            return
    yield "The file does not say which colours are meant (A 6.2.3)."


def _faults_of_metadata(root: Object) -> Iterator[str]:
    metadata = root.get(Name.Metadata)
    if not isinstance(metadata, Stream):
        yield "The file does not describe itself (UA 7.1, A 6.6.2)."
        return
    says = metadata.read_bytes()
    if not _SAYS_ARCHIVE.search(says) or not _SAYS_LEVEL.search(says):
        yield "The file does not say that it is PDF/A-3a (A 6.6.4)."
    if not _SAYS_ACCESSIBLE.search(says):
        yield "The file does not say that it is PDF/UA-1 (UA 5)."
    if not _SAYS_TITLE.search(says):
        yield "The description of the file has no title (UA 7.1)."


def _faults_of_attachments(root: Object) -> Iterator[str]:
    tree = root.get(Name.Names, Dictionary()).get(Name.EmbeddedFiles, Dictionary())
    named = [entry for entry in entries(tree.get(Name.Names)) if isinstance(entry, Dictionary)]
    listed = [entry.objgen for entry in entries(root.get(Name.AF))]
    if sorted(entry.objgen for entry in named) != sorted(listed):
        yield "An attached file is not one of the document's own (A 6.8)."
    for entry in named:
        name = str(entry.get(Name.UF, ""))
        if not name or str(entry.get(Name.F, "")) != name:
            yield "An attached file has no name (A 6.8)."
        if str(entry.get(Name.AFRelationship, "")) not in _RELATIONSHIPS:
            yield f"The attached file {name} does not say what it is to the document (A 6.8)."
        content = entry.get(Name.EF, Dictionary()).get(Name.F)
        if not isinstance(content, Stream) or Name.Subtype not in content:
            yield f"The attached file {name} does not say of which kind it is (A 6.8)."
        elif Name.ModDate not in content.get(Name.Params, Dictionary()):
            yield f"The attached file {name} has no date (A 6.8)."


def _faults_of_objects(file: pikepdf.Pdf) -> Iterator[str]:
    for entry in file.objects:
        if not isinstance(entry, Dictionary | Stream):
            continue
        keys = entry.keys()
        for key in _ACTIVE:
            if key in keys:
                yield f"The file holds active content ({key[1:]}) (A 6.6.1)."
        if "/A" in keys and isinstance(entry.A, Dictionary) and Name.S in entry.A:
            yield from _faults_of_action(entry.A)
        if "/S" in keys and "/Type" in keys and entry.Type == "/Action":
            yield from _faults_of_action(entry)
        if "/BaseFont" in keys:
            yield from _faults_of_font(entry)


def _faults_of_action(action: Object) -> Iterator[str]:
    kind = str(action.S)
    if kind not in _LEADING:
        yield f"The file holds active content ({kind[1:]}) (A 6.6.1)."
    if Name.Next in action:
        yield "A link does more than lead somewhere (A 6.6.1)."
    if kind == "/URI" and (sentence := fault_in_link(str(action.get(Name.URI, "")))):
        yield sentence


def _faults_of_font(font: Object) -> Iterator[str]:
    """Judge a font as it is used on pages; a part of a composite font is judged with the whole."""
    kind = str(font.get(Name.Subtype, ""))
    if kind.startswith("/CIDFont"):
        return
    face = str(font.BaseFont)[1:].rpartition("+")[2]
    parts = entries(font.get(Name.DescendantFonts)) or [font]
    described = parts[0].get(Name.FontDescriptor, Dictionary())
    if not any(isinstance(described.get(key), Stream) for key in ("/FontFile", "/FontFile2", "/FontFile3")):
        yield f"The typeface {face} is not in the file (UA 7.21.4.1, A 6.2.11.4.1)."
    if not isinstance(font.get(Name.ToUnicode), Stream):
        yield f"The shapes of the typeface {face} stand for no letters (UA 7.21.7, A 6.2.11.7.2)."
    elif any(text in _NO_LETTER for _, text in readings(font)):
        yield f"A shape of the typeface {face} stands for no letter (UA 7.21.7, A 6.2.11.7.2)."
