"""How signatories, letterheads and logos stand on paper, and what can be read back of them."""

import re
from dataclasses import dataclass, replace
from io import BytesIO

import pikepdf
import pytest

from app.rendering.document import (
    Document,
    Letterhead,
    ListForm,
    NameGroup,
    Paper,
    Picture,
    PrintedName,
    SignatoryList,
)
from app.rendering.engine import typesetting
from app.rendering.failures import TypesettingFailed
from app.rendering.pictures import size_on_wall
from tests.rendering import samples
from tests.rendering.drawings import kept
from tests.rendering.reading import alternatives, elements, everything, pages, tags, words

LONG = "Donaudampfschifffahrtsgesellschaftskapitänswitwenverein" * 6
assert len(LONG) > 300


def statement(*groups: NameGroup, body: str = "<p>The towns have waited.</p>", paper: Paper = Paper.A4) -> Document:
    plain = samples.statement(count=12, embargo=None, body=body)
    return replace(plain, paper=paper, signatories=samples.listed(*groups))


def numbered(count: int) -> tuple[PrintedName, ...]:
    return tuple(PrintedName(f"Port {number} Association") for number in range(1, count + 1))


@pytest.mark.parametrize(
    ("count", "paper"),
    [
        *((count, Paper.A4) for count in (1, 10, 11, 30, 31, 150, 151, 1000)),
        *((count, Paper.LETTER) for count in (10, 30, 150, 151)),
    ],
)
def test_every_number_stands_before_its_name_in_every_size(count: int, paper: Paper) -> None:
    pdf = typesetting.render(statement(NameGroup("", numbered(count)), paper=paper)).pdf

    found = re.findall(r"(\d+)\. Port (\d+) Association", words(pdf))

    assert sorted((int(number), int(name)) for number, name in found) == [(n, n) for n in range(1, count + 1)]


def test_groups_are_lists_of_one_numbering_in_which_every_item_has_its_label() -> None:
    late = (PrintedName("Aardvark Trust"), PrintedName("Zebra Trust"))
    document = statement(NameGroup("Towns", numbered(200)), NameGroup("Signed after publication", late))

    pdf = typesetting.render(document).pdf

    found = tags(pdf)
    start = found.index("H2")
    names = found[start : found.index("H2", start + 1)]
    assert [tag for tag in names if tag in {"H3", "L"}] == ["H3", "L", "H3", "L"]
    assert (names.count("LI"), names.count("Lbl")) == (202, 202)
    assert "Signed after publication 201. Aardvark Trust 202. Zebra Trust" in words(pdf)


def test_groups_follow_each_other_on_a_page() -> None:
    groups = (NameGroup(f"Towns of region {number}", numbered(60)) for number in range(1, 6))

    assert typesetting.render(statement(*groups)).pages == 3


@pytest.mark.parametrize("count", [1, 11, 31, 151])
def test_a_name_longer_than_any_line_is_broken_and_comes_back(count: int) -> None:
    names = (PrintedName(LONG), *numbered(count - 1))

    pdf = typesetting.render(statement(NameGroup("", names))).pdf

    assert LONG in words(pdf).replace(" ", "")
    for left, right in edges(pdf):
        assert left > 60
        assert right < 595 - 60


def edges(pdf: bytes) -> list[tuple[float, float]]:
    """Left and right edge of the words on each page, in points."""
    import pypdfium2  # noqa: PLC0415 - only here

    document = pypdfium2.PdfDocument(pdf)
    found = []
    for page in document:
        text = page.get_textpage()
        boxes = [text.get_charbox(at) for at in range(text.count_chars())]
        drawn = [box for box in boxes if box[2] > box[0]]
        found.append((min(box[0] for box in drawn), max(box[2] for box in drawn)))
    document.close()
    return found


