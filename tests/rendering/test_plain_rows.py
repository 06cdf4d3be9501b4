"""A list set as rows of our own is the list that the engine sets: to the eye, to a reader of text, in its structure."""

import re
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

from app.rendering import rows, typesetting
from app.rendering.document import Document, NameGroup, PrintedName, Typeset
from app.rendering.markup import markup
from app.rendering.templates_on_disk import LetterTemplate
from tests.rendering import samples
from tests.rendering.reading import pages, tags, words
from tests.rendering.structure import flaws


def by_engine(document: Document) -> Typeset:
    """Set every name by the engine."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rows, "FEW", 1_000_000)
        return typesetting.render(document)


def pictures(pdf: bytes) -> list[Image.Image]:
    """Each page, two pixels a point, in shades of grey."""
    document = pypdfium2.PdfDocument(pdf)
    found = [page.render(scale=2).to_pil().convert("L") for page in document]
    document.close()
    return found


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


@pytest.mark.parametrize(
    "document",
    [
        samples.statement(count=72),
        samples.statement(count=320),
        replace(samples.statement(), signatories=HYPHENS),
        replace(samples.statement(count=20), language="tr"),
    ],
    ids=["two columns", "three columns", "hyphens, dashes and quotes", "another language"],
)
def test_both_ways_give_the_same_pages_words_and_structure(document: Document) -> None:
    ours, engines = typesetting.render(document), by_engine(document)

    assert ours.pdf != engines.pdf
    differences = [
        largest_difference(one, other) for one, other in zip(pictures(ours.pdf), pictures(engines.pdf), strict=True)
    ]
    assert [each for each in differences if each[0] > 0.25 or each[1] > 24] == []
    assert in_order(ours.pdf) == in_order(engines.pdf)
    without_details = [
        [kind for kind in tags(each.pdf) if kind not in {"Span", "NonStruct"}] for each in (ours, engines)
    ]
    assert without_details[0] == without_details[1]
    assert flaws(ours.pdf) == []


def test_the_comparison_of_pictures_sees_a_line_that_stands_half_a_point_too_low() -> None:
    [page, *_] = pictures(typesetting.render(samples.statement(count=72)).pdf)

    mean, largest = largest_difference(page, ImageChops.offset(page, 0, 1))

    assert mean > 0.25
    assert largest > 24


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

    # The document, and the two names that are rows in other languages.
    assert sorted(said) == ["el", "en", "ru"]


def test_a_template_with_its_own_way_of_listing_names_prints_all_that_it_lists(monkeypatch: pytest.MonkeyPatch) -> None:
    document = samples.statement(count=20)

    def own_way(document: Document, template: LetterTemplate, *, inlined: tuple[str, ...], **_: object) -> str:
        # A template that has never heard of rows.
        return markup(document, template, inlined=inlined)

    monkeypatch.setattr(typesetting, "markup", own_way)

    assert typesetting.render(document).pages == by_engine(document).pages
    assert in_order(typesetting.render(document).pdf) == in_order(by_engine(document).pdf)
