"""Our own judge: each rule is seen to fail on a file made wrong on purpose."""

import re
import statistics
import time
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, Object, Pdf

from app.rendering.engine import typesetting
from app.rendering.judging import checking
from app.rendering.stamps.masters import stamp
from tests.rendering import samples
from tests.rendering.spoiling import (
    DOCUMENT,
    Spoil,
    attachment,
    described,
    drawn,
    elements,
    fonts,
    lead_to,
    links,
    spoilt,
)


@pytest.fixture(scope="module")
def sound() -> bytes:
    return typesetting.render(DOCUMENT).pdf


def _unmap(file: Pdf) -> None:
    letters = fonts(file)[0].ToUnicode.read_bytes()
    spoilt_letters = re.sub(rb"(beginbfchar\n<[0-9a-f]{4}> )<[0-9a-f]{4}>", rb"\1<feff>", letters, count=1)
    assert spoilt_letters != letters
    fonts(file)[0].ToUnicode = file.make_stream(spoilt_letters)


def _forget_a_letter(file: Pdf) -> None:
    letters = fonts(file)[0].ToUnicode.read_bytes()
    left = re.sub(rb"(beginbfchar\n)<[0-9a-f]{4}> <[0-9a-f]{4}>\n", rb"\1", letters, count=1)
    assert left != letters
    fonts(file)[0].ToUnicode = file.make_stream(left)


def _unembed(file: Pdf) -> None:
    described_font = fonts(file)[0].DescendantFonts[0].FontDescriptor
    for key in ("/FontFile2", "/FontFile3"):
        if key in described_font:
            del described_font[key]


def _second_first_heading(file: Pdf) -> None:
    elements(file, "H2")[0].S = Name.H1


def _skip_a_heading(file: Pdf) -> None:
    for each in elements(file, "H2"):
        each.S = Name.H4


def _lose_a_label(file: Pdf) -> None:
    item = elements(file, "L")[1].K[3]
    item.K = Array([kid for kid in item.K if kid.S != "/Lbl"])


def _lose_a_body(file: Pdf) -> None:
    item = elements(file, "LI")[5]
    item.K = Array([kid for kid in item.K if kid.S != "/LBody"])


def _lose_a_paragraph(file: Pdf) -> None:
    parent = elements(file, "P")[1].P
    own = elements(file, "P")[1].objgen
    parent.K = Array([kid for kid in parent.K if kid.objgen != own])


def _tag_nothing(file: Pdf) -> None:
    elements(file, "P")[0].K.append(9999)


def _unlink(file: Pdf) -> None:
    elements(file, "Link")[0].S = Name.Span


def _script(file: Pdf) -> None:
    links(file)[0].A = Dictionary(S=Name.JavaScript, JS="app.alert(1)")


def _open_action(file: Pdf) -> None:
    file.Root.OpenAction = Dictionary(S=Name.Named, N=Name.Print)


def _launch(file: Pdf) -> None:
    links(file)[0].A = Dictionary(S=Name.Launch, F="x.exe")


def _delete(choose: Callable[[Pdf], Object], key: str) -> Spoil:
    def spoil(file: Pdf) -> None:
        del choose(file)[key]

    return spoil


def _rename_a_tag(file: Pdf) -> None:
    elements(file, "P")[0].S = Name.Paragraphe


def _give_a_wrong_parent(file: Pdf) -> None:
    elements(file, "P")[0].P = elements(file, "L")[0]


def _move_the_knowledge(file: Pdf) -> None:
    own = file.Root.StructTreeRoot.ParentTree.Nums[1]
    own[0] = own[1]


def _undescribed_picture(file: Pdf) -> None:
    elements(file, "P")[0].S = Name.Figure


def _number_nothing(file: Pdf) -> None:
    del elements(file, "L")[0].A


def _put_text_in_a_list(file: Pdf) -> None:
    elements(file, "LI")[0].S = Name.P


def _mark_within_artifact(content: bytes) -> bytes:
    return re.sub(rb"(/Artifact\s*<<[^>]*>>\s*BDC)", rb"\1 /Span <</MCID 7777>> BDC EMC", content, count=1)


def _two_tops(file: Pdf) -> None:
    tree = file.Root.StructTreeRoot
    tree.K = Array([tree.K[0], file.make_indirect(Dictionary(S=Name.Document, P=tree))])


def _second_attachment(file: Pdf) -> None:
    file.Root.AF = Array([attachment(file), file.make_indirect(Dictionary(Type=Name.Filespec, F="x", UF="x"))])


