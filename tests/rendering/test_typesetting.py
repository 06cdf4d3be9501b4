"""What a finished PDF is."""

import os
import re
import subprocess
import sys
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.rendering.document import Attachment, Document, NameGroup, PrintedName, Relationship, Typeset
from app.rendering.engine import typesetting
from app.rendering.failures import TypesettingFailed
from app.rendering.numbered_names import numbered
from tests.rendering import samples
from tests.rendering.reading import artifacts, attached, everything, pages, tags, words

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def statement() -> Typeset:
    return typesetting.render(samples.statement())


@pytest.fixture(scope="module")
def clean() -> Typeset:
    return typesetting.render(samples.statement(embargo=None))


@pytest.fixture(scope="module")
def letter() -> Typeset:
    return typesetting.render(samples.letter())


def test_a_statement_with_72_names_fits_on_four_pages_and_60_kilobytes_a_script(statement: Typeset) -> None:
    assert statement.pages <= 4
    assert len(pages(statement.pdf)) == statement.pages
    assert len(statement.pdf) < 120_000


def test_a_letter_fits_on_two_pages_of_its_paper(letter: Typeset) -> None:
    assert letter.pages == 2
    with pikepdf.open(BytesIO(letter.pdf)) as document:
        assert [float(edge) for edge in document.pages[0].mediabox] == [0, 0, 612, 792]


def test_every_name_comes_back_word_for_word(statement: Typeset) -> None:
    text = words(statement.pdf)

    assert [name.name for name in samples.names(72) if name.name not in text] == []


def test_the_parts_of_a_statement_stand_in_reading_order(statement: Typeset) -> None:
    text = words(statement.pdf)
    order = [
        "JOINT STATEMENT",
        "Embargoed until",
        "Coastal towns ask",
        "Three rivers",
        "What we ask for",
        "Signatories: 72 organisations",
        "Beyond the coast",
        "On the coast",
        "not named for their safety",
        "Sources",
        "Media contacts",
        "ENDS",
        "Edition 1",
    ]

    places = [text.index(part) for part in order]

    assert places == sorted(places)


def test_the_parts_of_a_letter_stand_in_reading_order(letter: Typeset) -> None:
    text = words(letter.pdf)
    order = [
        "Association of Port 1",
        "Port Amber, May 3, 2027",
        "The Honorable Ada Quill",
        "Via e-mail",
        "Re: Clean water",
        "Dear Minister Quill:",
        "The towns along",
        "Sincerely yours,",
        "Association of Port 9",
        "cc: Ombudsman",
    ]

    places = [text.index(part) for part in order]

    assert places == sorted(places)


def test_what_is_enclosed_stands_below_who_gets_copies() -> None:
    document = replace(samples.letter(), enclosures=("Map of the outfalls", "Readings since 2021"))

    text = words(typesetting.render(document).pdf)

    assert text.index("cc: Ombudsman") < text.index("Enclosures: Map of the outfalls Readings since 2021")


def test_numbers_go_on_through_the_groups(statement: Typeset) -> None:
    text = words(statement.pdf)

    assert [group.start for group in numbered(samples.statement())] == [1, 6]
    assert "6. Association of Port 1 " in text
    assert "72. Association of Port 67" in text


def test_pages_are_counted_in_the_foot(statement: Typeset) -> None:
    assert [f"Page {number} of {statement.pages}" in text for number, text in enumerate(pages(statement.pdf), 1)] == [
        True
    ] * statement.pages


@pytest.mark.parametrize("template", ["joint-statement", "open-letter"])
def test_later_pages_say_at_the_head_what_is_read_and_at_the_foot_which(template: str) -> None:
    letter = replace(samples.statement(embargo=None), salutation="Dear mayors,", date_line="Port Amber, 3 May 2027")
    document = replace(letter, template=template)
    first, *others = pages(typesetting.render(document).pdf)

    head = f"{document.label}, {document.date_line}"
    assert head not in first
    assert [(text.count(head), text.count(document.short_title)) for text in others] == [(1, 1)] * len(others)