@pytest.mark.parametrize("lines", range(26, 40, 2))
@pytest.mark.parametrize("count", [8, 26])
def test_no_heading_stands_alone_at_a_foot(lines: int, count: int) -> None:
    every = numbered(count)
    document = statement(
        NameGroup("Towns", every[:-5]),
        NameGroup("Signed after publication", every[-5:]),
        body="<p>The towns have waited.</p>" * lines,
    )

    for page in pages(typesetting.render(document).pdf):
        shown = re.sub(r" ?(Clean water before the summer )?Page \d of \d ?", "", page)
        assert not shown.endswith(("Towns", "Signed after publication", "In alphabetical order.", "18:00 CEST"))


@pytest.mark.parametrize("lines", range(17, 27))
@pytest.mark.parametrize("count", [3, 4, 7])
def test_no_item_of_a_list_of_three_or_more_stands_alone_on_a_page(lines: int, count: int) -> None:
    asked = "".join(f"<li>Demand {number}, with reasons.</li>" for number in range(1, count + 1))
    body = f"{'<p>The towns have waited.</p>' * lines}<p>We ask:</p><ol>{asked}</ol>" + "<p>So we wrote.</p>" * 9
    document = statement(NameGroup("", numbered(12)), body=body)

    shown = [page.count("with reasons.") for page in pages(typesetting.render(document).pdf)]

    assert sum(shown) == count
    assert 1 not in shown


def blocks(count: int, *, direction: str = "ltr") -> Document:
    signers = tuple(
        PrintedName(
            f"Port {number} Association",
            signer=f"Mira Solen {number}",
            signer_title="Director",
            signature=kept(300, 60, alternative=f"Signature of Mira Solen {number}") if number != 2 else None,
        )
        for number in range(1, count + 1)
    )
    listed = SignatoryList("", "", "", (NameGroup("", signers),), form=ListForm.BLOCKS)
    return replace(samples.letter(), signatories=listed, direction=direction, body="<p>The towns have waited.</p>" * 9)


@pytest.mark.parametrize("count", [1, 7, 12])
@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_signature_blocks_are_read_one_after_the_other_and_never_split(count: int, direction: str) -> None:
    pdf = typesetting.render(blocks(count, direction=direction)).pdf

    shown = [f"Mira Solen {n} Director Port {n} Association" for n in range(1, count + 1)]
    places = [(page, text.find(block)) for block in shown for page, text in enumerate(pages(pdf)) if block in text]
    assert places == sorted(places)
    assert len(places) == count
    assert alternatives(pdf) == [f"Signature of Mira Solen {n}" for n in range(1, count + 1) if n != 2]
    assert tags(pdf).count("LI") == count + 1  # and the one who gets a copy


def test_a_person_who_signs_for_themselves_is_set_as_a_signer_is_with_a_line_for_each_part() -> None:
    person = PrintedName(
        "Ada Quill", detail="Professor, Port Amber", signer_title="Professor", affiliation="University of Port Amber"
    )
    [group] = blocks(1).signatories.groups
    listed = SignatoryList("", "", "", (replace(group, names=(*group.names, person)),), form=ListForm.BLOCKS)

    pdf = typesetting.render(replace(blocks(1), signatories=listed)).pdf

    lines = _lines(pdf)
    signer, name = lines["Mira Solen 1"], lines["Ada Quill"]
    assert (signer.bottom, signer.height) == pytest.approx((name.bottom, name.height), abs=0.1)
    for below, other in (("Director", "Professor"), ("Port 1 Association", "University of Port Amber")):
        assert lines[below].bottom == pytest.approx(lines[other].bottom, abs=0.1)
        assert lines[other].left == pytest.approx(name.left, abs=1)


@dataclass(frozen=True, slots=True)
class _Line:
    """Where a line stands, in points: its left edge, its foot, and how high its first letter is."""

    left: float
    bottom: float
    height: float


def _lines(pdf: bytes) -> dict[str, _Line]:
    import pypdfium2  # noqa: PLC0415 - only here

    document = pypdfium2.PdfDocument(pdf)
    found = {}
    for page in document:
        text = page.get_textpage()
        written = text.get_text_range()
        for line in re.finditer(r"[^\r\n]+", written):
            left, bottom, _, top = text.get_charbox(line.start(), loose=True)
            found[line[0].strip()] = _Line(left, bottom, top - bottom)
    document.close()
    return found


