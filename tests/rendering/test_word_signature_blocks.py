"""Signature blocks in Word files: whole, with room to sign, and a line for each part."""

import re
from dataclasses import replace
from xml.etree.ElementTree import Element

import pytest

from app.rendering.document import Document, PrintedName
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from tests.rendering.reading_word import W, paragraphs, part, style_of, styled
from tests.rendering.test_names import blocks


def test_each_signature_block_begins_with_whoever_signs_and_stands_apart() -> None:
    made = word_file(blocks(2), Manner.LETTER)

    assert styled(made, "Signer") == ["Mira Solen 1", "Mira Solen 2"]
    assert styled(made, "SignatureBlock") == ["Director", "Port 1 Association", "Director", "Port 2 Association"]


def test_a_person_who_signs_for_themselves_has_a_line_for_each_part() -> None:
    person = PrintedName(
        "Ada Quill", detail="…", signer_title="Professor of Law", affiliation="University of Port Amber"
    )
    with_persons = _with_block(blocks(1), person)

    made = word_file(with_persons, Manner.LETTER)

    assert [part for part in paragraphs(made) if part[0].startswith("Sign")] == [
        ("Signer", "Mira Solen 1"),
        ("SignatureBlock", "Director"),
        ("SignatureBlock", "Port 1 Association"),
        ("Signer", "Ada Quill"),
        ("SignatureBlock", "Professor of Law"),
        ("SignatureBlock", "University of Port Amber"),
    ]
    assert styled(made, "Disclaimer") == ["Affiliations are given for identification only."]
    assert "Ada Quill\n  Professor of Law\n  University of Port Amber\n" in _bare(plain_text(with_persons))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_signature_blocks_stand_side_by_side_in_the_order_of_the_names_without_lines(direction: str) -> None:
    made = word_file(replace(_with_block(blocks(2), PrintedName("Ada Quill")), direction=direction), Manner.LETTER)

    [table] = part(made, "word/document.xml").iter(f"{W}tbl")
    rows = [[_signers(cell) for cell in row.findall(f"{W}tc")] for row in table.iter(f"{W}tr")]
    assert rows == [[["Mira Solen 1"], ["Mira Solen 2"]], [["Ada Quill"], []]]
    assert [list(table.iter(f"{W}{name}")) for name in ("tblHeader", "tblBorders")] == [[], []]
    assert (table.find(f"{W}tblPr/{W}bidiVisual") is not None) == (direction == "rtl")
    [style] = [
        each for each in part(made, "word/styles.xml").iter(f"{W}style") if each.get(f"{W}styleId") == "SignatureBlocks"
    ]
    assert (style.get(f"{W}type"), list(style.iter(f"{W}tblBorders"))) == ("table", [])


@pytest.mark.parametrize(("number", "manner"), [(1, Manner.LETTER), (2, Manner.UN_STATEMENT)])
def test_a_block_alone_and_those_of_a_plain_form_stand_in_no_table(number: int, manner: Manner) -> None:
    assert list(part(word_file(blocks(number), manner), "word/document.xml").iter(f"{W}tbl")) == []


def test_a_page_may_end_between_two_rows_of_signature_blocks_and_not_within_one() -> None:
    made = word_file(_with_block(blocks(2), PrintedName("Ada Quill")), Manner.LETTER)

    rows = list(part(made, "word/document.xml").iter(f"{W}tr"))
    assert [row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows] == [True, True]
    lines = [line for row in rows for line in row.iter(f"{W}p") if style_of(line)]
    assert {each.get(f"{W}val") for line in lines for each in line.findall(f"{W}pPr/{W}keepNext")} == {"0"}
    assert all(line.find(f"{W}pPr/{W}keepNext") is not None for line in lines)


@pytest.mark.parametrize("manner", [each for each in Manner if each.is_plain])
def test_a_page_may_end_between_two_signature_blocks_and_not_within_one(manner: Manner) -> None:
    made = word_file(_with_block(blocks(2), PrintedName("Ada Quill")), manner)
    styles = part(made, "word/styles.xml").iter(f"{W}style")
    keeping = {each.get(f"{W}styleId") for each in styles if each.find(f"{W}pPr/{W}keepNext") is not None}
    lines = [each for each in part(made, "word/document.xml").iter(f"{W}p") if style_of(each).startswith("Sign")]

    assert set(map(style_of, lines)) - keeping == set()
    assert ["".join(line.itertext()) for line in lines if line.find(f"{W}pPr/{W}keepNext") is not None] == [
        "Port 1 Association",
        "Port 2 Association",
        "Ada Quill",
    ]
    assert {each.get(f"{W}val") for line in lines for each in line.iter(f"{W}keepNext")} == {"0"}


@pytest.mark.parametrize(
    ("manner", "rooms"), [(Manner.LETTER, 1), (Manner.UN_STATEMENT, 2), (Manner.UN_STATEMENT_NUMBERED, 2)]
)
def test_a_block_without_a_picture_has_as_much_room_to_sign_as_one_with_it(manner: Manner, rooms: int) -> None:
    made = word_file(blocks(2), manner)  # the first has a signature

    lines = [each for each in part(made, "word/document.xml").iter(f"{W}p") if style_of(each).startswith("Sign")]
    begin = ["Signer", "SignatureBlock", "SignatureBlock"]
    firsts = ["SignatureRoom" if rooms == 2 else "SignaturePicture", "SignatureRoom"]
    assert [style_of(line) for line in lines] == [style for first in firsts for style in (first, *begin)]
    [spacing] = [
        style.find(f"{W}pPr/{W}spacing")
        for style in part(made, "word/styles.xml").iter(f"{W}style")
        if style.get(f"{W}styleId") == "SignatureRoom"
    ]
    assert spacing is not None
    assert (spacing.get(f"{W}line"), spacing.get(f"{W}lineRule")) == ("850", "exact")  # 15 mm in twentieths of a point


def _signers(cell: Element) -> list[str]:
    signers = [each for each in cell.iter(f"{W}p") if style_of(each) == "Signer"]
    return ["".join(each.itertext()).rstrip("\u200e") for each in signers]


def _with_block(document: Document, name: PrintedName) -> Document:
    [group] = document.signatories.groups
    groups = (replace(group, names=(*group.names, name)),)
    listed = replace(document.signatories, groups=groups, disclaimer="Affiliations are given for identification only.")
    return replace(document, signatories=listed)


def _bare(text: bytes) -> str:
    return re.sub("[\u200e\u200f\u2066-\u2069]", "", text.decode())
