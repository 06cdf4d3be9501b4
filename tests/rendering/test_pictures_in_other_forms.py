"""Pictures beside paper: as large in Word as on paper and read as there, in plain text as words."""

import re
from dataclasses import replace
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from bs4 import BeautifulSoup

from app.rendering.document import Document, Letterhead, Picture
from app.rendering.engine import typesetting
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from tests.rendering.drawings import kept
from tests.rendering.reading_word import W, part, parts, pictures, style_of, styled
from tests.rendering.samples import letter, statement, statement_in_uyghur
from tests.rendering.test_names import blocks

LOGO = kept(200, 100, alternative="Estuary Coalition")
WIDE = kept(700, 50, colour="#224411", alternative="Estuary Coalition")
WALL = tuple(kept(60 + 30 * n, 90, colour=f"#0{n}0{n}80", alternative=f"Association of Port {n}") for n in range(1, 5))


def headed(document: Document, logo: Picture = LOGO) -> Document:
    return replace(document, letterhead=Letterhead("Estuary Coalition", "Quay 7", logo))


def walled(document: Document) -> Document:
    return headed(replace(document, signatories=replace(document.signatories, logos=WALL)))


def sizes_on_paper(document: Document) -> list[tuple[float, float]]:
    """Width and height in centimetres of every picture that the PDF draws, in order."""
    found = []
    with pikepdf.open(BytesIO(typesetting.render(document).pdf)) as pdf:
        for page in pdf.pages:
            content = b"".join(each.read_bytes() for each in page.Contents) if isinstance(
                page.Contents, pikepdf.Array
            ) else page.Contents.read_bytes()  # fmt: skip
            drawn = re.findall(rb"q\s+([\d.]+) 0 0 -([\d.]+) 0 [\d.]+ cm\s*/i", content)
            # A box may be wider than what is drawn in it, so what is drawn counts.
            found += [(float(wide) / 96 * 2.54, float(high) / 96 * 2.54) for wide, high in drawn]
    return found


@pytest.mark.parametrize(
    "document",
    [headed(letter()), headed(letter(), WIDE), headed(blocks(4)), walled(statement(count=12))],
    ids=["letter", "wide", "blocks", "statement"],
)
def test_every_picture_is_as_large_in_word_as_on_paper_and_read_as_there(document: Document) -> None:
    found = pictures(word_file(document, Manner.LETTER))

    on_paper = sizes_on_paper(document)
    assert len(found) == len(on_paper) > 0
    for drawn, (wide, high) in zip(found, on_paper, strict=True):
        assert (drawn.width, drawn.height) == pytest.approx((wide, high), abs=0.03)
    assert [each.alternative for each in found] == [each.alternative for each in document.pictures]
    assert [each.content for each in found] == [each.content for each in document.pictures]


def test_a_logo_stands_above_its_name_a_signature_above_its_signer_and_the_wall_after_the_names() -> None:
    signed, listed = word_file(headed(blocks(3)), Manner.LETTER), word_file(walled(statement(count=12)), Manner.LETTER)

    assert [each.style for each in pictures(signed)] == ["HouseLogo", "SignaturePicture", "SignaturePicture"]
    above = ["SignaturePicture", "SignatureRoom", "SignaturePicture"]  # the second has no picture
    assert [first for first, second in pairwise(_styles(signed)) if second == "Signer"] == above
    assert styled(signed, "Signer") == ["Mira Solen 1", "Mira Solen 2", "Mira Solen 3"]
    order = _styles(listed)
    assert order.index("HouseLogo") < order.index("Sender")
    assert order.index("Logos") == len(order) - 1 - order[::-1].index("Logos") > order.index("Unnamed")
    assert [each.style for each in pictures(listed)] == ["HouseLogo", *["Logos"] * 4]


def _styles(made: bytes) -> list[str]:
    """The styles of all paragraphs that have one."""
    return [style for each in part(made, "word/document.xml").iter(f"{W}p") if (style := style_of(each))]


def test_a_letter_from_the_right_has_its_pictures_at_the_right() -> None:
    made = word_file(walled(statement_in_uyghur()), Manner.LETTER)

    drawing = [each for each in part(made, "word/document.xml").iter(f"{W}p") if list(each.iter(f"{W}drawing"))]
    assert [each.find(f"{W}pPr/{W}bidi") is not None for each in drawing] == [True, True]