def test_a_letterhead_has_its_logo_before_its_name() -> None:
    head = Letterhead("Estuary Coalition", "Quay 7", kept(200, 100, alternative="Estuary Coalition"))

    for plain in (samples.letter(), samples.statement(count=12)):
        pdf = typesetting.render(replace(plain, letterhead=head)).pdf
        assert alternatives(pdf) == ["Estuary Coalition"]
        assert "Estuary Coalition Quay 7" in words(pdf)


def test_logos_on_a_wall_are_as_large_as_was_reckoned_and_read_as_names() -> None:
    shapes = [(60, 240), (240, 60), (100, 100), (150, 90)]
    logos = tuple(kept(*shape, alternative=f"Port {n}") for n, shape in enumerate(shapes))
    plain = statement(NameGroup("", numbered(4)))

    pdf = typesetting.render(replace(plain, signatories=replace(plain.signatories, logos=logos))).pdf

    assert alternatives(pdf) == ["Port 0", "Port 1", "Port 2", "Port 3"]
    drawn = re.findall(rb"([\d.]+) 0 0 (-?[\d.]+) [\d.-]+ [\d.-]+ cm\s*(?:1 0 0 1 0 0 cm\s*)?/i\d", everything(pdf))
    assert drawn, "the content says how large each picture is"
    sizes = [(round(float(wide)), round(abs(float(high)))) for wide, high in drawn]
    assert [size for size in sizes if size != (1, 1)] == [size_on_wall(logo) for logo in logos]


def test_no_picture_leaves_its_smoothing_to_the_reader() -> None:
    """ISO 19005-3, 6.2.8: where an image has the key Interpolate, its value is false."""
    with pikepdf.open(BytesIO(typesetting.render(blocks(1)).pdf)) as document:
        images = [each for page in document.pages for each in page.get_images().values()]
        assert [(bool(image.Interpolate), str(image.ColorSpace)) for image in images] == [(False, "/DeviceRGB")]


def test_the_same_pictures_give_the_same_bytes() -> None:
    assert typesetting.render(blocks(3)).pdf == typesetting.render(blocks(3)).pdf


def test_only_the_pictures_of_the_document_are_handed_out() -> None:
    given, other = kept(alternative="A sign"), kept(colour="#aa0000")
    head = Letterhead("Estuary Coalition", "", given)
    plain = replace(samples.letter(), letterhead=head)

    for address in (other.sha256, given.sha256 + "0", given.sha256.upper(), f"../{given.sha256}"):
        hostile = replace(plain, body=f'<p><img alt="x" src="picture:{address}"></p>')
        with pytest.raises(TypesettingFailed, match="paper fetches nothing"):
            typesetting.render(hostile)


def test_bytes_that_are_no_picture_are_told_and_not_drawn() -> None:
    broken = Picture("0" * 64, b"no picture", 10, 10, "Nothing")

    with pytest.raises(TypesettingFailed, match="cannot be set"):
        typesetting.render(replace(samples.letter(), letterhead=Letterhead("Estuary Coalition", "", broken)))


@pytest.mark.parametrize("count", [4, 24, 48, 160])
def test_an_item_of_a_list_holds_its_label_and_its_body_alone(count: int) -> None:
    """ISO 32000-1, 14.8.4.3.3, to which ISO 14289-1, 7.2 holds: also with a person or a second name beside it."""
    plain = numbered(count)
    names = (
        replace(plain[0], detail="Mira Solen, Executive Director of the Estuary Coalition"),
        replace(plain[1], native="Общество чистой воды", native_language="und-Cyrl", detail="Mira Solen"),
        *plain[2:],
    )

    pdf = typesetting.render(statement(NameGroup("", names))).pdf

    with pikepdf.open(BytesIO(pdf)) as document:
        items = [each for each in elements(document.Root.StructTreeRoot) if each.S == "/LI"]
        inside = [tuple(str(kid.S) for kid in item.K) for item in items]
    assert inside[:count] == [("/Lbl", "/LBody")] * count
    assert [word for word in ("Общество", "чистой", "воды", "Estuary Coalition") if word not in words(pdf)] == []
