"""Documents made to use up a machine: refused in one sentence or set, never more than the limits, nothing left over."""

import base64
import os
import re
import resource
import struct
import zlib
from collections.abc import Iterator
from dataclasses import replace

import pypdfium2
import pytest

from app.letters.text_html import safe_html, without_ways_back
from app.rendering import bounds, process
from app.rendering.document import NameGroup, PrintedName
from app.rendering.failures import TypesettingFailed
from app.rendering.process import Typesetter
from benchmarks.server import PROCESSES, family
from tests.rendering import samples

SECONDS = 0.8


def _picture(side: int) -> str:
    """A PNG of one colour, small as a file and huge when it is unpacked."""
    packer = zlib.compressobj(9)
    pixels = b"".join(packer.compress(bytes(side + 1)) for _ in range(side)) + packer.flush()
    chunks = ((b"IHDR", struct.pack(">IIBBBBB", side, side, 8, 0, 0, 0, 0)), (b"IDAT", pixels), (b"IEND", b""))
    png = b"\x89PNG\r\n\x1a\n" + b"".join(
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    )
    return f'<img alt="x" src="data:image/png;base64,{base64.b64encode(png).decode()}">'


def _drawing(levels: int) -> str:
    """A drawing that uses itself ten times on each level."""
    uses = "".join(f'<g id="a{n}">' + f'<use href="#a{n - 1}"/>' * 10 + "</g>" for n in range(1, levels))
    return f'<svg><defs><g id="a0"><rect width="1" height="1"/></g>{uses}</defs><use href="#a{levels - 1}"/></svg>'


BOMBS = {
    "endless word": "<p>" + "A" * 900_000 + "</p>",
    "words that do not part": "<p>" + "word&nbsp;" * 50_000 + "</p>",
    "more text than a book": "<p>" + "water " * 300_000 + "</p>",
    "nested boxes": "<div>" * 20_000 + "x",
    "nested tables": "<table><tr><td>" * 3_000 + "x",
    "nested flex": '<div style="display: flex; flex-wrap: wrap">' * 50 + "x",
    "table of a hundred thousand rows": "<table>" + "<tr><td>x<td>y" * 50_000 + "</table>",
    "drawing of a hundred million parts": _drawing(9),
    "picture of 900 megapixels": _picture(30_000),
    "pages of five millimetres": "<style>@page { size: 5mm; margin: 0 }</style><p>" + "x " * 100_000,
    "forty thousand pages": '<p style="page-break-after: always">x</p>' * 15_000,
    "grid of a hundred thousand columns": (
        '<div style="display: grid; grid-template-columns: repeat(100000, 1px)">' + "<i>x</i>" * 5_000 + "</div>"
    ),
    "a thousand columns": '<div style="columns: 1000">' + "<p>x y z</p>" * 5_000 + "</div>",
    "ten thousand floats": '<span style="float: left">x</span>' * 10_000,
    "content of a style": '<style>p::before { content: "' + "x" * 100_000 + '" }</style>' + "<p>a</p>" * 500,
    "a hundred thousand rules": "<style>" + "".join(f".a{n} p {{ color: red }}" for n in range(50_000)) + "</style>",
    "letters of a kilometre": '<p style="font-size: 1e7px">x y z</p>',
    "counter of a billion": (
        "<style>p::before { counter-increment: a 999999999; content: counter(a, upper-roman) }</style><p>x</p>"
    ),
    "towers of marks": "<p>" + ("a" + "\u0301" * 5_000) * 40 + "</p>",
    "ways of reading": "<p>" + "\u202e" * 20_000 + "x</p>",
    "no characters": "<p>" + "\x00\x0b\ufffe" * 1_000 + "</p>",
}


@pytest.fixture(scope="module")
def hasty() -> Iterator[Typesetter]:
    """One whose documents have less than a second each, and whose failures are not looked into."""
    before = _rendering()
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(process, "SEARCH_SECONDS", 0)
        made = Typesetter(wall_seconds=SECONDS)
        made.protection()
        yield made
        made.close()
    assert _rendering() == before


@pytest.fixture(scope="module")
def patient() -> Iterator[Typesetter]:
    """One that waits as long as a busy machine takes."""
    made = Typesetter(wall_seconds=120)
    yield made
    made.close()