def _marked_form(file: Pdf) -> None:
    form = file.make_stream(b"/P <</MCID 0>> BDC EMC", Type=Name.XObject, Subtype=Name.Form, BBox=Array([0, 0, 1, 1]))
    file.pages[0].obj.Resources.XObject = Dictionary(Stamp=form)


def _field(file: Pdf) -> None:
    links(file)[0].Subtype = Name.Text


WRONG: dict[str, tuple[Spoil, str]] = {
    "not marked": (_delete(lambda file: file.Root, "/MarkInfo"), "does not say that it is tagged (UA 7.1"),
    "no language": (_delete(lambda file: file.Root, "/Lang"), "in which language it is (UA 7.2"),
    "title hidden": (_delete(lambda file: file.Root, "/ViewerPreferences"), "instead of its title (UA 7.1"),
    "no title": (_delete(lambda file: file.docinfo, "/Title"), "has no title (UA 7.1"),
    "no colours": (_delete(lambda file: file.Root, "/OutputIntents"), "which colours are meant (A 6.2.3"),
    "no metadata": (_delete(lambda file: file.Root, "/Metadata"), "does not describe itself (UA 7.1"),
    "no archive": (lambda file: described(file, b'pdfaid:part="3"', b'pdfaid:part="2"'), "PDF/A-3a (A 6.6.4)"),
    "no level": (
        lambda file: described(file, b'pdfaid:conformance="A"', b'pdfaid:conformance="B"'),
        "PDF/A-3a (A 6.6.4)",
    ),
    "not accessible": (
        lambda file: described(file, b"<pdfuaid:part>1</pdfuaid:part>", b""),
        "PDF/UA-1 (UA 5)",
    ),
    "untitled metadata": (lambda file: described(file, b"dc:title", b"dc:subject"), "description of the file has no"),
    "no tags": (_delete(lambda file: file.Root, "/StructTreeRoot"), "has no tags (UA 7.1"),
    "two documents": (_two_tops, "do not begin with one document (UA 7.1"),
    "unknown tag": (_rename_a_tag, "The tag Paragraphe is not one that readers know (UA 7.1"),
    "wrong parent": (_give_a_wrong_parent, "another parent than it has (UA 7.1"),
    "two first headings": (_second_first_heading, "The file has more than one first heading (UA 7.4.2"),
    "no first heading": (
        lambda file: elements(file, "H1")[0].__setattr__("S", Name.P),
        "The file has no first heading (UA 7.4.2",
    ),
    "skipped heading": (_skip_a_heading, "headings skip a rank (UA 7.4.2"),
    "item without label": (_lose_a_label, "has no label (UA 7.6"),
    "item without body": (_lose_a_body, "has no body (UA 7.6"),
    "text in a list": (_put_text_in_a_list, "holds something that is no item (UA 7.6"),
    "list without numbering": (_number_nothing, "how it is numbered (UA 7.6"),
    "picture without words": (_undescribed_picture, "A picture is not described (UA 7.3"),
    "content without tag": (_lose_a_paragraph, "on page 1 is marked but not in the tree of tags (UA 7.1"),
    "tag without content": (_tag_nothing, "names something that is not on page 1 (UA 7.1"),
    "content with another tag": (_move_the_knowledge, "A piece of page 1 does not know its tag (UA 7.1"),
    "unmarked drawing": (
        lambda file: drawn(file, lambda content: content + b"\n0 0 1 1 re f\n"),
        "on page 1 is neither tagged nor an artifact (UA 7.1",
    ),
    "unmarked foot": (
        lambda file: drawn(file, lambda content: re.sub(rb"/Artifact(\s*<<[^>]*>>\s*BDC)", rb"/Span\1", content)),
        "on page 1 is neither tagged nor an artifact (UA 7.1",
    ),
    "marks that do not end": (
        lambda file: drawn(file, lambda content: content.rstrip() + b"\n/P BMC"),
        "The marks of page 1 do not match (UA 7.1",
    ),
    "text within furniture": (lambda file: drawn(file, _mark_within_artifact), "marked one within the other (UA 7.1"),
    "one mark twice": (
        lambda file: drawn(file, lambda content: content.replace(b"<</MCID 1>>", b"<</MCID 0>>")),
        "Two pieces of page 1 are marked as one (UA 7.1",
    ),
    "tags within a stamp": (_marked_form, "A drawing on page 1 has tags of its own (UA 7.20"),
    "untagged link": (_unlink, "A link on page 2 is not tagged as one (UA 7.18.5"),
    "link without words": (_delete(lambda file: links(file)[0], "/Contents"), "does not say where it leads (UA 7.18.5"),
    "no order of tabs": (_delete(lambda file: file.pages[1].obj, "/Tabs"), "keyboard does not follow the tags on page"),
    "a field": (_field, "something to fill in or to open (UA 7.18.1"),
    "typeface outside": (_unembed, "is not in the file (UA 7.21.4.1"),
    "shapes without letters": (_delete(lambda file: fonts(file)[0], "/ToUnicode"), "stand for no letters (UA 7.21.7"),
    "shape without letter": (_unmap, "stands for no letter (UA 7.21.7"),
    "shape that is not in the table": (_forget_a_letter, "shows a shape of Source-S"),
    "script": (_script, "active content (JavaScript) (A 6.6.1"),
    "opening": (_open_action, "active content (OpenAction) (A 6.6.1"),
    "program": (_launch, "active content (Launch) (A 6.6.1"),
    "plain link": (lead_to("http://example.org"), "“http://example.org” is not a full https address"),
    "link to a file": (lead_to("file:///letter.pdf"), "is not a full https address"),
    "mail that says more": (lead_to("mailto:us@a.example?bcc=spy@b.example"), "more than one e-mail address alone"),
    "mail to two": (lead_to("mailto:us@a.example,spy@b.example"), "is to more than one e-mail address alone"),
    "attachment of no kind": (
        _delete(attachment, "/AFRelationship"),
        "does not say what it is to the document (A 6.8",
    ),
    "attachment without type": (
        _delete(lambda file: attachment(file).EF.F, "/Subtype"),
        "does not say of which kind it is (A 6.8",
    ),
    "attachment without date": (_delete(lambda file: attachment(file).EF.F.Params, "/ModDate"), "has no date (A 6.8"),
    "attachment without name": (_delete(attachment, "/UF"), "has no name (A 6.8"),
    "foreign attachment": (_second_attachment, "not one of the document's own (A 6.8"),
}


