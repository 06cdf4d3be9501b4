"""List items that go on over pages are one item to a reader for the blind, wherever a page ends."""

from dataclasses import replace
from io import BytesIO

import pikepdf
import pytest

from app.rendering.document import PressText
from app.rendering.engine import typesetting
from app.rendering.judging.checking import refuse_what_breaks_a_rule
from tests.rendering import samples
from tests.rendering.reading import tags
from tests.rendering.spoiling import elements
from tests.rendering.structure import flaws

SAID = "The towns on the coast have waited for clean water. "
LIST = (
    "<{kind}><li>First. " + SAID * 12 + "</li><li>Second. " + SAID * 40 + "</li><li>Third. " + SAID * 9
    + "<ol><li>Inner. " + SAID * 10 + "</li><li>Last inner. " + SAID * 30 + "</li></ol></li>"
    "<li>Fourth. " + SAID * 130 + "</li><li>Fifth.</li></{kind}>"
)  # fmt: skip


def items(element: pikepdf.Object) -> list[list[str]]:
    """Kinds of what stands in each item of a list, in the order of reading."""
    kids = element.get("/K")
    several = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    inside = [kid for kid in several if isinstance(kid, pikepdf.Dictionary) and "/S" in kid]
    own = [[str(kid.S) for kid in inside]] if element.get("/S") == "/LI" else []
    return [*own, *(item for kid in inside for item in items(kid))]


@pytest.mark.parametrize("kind", ["ol", "ul"])
@pytest.mark.parametrize("before", range(0, 39, 3))
def test_an_item_over_pages_is_one_item_of_one_list(kind: str, before: int) -> None:
    body = f"<p>{SAID * 3 * before}</p>{LIST.format(kind=kind)}<p>After.</p>"
    document = samples.statement(count=12, embargo=None, body=body)

    typeset = typesetting.render(document)

    refuse_what_breaks_a_rule(typeset.pdf, document, withheld=())
    assert flaws(typeset.pdf) == []
    assert typeset.pages >= 5
    with pikepdf.open(BytesIO(typeset.pdf)) as pdf:
        found = items(pdf.Root.StructTreeRoot.K[0])
    # Seven in the text and twelve names; whom the media may call has no label.
    assert found.count(["/Lbl", "/LBody"]) == 7 + 12
    assert [item for item in found if item != ["/Lbl", "/LBody"]] == [["/LBody"]]


@pytest.mark.parametrize(
    "second",
    ["<ul></ul>", "<ul style='list-style: none'><li>Ana</li><li>Bo</li></ul>", "<ol><li>Ana</li></ol>"],
    ids=["empty", "without labels", "of its own"],
)
def test_lists_that_follow_each_other_over_a_page_stay_two(second: str) -> None:
    second = second.replace("<ul", "<ul class='apart'").replace("<ol", "<ol class='apart'")
    body = f"<ol><li>One.</li></ol><div style='break-before: page'>{second}</div>"
    document = samples.statement(count=12, embargo=None, body=body)

    typeset = typesetting.render(document)

    refuse_what_breaks_a_rule(typeset.pdf, document, withheld=())
    assert flaws(typeset.pdf) == []
    with pikepdf.open(BytesIO(typeset.pdf)) as pdf:
        found = items(pdf.Root.StructTreeRoot.K[0])
    assert len(found) == 13 + 1 + second.count("<li>")


def test_a_list_over_pages_is_one_list() -> None:
    entries = "".join(f"<li>{number}. {SAID}</li>" for number in range(90))
    with pikepdf.open(BytesIO(typesetting.render(samples.statement(body=f"<ol>{entries}</ol>")).pdf)) as pdf:
        lists = [each for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and each.get("/S") == "/L"]
        kinds = [[str(kid.S) for kid in each.K] for each in lists]

    assert ["/LI"] * 90 in kinds


INNER = "<ul><li>{said}</li><li>z</li></ul>"
WITHIN = {
    "text after a list": f"<ol><li><p>One.</p>{INNER}<p>On.</p></li><li>x</li></ol>",
    "paragraphs": "<ol><li><p>One.</p><ul><li><p>{said}</p></li><li><p>z</p></li></ul><p>On.</p></li><li>x</li></ol>",
    "a list in a quotation": f"<ul><li><p>a</p><blockquote>{INNER}</blockquote></li><li>x</li></ul>",
    "a list in a table": f"<table><tr><td>{INNER}</td></tr></table>",
    "lists in lists": f"<ul><li>{{said}}<ol><li>{{said}}{INNER}</li></ol></li><li>x</li></ul>",
}


@pytest.mark.parametrize("within", WITHIN)
def test_lists_within_are_joined_wherever_a_page_ends(within: str) -> None:
    for before in range(36, 54):
        body = f"<p>{SAID * before}</p>{WITHIN[within].format(said=SAID * 8)}"
        document = samples.statement(count=3, embargo=None, body=body)
        pdf = typesetting.render(document).pdf

        refuse_what_breaks_a_rule(pdf, document, withheld=())
        assert flaws(pdf) == []


@pytest.mark.parametrize("template", ["joint-statement", "press-release"])
@pytest.mark.parametrize("count", [12, 45, 70, 320])
def test_the_names_are_one_list_also_where_the_letter_stands_within_another_text(template: str, count: int) -> None:
    document = samples.statement(count=count, embargo=None)
    press = PressText("Towns ask for clean water", ("Seven towns have written.",), ())
    document = replace(document, template=template, press=press)

    typeset = typesetting.render(document)

    refuse_what_breaks_a_rule(typeset.pdf, document, withheld=())
    groups = len(document.signatories.groups)
    assert tags(typeset.pdf).count("LI") == tags(typeset.pdf).count("LBody")
    with pikepdf.open(BytesIO(typeset.pdf)) as pdf:
        lists = [len(list(each.K)) for each in elements(pdf, "L")]
    # The demands stand in a press release twice; whom the media may call is one.
    assert sorted(lists)[-groups:] == sorted(len(group.names) for group in document.signatories.groups)