def _rendering() -> list[int]:
    """The rendering processes under this one; none where there is no /proc."""
    if not PROCESSES.is_dir():
        return []
    return [pid for pid in family(os.getpid()) if b"child.py" in (PROCESSES / str(pid) / "cmdline").read_bytes()]


@pytest.mark.parametrize("bomb", BOMBS.values(), ids=BOMBS)
def test_a_bomb_is_refused_in_one_sentence_or_set(hasty: Typesetter, bomb: str) -> None:
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    try:
        said = f"Set on {hasty.typeset(replace(samples.letter(), body=bomb)).pages} pages."
    except TypesettingFailed as failed:
        said = str(failed)

    assert said.endswith((".", "!"))
    assert len(said) < 400
    assert "\n" not in said
    # In kilobytes on Linux.
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000
    assert len(hasty.waiting) <= 1


def test_after_all_bombs_a_letter_is_set(hasty: Typesetter) -> None:
    hasty.wall_seconds = 120

    assert hasty.typeset(samples.letter()).pages == 2


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            {"body": "<p>Clean water</p>" + "<blockquote>" * 61},
            "The text is nested too deeply, near “Clean water”. Write it flatter and try again.",
        ),
        (
            {"body": "<br>" * 20_001},
            "The text has more than 20,000 paragraphs, cells and links. Shorten it.",
        ),
        (
            {"back_matter": "x" * 1_000_001},
            "The text after the names has 1,000,001 characters; at most 1,000,000 can be set. Shorten it.",
        ),
        (
            {"title": "Wa\u0301" + "\u0301" * 12 + "ter"},
            (
                "A letter in the title bears more than 12 marks, and no page has room for them. "
                "Take them off and try again."
            ),
        ),
    ],
)
def test_what_is_too_much_is_said_with_its_place(change: dict[str, str], sentence: str) -> None:
    document = replace(samples.letter(), **change)  # type: ignore[arg-type]  # these are texts

    with pytest.raises(TypesettingFailed) as refused:
        bounds.refuse_what_is_too_much(document)

    assert str(refused.value) == sentence


def test_what_is_just_not_too_much_is_let_through() -> None:
    body = "<p>" + "a\u0301" * 12 + "</p>" + "<blockquote>" * 60 + "</blockquote>" * 60 + "<br>" * 19_000

    bounds.refuse_what_is_too_much(replace(samples.letter(), body=body))


NESTED = {
    "lists": "".join(f"{'  ' * depth}- towns of the coast {depth}\n" for depth in range(1_000))[:20_000],
    "quotations": ("> " * 40 + "towns of the coast\n\n") * 200,
    "emphasis": "*a **b " * 2_850,
    "links": "[" * 10_000 + "x" + "](https://a.example)" * 500,
}


@pytest.mark.parametrize("markdown", NESTED.values(), ids=NESTED)
def test_twenty_kilobytes_of_nested_markdown_are_set_or_too_long(patient: Typesetter, markdown: str) -> None:
    document = replace(samples.letter(), body=without_ways_back(safe_html(markdown[:20_000])))

    try:
        said = f"Set on {patient.typeset(document).pages} pages."
    except TypesettingFailed as failed:
        said = str(failed)

    assert re.fullmatch(r"Set on [1-9]\d* pages\.|The document (has \d+ pages; at most|takes too long).*", said)


def test_a_name_of_300_letters_without_a_space_is_broken_into_lines(patient: Typesetter) -> None:
    name = "Wasserwirtschaftsverband" * 12 + "fürdieKüste"
    names = (PrintedName(name), *samples.names(40))

    typeset = patient.typeset(replace(samples.letter(), signatories=samples.listed(NameGroup("", names))))

    with pypdfium2.PdfDocument(typeset.pdf) as document:
        edges = [
            (page.get_width(), text.get_charbox(at)[2])
            for page in document
            for text in (page.get_textpage(),)
            for at in range(text.count_chars())
        ]
    assert len(name) >= 299
    assert [right for width, right in edges if right > width] == []
    assert edges != []


def test_a_letter_of_forty_pages_is_set(patient: Typesetter) -> None:
    typeset = patient.typeset(samples.statement(count=6, body=samples.BODY * 38))

    assert 35 <= typeset.pages <= 45