def test_files_of_pictures_are_called_by_their_number_and_kept_once() -> None:
    same = tuple(replace(LOGO, alternative=f"Association of Port {n}") for n in range(1, 4))
    document = walled(statement(count=12))
    document = replace(document, signatories=replace(document.signatories, logos=(*same, *WALL)))

    made = word_file(document, Manner.LETTER)

    assert [each.alternative for each in pictures(made)] == [each.alternative for each in document.pictures]
    held = {name: content for name, content in parts(made).items() if "media" in name}
    assert sorted(held) == [f"word/media/image{n}.png" for n in range(1, 6)]
    assert sorted(held.values()) == sorted({each.content for each in document.pictures})
    assert re.findall(
        r'Default Extension="png" ContentType="([^"]+)"', parts(made)["[Content_Types].xml"].decode()
    ) == ["image/png"]
    numbers = re.findall(r'docPr id="(\d+)"', parts(made)["word/document.xml"].decode())
    assert numbers == [str(n) for n in range(1, 9)]


def test_every_style_of_a_picture_is_one_of_ours_and_the_same_document_gives_the_same_bytes() -> None:
    for document in (headed(blocks(3)), walled(statement(count=12)), walled(statement_in_uyghur())):
        made = word_file(document, Manner.LETTER)
        defined = {style.get(f"{W}styleId") for style in part(made, "word/styles.xml").iter(f"{W}style")}
        body = part(made, "word/document.xml")
        used = {each.get(f"{W}val") for each in body.iter() if each.tag in (f"{W}pStyle", f"{W}rStyle")}
        assert used - defined == set()
        assert made == word_file(document, Manner.LETTER)


@pytest.mark.parametrize("manner", [Manner.UN_STATEMENT, Manner.UN_STATEMENT_NUMBERED])
def test_a_statement_for_the_united_nations_has_no_picture_and_no_place_for_one(manner: Manner) -> None:
    made = word_file(headed(blocks(3)), manner)

    assert pictures(made) == []
    assert [name for name in parts(made) if "media" in name] == []
    assert [style for style in ("HouseLogo", "SignaturePicture", "Logos") if styled(made, style)] == []
    assert styled(made, "Signer") == ["Mira Solen 1", "Mira Solen 2", "Mira Solen 3"]


def test_only_pictures_of_the_document_are_drawn() -> None:
    other = kept(colour="#aa0000", alternative="Other")
    body = f'<p>Here:<img alt="x" src="picture:{other.sha256}"><img alt="y" src="data:image/png;base64,AAAA"></p>'
    document = headed(replace(letter(), body=body))

    made = word_file(document, Manner.LETTER)

    assert [each.content for each in pictures(made)] == [LOGO.content]
    assert [name for name in parts(made) if "media" in name] == ["word/media/image1.png"]
    assert "[x]" not in plain_text(document).decode()
    page = BeautifulSoup(html_page(document), "html.parser")
    assert [each["alt"] for each in page.select("img")] == ["Estuary Coalition"]


def test_a_picture_without_a_size_is_as_large_as_it_was_kept_for() -> None:
    """A template may draw a picture by itself: 300 dots are an inch then."""
    body = f'<p><img alt="x" src="picture:{LOGO.sha256}"></p>'
    [own, _] = sorted(
        pictures(word_file(headed(replace(letter(), body=body)), Manner.LETTER)), key=lambda one: one.width
    )

    assert (own.width, own.height) == pytest.approx((200 / 300 * 2.54, 100 / 300 * 2.54), abs=0.01)


def test_what_is_read_instead_of_a_picture_is_text_whatever_it_says() -> None:
    evil = 'A "quoted" <w:br/> & Sons'
    document = replace(letter(), letterhead=Letterhead("Estuary Coalition", "", replace(LOGO, alternative=evil)))

    assert [each.alternative for each in pictures(word_file(document, Manner.LETTER))] == [evil]


def test_plain_text_says_where_a_signature_is_and_nothing_that_stands_in_words_beside_a_picture() -> None:
    signed = plain_text(headed(blocks(2))).decode()
    listed = plain_text(walled(statement(count=12))).decode()

    assert re.findall(r"\[.+\]", signed) == ["[Signature of Mira Solen 1]"]
    assert re.findall(r"\[.+\]", listed) == []
    assert listed.count("Estuary Coalition") == 1
