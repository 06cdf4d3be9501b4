"""A list set as rows of our own is the list that the engine sets: to the eye, to a reader of text, in its structure."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from app.rendering.document import Document, NameGroup, PrintedName, Typeset
from app.rendering.engine import typesetting
from app.rendering.judging import checking
from app.rendering.lists import rows
from app.rendering.markup import markup
from app.rendering.templates_on_disk import LetterTemplate
from tests.rendering import samples, scripts
from tests.rendering.reading import pages, tags, words
from tests.rendering.structure import flaws

MEAN, LARGEST = 0.25, 24
"""More than this is a difference that is seen."""


def by_engine(document: Document) -> Typeset:
    """Set every name by the engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "FEW", 1_000_000)
        return typesetting.render(document)


def by_pdfium(pdf: bytes) -> list[Image.Image]:
    """Each page, two pixels a point, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.render(scale=2).to_pil().convert("L") for page in document]
    document.close()
    return found


def by_poppler(pdf: bytes) -> list[Image.Image]:
    """As `by_pdfium`."""
    with TemporaryDirectory() as folder:
        subprocess.run(["pdftoppm", "-r", "144", "-gray", "-", f"{folder}/page"], input=pdf, check=True)
        found = []
        for file in sorted(Path(folder).iterdir()):
            with Image.open(file) as picture:
                found.append(picture.copy())
        return found


def differing_pages(one: bytes, other: bytes) -> list[tuple[float, int]]:
    """Pages on which two programs see a difference: each of them rounds the places of glyphs in a way of its own."""
    found = []
    for draw in (by_pdfium, by_poppler):
        pairs = zip(draw(one), draw(other), strict=True)
        found.append([largest_difference(*pair) for pair in pairs])
    return [
        min(seen)
        for seen in zip(*found, strict=True)
        if all(mean > MEAN or largest > LARGEST for mean, largest in seen)
    ]


def largest_difference(one: Image.Image, other: Image.Image) -> tuple[float, int]:
    """The mean of all differences in shade, and the largest once edges are soft; of 255 each."""
    soft = ImageChops.difference(one.filter(ImageFilter.BoxBlur(2)), other.filter(ImageFilter.BoxBlur(2)))
    return ImageStat.Stat(ImageChops.difference(one, other)).mean[0], max(soft.tobytes())


def in_order(pdf: bytes) -> list[str]:
    """All words, sorted: two ways to set one page may take them up in another order."""
    return sorted(words(pdf).split())


HYPHENS = samples.listed(
    NameGroup(
        "",
        tuple(
            PrintedName(
                f"{number} Coast-Watchers of the North-Eastern Shore/Littoral “Äußere Bucht” (Port & Quay), TVA Yes"
            )
            for number in range(40)
        ),
    )
)


# Letters that melt together, each seen apart or in another pair before; the text of the letter has few.
MELTING = (
    *(
        "Conflict Fund",
        "Friends of Clean Rivers",
        "Office for Affairs",
        "Offline fin",
        "Flag Staff Union",
        "Effective Aid",
    ),
    *("الاتحاد لله", "هل الله", "لا إله", "ال لله", "اللجنة الله"),
)
MELTED = replace(
    samples.statement(body="<p>We ask.</p>"),
    standfirst="",
    signatories=samples.listed(NameGroup("", tuple(PrintedName(f"{name}") for name in MELTING * 3))),
)


def in_writing(writing: scripts.Writing) -> tuple[PrintedName, ...]:
    """Names in one script, some of them for several lines."""
    words_of_one = writing.sentence.split(" ")
    longer = f"{writing.names[0]} {' '.join(words_of_one[:5])}"
    return tuple(
        PrintedName((*writing.names, longer)[at % 4], language=writing.language, direction=writing.direction)
        for at in range(24)
    )


def beside(writing: scripts.Writing) -> Document:
    """Names in English with native ones in this script, and with persons beside them, in an English document."""
    names = tuple(
        PrintedName(
            f"Association of Port {at}",
            native=own.name,
            native_language=own.language,
            native_direction=own.direction,
            detail=PERSONS[at % 3],
        )
        for at, own in enumerate(in_writing(writing))
    )
    return replace(samples.statement(), signatories=samples.listed(NameGroup("", names)))


def throughout(writing: scripts.Writing) -> Document:
    """A document in this script, with names in it and in English, some with persons beside them."""
    names = tuple(
        replace(name, detail="" if at % 3 else f"{writing.names[1]}, {writing.names[2]}")
        for at, name in enumerate((*in_writing(writing), PrintedName("Port (Quay)"), PrintedName("Port Amber, Coast")))
    )
    document = replace(samples.statement(), language=writing.language, direction=writing.direction)
    return replace(document, signatories=samples.listed(NameGroup("", names)))


PERSONS = ("", "Mira Solen", "Ada Quill, Director of the Harbour-Masters’ School (retired), University of Port Amber")
WITH_PERSONS = samples.listed(
    NameGroup("", tuple(PrintedName(f"Mira Solen-Äquist {at}", detail=PERSONS[at % 3]) for at in range(170)))
)


@pytest.mark.parametrize(
    "document",
    [
        samples.statement(count=72),
        samples.statement(count=320),
        replace(samples.statement(), signatories=HYPHENS),
        MELTED,
        replace(samples.statement(count=20), language="tr"),
        replace(samples.statement(), signatories=WITH_PERSONS),
        *(beside(writing) for writing in scripts.WRITINGS),
        *(throughout(writing) for writing in scripts.WRITINGS),
    ],
    ids=[
        "two columns",
        "three columns",
        "hyphens, dashes and quotes",
        "letters that melt together",
        "another language",
        "persons",
        *(f"beside {writing.language}" for writing in scripts.WRITINGS),
        *(f"throughout {writing.language}" for writing in scripts.WRITINGS),
    ],
)
def test_both_ways_give_the_same_pages_words_and_structure(document: Document) -> None:
    ours, engines = typesetting.render(document), by_engine(document)

    assert ours.pdf != engines.pdf
    assert differing_pages(ours.pdf, engines.pdf) == []
    assert in_order(ours.pdf) == in_order(engines.pdf)
    without_details = [
        [kind for kind in tags(each.pdf) if kind not in {"Span", "NonStruct"}] for each in (ours, engines)
    ]
    assert without_details[0] == without_details[1]
    assert flaws(ours.pdf) == []
    assert checking.faults(ours.pdf) == []


@pytest.mark.parametrize("draw", [by_pdfium, by_poppler])
def test_the_comparison_of_pictures_sees_a_line_that_stands_half_a_point_too_low(
    draw: Callable[[bytes], list[Image.Image]],
) -> None:
    [page, *_] = draw(typesetting.render(samples.statement(count=72)).pdf)

    mean, largest = largest_difference(page, ImageChops.offset(page, 0, 1))

    assert mean > MEAN
    assert largest > LARGEST


def test_a_list_of_a_thousand_has_a_sound_structure_and_every_name_once() -> None:
    pdf = typesetting.render(samples.statement(count=1000)).pdf

    text = words(pdf)
    assert flaws(pdf) == []
    assert [number for number in range(2, 996) if text.count(f"Association of Port {number} ") != 1] == []
    assert tags(pdf).count("LI") == 3 + 1000 + 1


def test_rows_and_names_of_the_engine_stand_in_one_list_in_their_order() -> None:
    mixed = tuple(
        PrintedName("清水协会", language="zh") if number % 7 == 3 else PrintedName(f"Port {number}")
        for number in range(1, 161)
    )
    document = replace(samples.statement(), signatories=samples.listed(NameGroup("", mixed)))
    pdf = typesetting.render(document).pdf

    text = " ".join(pages(pdf))
    text = text[text.index("In alphabetical order") :]
    assert re.findall(r"Port \d+\b|清水协会", text)[:160] == [name.name for name in mixed]
    assert tags(pdf).count("Lbl") == 160 + 3
    assert flaws(pdf) == []


def test_a_name_with_a_word_wider_than_its_column_is_left_to_the_engine() -> None:
    wide = "Donaudampfschifffahrtselektrizitätenhauptbetrieb"
    names = (*samples.names(60)[5:], PrintedName(f"{wide} Gesellschaft"))
    document = replace(samples.statement(), signatories=samples.listed(NameGroup("", names)))

    ours, engines = typesetting.render(document), by_engine(document)

    assert in_order(ours.pdf) == in_order(engines.pdf)
    assert flaws(ours.pdf) == []


def test_a_list_that_is_not_set_in_columns_still_has_every_name() -> None:
    document = samples.statement(count=20, body="<style>.signatories ol { columns: auto }</style>")

    text = words(typesetting.render(document).pdf)

    assert [name.name for name in samples.names(20) if name.name not in text] == []


def test_the_language_of_a_name_is_said_where_it_is_another() -> None:
    document = samples.statement(count=20)

    with pikepdf.open(BytesIO(typesetting.render(document).pdf)) as pdf:
        said = [str(each.Lang) for each in pdf.objects if isinstance(each, pikepdf.Dictionary) and "/Lang" in each]

    # The document, and the names in other languages.
    assert sorted(said) == ["bo", "el", "en", "hi", "ru", "ug"]


def test_a_template_with_its_own_way_of_listing_names_prints_all_that_it_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    document = samples.statement(count=20)

    def own_way(document: Document, template: LetterTemplate, *, inlined: tuple[str, ...], **_: object) -> str:
        # A template that has never heard of rows.
        return markup(document, template, inlined=inlined)

    monkeypatch.setattr(typesetting, "markup", own_way)

    assert typesetting.render(document).pages == by_engine(document).pages
    assert in_order(typesetting.render(document).pdf) == in_order(by_engine(document).pdf)
