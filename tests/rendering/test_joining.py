"""List items that go on over pages are one item to a reader for the blind, wherever a page ends."""

from io import BytesIO

import pikepdf
import pytest

from app.rendering.engine import typesetting
from app.rendering.judging.checking import refuse_what_breaks_a_rule
from tests.rendering import samples
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