def test_a_sound_file_and_its_stamped_copy_break_no_rule(sound: bytes) -> None:
    assert checking.faults(sound) == []
    assert checking.faults(stamp(sound, "Copy 4 · Ana Pop")) == []
    assert checking.faults(spoilt(sound, lambda _: None)) == []


@pytest.mark.parametrize("words", ["one <em>two</em> three", "<strong>one</strong>", "many <code>words</code> " * 30])
def test_a_link_with_emphasis_in_it_is_one_link_on_each_line(words: str) -> None:
    body = f'{samples.BODY}<p>See <a href="https://water.example.org/a">{words}</a></p>'
    pdf = typesetting.render(replace(samples.letter(), body=body)).pdf

    assert checking.faults(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as file:
        places = [tuple(map(float, each.Rect)) for each in links(file)]
        assert len(places) == len(set(places)) > 1


@pytest.mark.parametrize("wrong", WRONG)
def test_each_rule_is_seen_to_fail(sound: bytes, wrong: str) -> None:
    spoil, sentence = WRONG[wrong]

    found = checking.faults(spoilt(sound, spoil))

    assert [fault for fault in found if sentence in fault] != [], found


def test_a_file_that_was_added_to_is_found(sound: bytes) -> None:
    with pikepdf.open(BytesIO(sound)) as file:
        size = len(file.objects) + 1
    start = re.findall(rb"startxref\s+(\d+)", sound)[-1]
    added = sound + b"\nxref\n0 0\ntrailer\n<</Size %d /Root 1 0 R /Prev %s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        start,
        len(sound) + 1,
    )

    assert "The file has more or less than one end: something was added to it (A 6.1.3)." in checking.faults(added)


def test_what_is_no_pdf_is_told_so() -> None:
    assert "cannot be read as a PDF" in " ".join(checking.faults(b"no %%EOF"))


def test_checking_takes_a_fraction_of_setting(sound: bytes) -> None:
    def seconds(work: Callable[[], object]) -> float:
        taken = []
        for _ in range(5):
            begun = time.process_time()
            work()
            taken.append(time.process_time() - begun)
        return statistics.median(taken)

    assert seconds(lambda: checking.faults(sound)) < seconds(lambda: typesetting.render(DOCUMENT)) / 2
