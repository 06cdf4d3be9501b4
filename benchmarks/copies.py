"""Numbered copies: how long one takes beside typesetting the letter anew, and five hundred of them."""

from collections.abc import Iterator
from statistics import median

from app.press import carrier
from app.press.rules import stamp_line
from app.rendering.document import Document
from app.rendering.process import Typesetter
from app.rendering.stamps.copies import Master, copy
from benchmarks.figures import Figure, at_most, plain, ratio
from benchmarks.paper import the_document
from benchmarks.rounds import in_turns

COPIES = 500
RENDER_TARGET = 0.001
_ROUNDS = 7
_KEY = "the key of this benchmark, long enough"
_GIVEN = ("Ana", "Ben", "Carla", "Dario", "Edda", "Femi", "Greta", "Hugo", "Ines", "Jonas", "Kofi", "Lena", "Milan")
_FAMILY = ("Pop", "Ola", "Quill", "Varga", "Adeyemi", "Novak", "Brandt", "Kaya", "Tanaka", "Moreau", "Silva")
_OUTLETS = ("Radio Delta", "The Harbour Post", "Gazeta Nova", "Kurier", "Channel 9", "Le Phare", "Daily Wire")


def figures() -> Iterator[Figure]:
    """Measure copies of one letter against setting it in a warm process."""
    document = the_document()
    typesetter = Typesetter(jobs_per_child=100 * _ROUNDS)
    try:
        sealed = typesetter.typeset(document)
        lines = tuple(_line(number) for number in range(1, COPIES + 1))
        master = typesetter.prepare(sealed.pdf, lines[:1])
        rendered, copied, prepared = in_turns(
            lambda: _set_anew(typesetter, document),
            lambda: _copies(typesetter, master, lines),
            lambda: _prepare(typesetter, sealed.pdf, lines[0]),
            rounds=_ROUNDS,
        )
    finally:
        typesetter.close()
    each = [seconds / COPIES for seconds in copied]
    names = document.signatories.count
    yield plain(f"letter set anew, {names} names, warm worker", median(rendered), "s")
    yield at_most("one copy", 1000 * ratio(each, rendered), "‰ of setting it anew", target=1000 * RENDER_TARGET)
    yield at_most(f"{COPIES} copies", median(copied), "s", target=1.0)
    yield plain("preparing an edition, once", median(prepared), "s")
    yield plain("a copy against the sealed file", len(master.pdf) / len(sealed.pdf), "× its size")


def _line(number: int) -> str:
    """The line of a reader who shares a name and an outlet with nobody."""
    given, family, outlet = (each[number % len(each)] for each in (_GIVEN, _FAMILY, _OUTLETS))
    return stamp_line(number, f"{given} {family}", outlet)


def _set_anew(typesetter: Typesetter, document: Document) -> None:
    typesetter.typeset(document)


def _prepare(typesetter: Typesetter, pdf: bytes, line: str) -> None:
    typesetter.prepare(pdf, (line,))


def _copies(typesetter: Typesetter, master: Master, lines: tuple[str, ...]) -> None:
    """Copies from the names of their readers to their bytes."""
    places = carrier.places(_KEY, master.plan.marks)
    for number, line in enumerate(typesetter.write(lines), 1):
        copy(master, line, carrier.rights(_KEY, number, places))