def test_the_document_is_tagged(statement: Typeset) -> None:
    kinds = tags(statement.pdf)

    assert kinds.count("H1") == 1
    assert kinds.count("H2") == 4
    assert kinds.index("H1") < kinds.index("H2") < kinds.index("H3")
    # The demands, the two groups of names through all columns and pages, the contacts.
    assert kinds.count("L") == 4
    # Three demands, 72 names, one contact; markers are labels.
    assert kinds.count("LI") == 3 + 72 + 1
    assert kinds.count("Lbl") >= 3 + 72
    assert kinds.count("Link") >= 1
    with pikepdf.open(BytesIO(statement.pdf)) as document:
        assert str(document.Root.Lang) == "en"
        assert bool(document.Root.MarkInfo.Marked)
        assert bool(document.Root.ViewerPreferences.DisplayDocTitle)
        assert str(document.docinfo["/Title"]) == "Coastal towns ask for clean water before the summer"
        assert "/Author" not in document.docinfo
        assert "/Creator" not in document.docinfo
        says = document.Root.Metadata.read_bytes()
        assert b"<pdfuaid:part>1</pdfuaid:part>" in says
        assert b'pdfaid:part="3" pdfaid:conformance="A"' in says


@pytest.mark.parametrize("subject", ["Clean water", ""])
def test_a_letter_has_one_heading_of_the_first_rank(subject: str) -> None:
    assert tags(typesetting.render(replace(samples.letter(), subject=subject)).pdf).count("H1") == 1


def test_only_our_typefaces_are_embedded(statement: Typeset) -> None:
    families = {
        name.decode().split("+")[1].replace("-", " ")
        for name in re.findall(rb"/BaseFont /(\S+)", everything(statement.pdf))
        if b"+" in name
    }

    assert {family for family in families if not family.startswith(("Source S", "Noto "))} == set()
    assert len(families) >= 5


def test_the_same_document_gives_the_same_bytes(statement: Typeset) -> None:
    assert typesetting.render(samples.statement()) == statement


def test_a_fresh_process_with_another_seed_gives_the_same_bytes(statement: Typeset, tmp_path: Path) -> None:
    program = (
        "import sys; from app.rendering.engine import typesetting; from tests.rendering import samples;"
        "sys.stdout.buffer.write(typesetting.render(samples.statement()).pdf)"
    )
    fresh = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env={**os.environ, "PYTHONHASHSEED": "7", "TMPDIR": str(tmp_path), "TZ": "Asia/Tokyo", "LANG": "C"},
        capture_output=True,
        check=True,
    )

    assert fresh.stdout == statement.pdf


def test_the_embargo_stands_on_every_page_and_in_a_box_on_the_first(statement: Typeset) -> None:
    found = [text.count(samples.EMBARGO.line) for text in pages(statement.pdf)]

    assert found == [2] + [1] * (statement.pages - 1)
    assert "16:00 Tokyo" in pages(statement.pdf)[0]


def test_the_clean_edition_says_nothing_of_an_embargo(statement: Typeset, clean: Typeset) -> None:
    assert b"mbargo" not in everything(clean.pdf)
    assert "mbargo" not in words(clean.pdf)
    assert "mbargo" in words(statement.pdf)


def test_a_document_read_from_the_right_gives_its_words_back() -> None:
    typeset = typesetting.render(samples.statement_in_uyghur())
    text = words(typeset.pdf)

    assert [word for word in samples.UYGHUR_WORDS if word not in text] == []
    assert tags(typeset.pdf).count("Lbl") == 2 + 5
    with pikepdf.open(BytesIO(typeset.pdf)) as document:
        assert str(document.Root.Lang) == "ug"


@pytest.mark.parametrize(
    "hostile",
    [
        '<p><img src="file:///etc/passwd" alt="x"></p>',
        '<p><img src="http://127.0.0.1:9/x.png" alt="x"></p>',
        '<p style="background: url(https://tracker.example/x)">x</p>',
        "<style>@import url(http://127.0.0.1:9/x.css);</style>",
        "<style>@font-face { font-family: x; src: url(http://127.0.0.1:9/x) } p { font-family: x }</style>",
        '<svg><image href="http://127.0.0.1:9/x" width="9" height="9" /></svg>',
        '<link rel="stylesheet" href="http://127.0.0.1:9/x.css">',
        '<object data="file:///etc/passwd"></object>',
    ],
)
def test_nothing_is_fetched_for_paper(hostile: str) -> None:
    with pytest.raises(TypesettingFailed, match="paper fetches nothing"):
        typesetting.render(samples.statement(count=6, body=hostile))


def test_the_lines_in_the_margins_are_furniture_and_not_text(statement: Typeset) -> None:
    # The first page has no head: its embargo stands in a box of the text, and in the foot.
    assert artifacts(statement.pdf) == [2] + [3] * (statement.pages - 1)


