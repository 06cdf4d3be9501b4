"""What becomes public without being printed."""

from dataclasses import fields, replace
from datetime import date

import pytest

from app.letters.letter_file import read_letter_folder
from app.letters.text import LetterText, OwnLetterhead, kept_name
from app.letters.unprinted import PARTS, unprinted
from app.rendering.document import Addressee, MediaContact
from app.rendering.templates_on_disk import FOLDER, kinds_of_letter
from tests.factories import a_text

FULL = replace(
    a_text(),
    label="Joint statement",
    standfirst="In short.",
    place="Port Amber",
    date=date(2027, 6, 17),
    letterhead=OwnLetterhead("Estuary Coalition", "Quay 7", kept_name("0" * 64)),
    addressees=(Addressee("Ilse Dorn", "Minister", "Ministry of Water", ("Dike Street 12",)),),
    via="By registered post",
    cc=("The Ombudsman",),
    enclosures=("A map",),
    subject="Wells",
    salutation="Dear Minister,",
    closing="Yours,",
    contacts=(MediaContact("Ivo Ban", "Rivers United", "ivo@rivers.example", "+1 555", "English"),),
    sources="A report.",
    notes="A note.",
    lead="Rivers United",
)
LEAD = PARTS["lead"]


@pytest.mark.parametrize(
    ("template", "left"),
    [
        (
            "joint-statement",
            [words for part, words in PARTS.items() if part.startswith("addressee.")]
            + [PARTS["via"], PARTS["cc"], PARTS["enclosures"], PARTS["subject"], LEAD],
        ),
        (
            "open-letter",
            [PARTS[part] for part in ("addressee.address", "via", "cc", "enclosures", "subject", "lead")],
        ),
        ("formal-letter", [PARTS["standfirst"], LEAD]),
    ],
)
def test_each_kind_says_what_it_does_not_print(template: str, left: list[str]) -> None:
    listed = f"{'; '.join(left[:-1])} and {left[-1]}"
    sentence = f"Not printed in this kind of letter, and public all the same as a part of its text: {listed}."
    assert unprinted(replace(FULL, template=template)) == sentence


def test_one_part_alone_is_named_alone() -> None:
    sentence = unprinted(replace(a_text(), template="joint-statement", subject="Wells"))
    assert sentence.endswith("as a part of its text: the subject line.")


@pytest.mark.parametrize(("template", "_name"), kinds_of_letter())
def test_a_letter_that_prints_all_it_says_needs_no_word(template: str, _name: str) -> None:
    text = read_letter_folder(FOLDER / template / "sample").text
    assert unprinted(replace(text, lead="")) == ""


def test_every_part_that_can_be_written_is_looked_for() -> None:
    looked_for = {
        {"addressee": "addressees", "contact": "contacts"}.get(each, each)
        for each in (part.partition(".")[0] for part in PARTS)
    }
    settings = {"template", "language", "paper", "order", "signatures"}
    assert {field.name for field in fields(LetterText)} - looked_for == {"title", "body", *settings}
    for whole, kind in (("letterhead", OwnLetterhead), ("addressee", Addressee), ("contact", MediaContact)):
        details = {part.partition(".")[2] for part in PARTS if part.startswith(f"{whole}.")}
        assert {field.name for field in fields(kind)} - details == set()


def test_a_template_that_is_gone_says_nothing_here() -> None:
    assert unprinted(replace(FULL, template="gone")) == ""