def test_files_of_the_document_are_attached_the_same_each_time() -> None:
    document = replace(
        samples.letter(),
        attachments=(
            Attachment("signatories.csv", "text/csv", Relationship.DATA, "name\nÉtang\n".encode()),
            Attachment("letter.md", "text/markdown", Relationship.SOURCE, b"# Clean water\n"),
        ),
    )

    typeset = typesetting.render(document)

    assert attached(typeset.pdf) == {
        "letter.md": ("/Source", "/text/markdown", b"# Clean water\n"),
        "signatories.csv": ("/Data", "/text/csv", "name\nÉtang\n".encode()),
    }
    assert typesetting.render(document) == typeset
    assert attached(typesetting.render(samples.letter()).pdf) == {}


def test_a_body_attaches_no_file() -> None:
    hostile = '<p>x</p><link rel="attachment" href="file:///etc/passwd">'

    found = everything(typesetting.render(samples.statement(count=6, body=hostile)).pdf)

    assert b"EmbeddedFile" not in found
    assert b"root:" not in found


def test_a_body_cannot_speak_in_the_metadata() -> None:
    hostile = '<meta name="author" content="Mallory"><meta name="keywords" content="Mallory"><title>Mallory</title>'

    assert b"Mallory" not in everything(typesetting.render(samples.statement(count=6, body=hostile)).pdf)


@pytest.mark.parametrize("address", ["file:///etc/passwd", "javascript:alert(1)", "http://plain.example"])
def test_a_link_is_https_or_refused_by_name(address: str) -> None:
    with pytest.raises(TypesettingFailed, match=re.escape(address)):
        typesetting.render(samples.statement(count=6, body=f'<p><a href="{address}">x</a></p>'))


def test_what_people_typed_is_printed_as_typed() -> None:
    payloads = ("{{7*7}}", "{% for x in y %}", "<script>alert(1)</script>", "${7*7}", "&lt;b&gt;", "</title><b>")
    document = replace(
        samples.statement(count=6),
        title=payloads[0],
        standfirst=payloads[1],
        dateline=payloads[2],
        sources=payloads[4],
        signatories=samples.listed(NameGroup(payloads[3], (PrintedName(payloads[5]),))),
    )

    text = words(typesetting.render(document).pdf)

    assert [payload for payload in payloads if payload not in text] == []


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"title": "Water 𓀀 now"}, "in the title, near “Water 𓀀 now”"),
        ({"body": "<p>Clean &#x13000; water</p>"}, "in the text, near “Clean 𓀀 water”"),
        ({"signatories": samples.listed(NameGroup("", (PrintedName("Port 𓀀"),)))}, "in the name “Port 𓀀”"),
    ],
)
def test_a_character_without_a_typeface_is_refused_with_its_place(change: dict[str, str], place: str) -> None:
    document: Document = replace(samples.statement(), **change)  # type: ignore[arg-type]  # fields of two types

    with pytest.raises(TypesettingFailed) as refused:
        typesetting.render(document)

    assert place in str(refused.value)
    assert "U+13000, egyptian hieroglyph a001" in str(refused.value)


def test_every_character_without_a_typeface_is_named_at_once() -> None:
    document = replace(
        samples.statement(),
        title="Water 𓀀 now",
        closing="𓀀 again",
        signatories=samples.listed(NameGroup("", (PrintedName("Port 𐀀"),))),
    )

    with pytest.raises(TypesettingFailed) as refused:
        typesetting.render(document)

    assert str(refused.value) == (
        "2 characters cannot be printed, for no typeface here has them: "
        "“𓀀” (U+13000, egyptian hieroglyph a001) in the title, near “Water 𓀀 now”; "
        "“𐀀” (U+10000, linear b syllable b008 a) in the name “Port 𐀀”, near “Port 𐀀”. "
        "Write them another way, or ask for a typeface to be added."
    )


def test_a_document_beyond_the_limit_of_pages_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typesetting, "PAGES_OF_TEXT", 1)

    with pytest.raises(TypesettingFailed, match="at most 2 can be set"):
        typesetting.render(samples.statement(count=6, body=samples.BODY * 3))


def test_what_the_engine_cannot_do_is_said_once() -> None:
    with pytest.raises(TypesettingFailed, match="cannot be set"):
        typesetting.render(samples.statement(count=6, body='<p><img src="relative.png" alt="x"></p>'))

    assert typesetting.render(samples.letter()).pages == 2


def test_the_same_page_can_be_given_to_another_engine() -> None:
    page = typesetting.html(samples.statement())

    assert page.startswith("<!DOCTYPE html>")
    assert page.count("<style>") == 5
    assert "Association of Port 67" in page
