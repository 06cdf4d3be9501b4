# ruff: noqa: E501 - a table of faults reads best with one fault a line
"""The letter file: what it says, what is wrong with it, and where."""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.wall_time import read_wall_time
from app.letters.circumstances import PRESS, QUOTE, PressMaterial, Quote, Signing, Translated
from app.letters.front_matter import LetterFileProblem
from app.letters.letter_file import KEYS as KNOWN
from app.letters.letter_file import (
    LetterFolder,
    LetterSource,
    parse,
    read_letter_folder,
    read_letter_source,
    write_letter_folder,
    write_letter_source,
)
from app.letters.signatory_file import FileSignatory, FileVisibility, read_signatories, write_signatories
from app.letters.text import LetterText, Order, OwnLetterhead, canonical
from app.rendering.document import Addressee, MediaContact, Paper

REAL_LETTERS = Path(__file__).parents[2].parent / "shared" / "letters"
HEAD = "---\ntemplate: formal-letter\nlanguage: en\ntitle: Water\n"
KEYS = (
    "template, language, label, title, standfirst, date, place, paper, order, signatures, lead, letterhead, addressees, via, cc, "
    "enclosures, subject, salutation, closing, contacts, sources, notes, embargo, as_of, press, signing, translations"
)
COLUMNS = (
    "name, acronym, native_name, country, group, lead, person, person_title, url, visibility, sort_key, "
    "affiliation, logo, signature"
)
QUOTES = "This cannot be understood. If a value has a colon, a quote or a hash sign, put it in quotes."
WHOLE = """\
---
template: joint-statement
language: en-US
label: Statement
title: "Water: now"
standfirst: >-
  Three rivers,
  one month.
date: 2027-05-03
place: Port Amber
paper: Letter
order: by-group
lead: River Watch
letterhead: {name: The Coalition, line: Quay 1, logo: sign.png}
addressees:
  - name: The Minister
    title: Minister of Water
    organisation: Ministry
    address: [Quay 2, Port Amber]
via: By hand
cc:
  - The Mayor
enclosures: A map
subject: Water
salutation: [Dear Minister, Dear all]
closing: Yours,
contacts:
  - {name: Ana, organisation: River Watch, email: ana@river.example, phone: "+1 2", languages: English}
sources: [One book, Another]
notes: A note
embargo:
  at: 2027-05-03 09:00
  zone: America/New_York
as_of: 2027-05-02 18:00 America/New_York
press:
  headline: Water now
  intro: Many ask.
  quotes:
    - text: We ask.
      speaker: Ana
      title: River Watch
signing:
  address: https://letters.example/sign/water
  until: 2027-05-01 18:00 America/New_York
translations:
  - language: fr
    address: https://letters.example/eau
---

Dear **all**.
"""


def test_every_part_of_a_letter_is_read() -> None:
    assert read_letter_source(WHOLE) == LetterSource(
        LetterText(
            template="joint-statement",
            language="en-US",
            title="Water: now",
            body="Dear **all**.",
            label="Statement",
            standfirst="Three rivers, one month.",
            date=read_wall_time("2027-05-03 09:00 UTC").at.date(),
            place="Port Amber",
            paper=Paper.LETTER,
            order=Order.BY_GROUP,
            lead="River Watch",
            letterhead=OwnLetterhead("The Coalition", "Quay 1", "sign.png"),
            addressees=(Addressee("The Minister", "Minister of Water", "Ministry", ("Quay 2", "Port Amber")),),
            via="By hand",
            cc=("The Mayor",),
            enclosures=("A map",),
            subject="Water",
            salutation="Dear Minister\nDear all",
            closing="Yours,",
            contacts=(MediaContact("Ana", "River Watch", "ana@river.example", "+1 2", "English"),),
            sources="One book\nAnother",
            notes="A note",
        ),
        embargo=read_wall_time("2027-05-03 09:00 America/New_York"),
        as_of=read_wall_time("2027-05-02 18:00 America/New_York"),
        press=PressMaterial("Water now", "Many ask.", (Quote("We ask.", "Ana", "River Watch"),)),
        signing=Signing("https://letters.example/sign/water", read_wall_time("2027-05-01 18:00 America/New_York")),
        translations=(Translated("fr", "https://letters.example/eau"),),
    )


def test_a_kept_text_is_read_also_when_its_template_is_gone() -> None:
    gone = HEAD.replace("formal-letter", "a-postcard") + "---\n"

    assert parse(gone).template == "a-postcard"
    with pytest.raises(LetterFileProblem, match="“template: a-postcard” is not known"):
        read_letter_source(gone)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (
            "signing:\n  address: letters.example/sign\n",
            "line 6, column 12: “letters.example/sign” is not a full address",
        ),
        ("signing:\n  place: here\n", "line 6, column 3: “place” is not a known key under “signing”"),
        ("translations:\n  - language: fr\n", "line 6, column 5: “address” is missing"),
    ],
)
def test_what_is_wrong_around_the_letter_is_named_with_its_place(lines: str, said: str) -> None:
    with pytest.raises(LetterFileProblem, match=said):
        read_letter_source(HEAD + lines + "---\n")


@pytest.mark.parametrize("twice", ["", "\n  which: second"])
def test_a_letter_survives_writing(twice: str) -> None:
    source = WHOLE.replace("2027-05-03 09:00\n", "2027-11-07 01:30\n").replace(
        "zone: America/New_York", f"zone: America/New_York{twice or chr(10) + '  which: first'}"
    )
    letter = read_letter_source(source)

    assert read_letter_source(write_letter_source(letter)) == letter
    assert letter.embargo is not None
    assert letter.embargo.fold == bool(twice)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("Dear all", "line 1, column 1: The file must begin with front matter. Put a line of three hyphens (---) first."),
        ("---\ntitle: x", "line 1, column 1: The front matter is not closed. Put a line of three hyphens (---) after the last key."),
        ("---\n---", "line 1, column 1: The front matter is empty. Give at least template, language and title."),
        ("---\n- a\n---", "line 2, column 1: The front matter must be keys with values, such as “template: …”."),
        ("---\ntemplate: formal-letter\nlanguage: en\n---", "line 2, column 1: “title” is missing. Add a line “title: …”."),
        ("---\ntemplate: formal-letter\nlanguage: en\ntitle: ''\n---", "line 4, column 8: “title” is empty. Write something after the colon."),
        ("---\ntemplate: formalletter\nlanguage: en\ntitle: x\n---", "line 2, column 11: “template: formalletter” is not known. Did you mean “formal-letter”?"),
        ("---\ntemplate: formal-letter\nlanguage: klingon\ntitle: x\n---", "line 3, column 11: “klingon” is not a known language. Write a code such as en, en-US, fr or ug."),
        (HEAD + "titel: y\n---", "line 5, column 1: “titel” is not a known key. Did you mean “title”?"),
        (HEAD + "colour: y\n---", f"line 5, column 1: “colour” is not a known key. Use one of: {KEYS}."),
        (HEAD + "title: y\n---", "line 5, column 1: “title” is given twice. Keep one of the two."),
        (HEAD + "? [a]\n: b\n---", "line 5, column 3: A key must be one word. Write the line as “key: value”."),
        (HEAD + "date: 17 June\n---", "line 5, column 7: “date: 17 June” is not a date. Write year-month-day, such as 2022-06-17."),
        (HEAD + "paper: A5\n---", "line 5, column 8: “paper: A5” is not known. Use one of: A4, Letter."),
        (HEAD + "order: alphabetic\n---", "line 5, column 8: “order: alphabetic” is not known. Did you mean “alphabetical”?"),
        (HEAD + "label: a: b\n---", f"line 5, column 9: {QUOTES}"),
        (HEAD + '\nlabel: "a\n---', f"line 6, column 10: {QUOTES}"),
        (HEAD + "\tlabel: x\n---", "line 5, column 1: Lines must be indented with spaces. Replace the tab."),
        (HEAD + "label: &a x\n---", "line 5, column 8: References (& and *) are not allowed. Write the text out, or put it in quotes."),
        (HEAD + "label: *a\n---", "line 5, column 8: References (& and *) are not allowed. Write the text out, or put it in quotes."),
        (HEAD + "label: !!python/name:os.system x\n---", "line 5, column 8: Tags (!) are not allowed. Put the text in quotes."),
        (HEAD + "label: {a: b}\n---", "line 5, column 8: “label” must be a text. Write it after the colon, in quotes if need be."),
        (HEAD + "cc: [a, [b]]\n---", "line 5, column 9: “cc” must be a list of texts. Write it after the colon, in quotes if need be."),
        (HEAD + "cc: [[[[[[[a]]]]]]]\n---", "line 5, column 10: Lists are nested too deeply. Put the text in quotes if it begins with a bracket."),
        (HEAD + "label: a\x07b\n---", "line 5, column 9: There is a character that cannot be printed. Delete it and type the word again."),
        (HEAD + "addressees: Minister\n---", "line 5, column 13: “addressees” must be a list. Begin each entry on its own line with a hyphen."),
        (HEAD + "addressees:\n  - nam: x\n---", "line 6, column 5: “nam” is not a known key under “addressees”. Did you mean “name”?"),
        (HEAD + "letterhead: Coalition\n---", "line 5, column 13: “letterhead” must be keys with values, such as “name: …”."),
        (HEAD + "embargo: 2022-06-17 09:00 CET\n---", "line 5, column 10: “CET” is not a place, and the abbreviation can mean different hours. Name a city, such as Europe/Brussels."),
        (HEAD + "embargo:\n  at: 2026-03-29 02:30\n  zone: Europe/Brussels\n---", "line 6, column 7: Clocks in Brussels skip 02:30 on Sunday 29 March 2026. Choose 01:59 or 03:00."),
        (HEAD + "embargo:\n  at: 2022-06-17\n  zone: Europe/Brussels\n---", "line 6, column 7: “2022-06-17” is not a date with a time. Write it like 2022-06-17 09:00."),
        (HEAD + "embargo:\n  at: 2022-06-17 09:00\n---", "line 6, column 3: “zone” is missing. Add a line “zone: …”."),
        (HEAD + f"label: {'x' * 20000}\n---", "line 1, column 1: What stands above the text is longer than 20,000 characters in all. Shorten the sources or the notes, or move them into the text."),
    ],
)  # fmt: skip
def test_a_broken_letter_is_told_where_and_what_to_do(source: str, problem: str) -> None:
    with pytest.raises(LetterFileProblem) as raised:
        read_letter_source(source)

    assert str(raised.value) == f"letter.md, {problem}"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("place: '{{count}}'", "line 5, column 8: Nothing is counted in “place”. Write the number itself."),
        ("addressees: [{name: Ana, title: 'All {{count}}'}]", "line 5, column 33: Nothing is counted in “title” under “addressees”. Write the number itself."),
    ],
)  # fmt: skip
def test_a_count_that_nothing_fills_is_told_where(line: str, said: str) -> None:
    with pytest.raises(LetterFileProblem) as raised:
        read_letter_source(f"{HEAD}{line}\n---\n")

    assert str(raised.value) == f"letter.md, {said}"


def test_a_count_is_taken_where_it_is_filled_and_under_no_other_key_at_any_depth() -> None:
    given = yaml.safe_load(WHOLE.split("---")[1])
    moment = {**given["embargo"], "which": ""}
    tried, taken = set(), set()
    every = {**given, "signatures": "list", "embargo": moment, "as_of": {**moment}}
    for path, changed in _with_in_its_places(every, "{{count}}"):
        tried.add(path)
        with suppress(LetterFileProblem):
            read_letter_source(f"---\n{yaml.safe_dump(changed)}---\n")
            taken.add(path)

    lists = {("press", "quotes")}
    assert tried | lists == {path for key in KNOWN for path in _paths(key)}
    counted = ("label", "title", "standfirst", "subject", "salutation", "closing", "sources", "notes")
    assert taken == {
        *((key,) for key in counted),
        ("press", "headline"),
        ("press", "intro"),
        ("press", "quotes", "text"),
    }


def _with_in_its_places(given: object, word: str) -> Iterator[tuple[tuple[str, ...], object]]:
    """Yield the keys above each single value, and all that is given with `word` in its place."""
    if isinstance(given, dict):
        for key, value in given.items():
            for path, changed in _with_in_its_places(value, word):
                yield (key, *path), {**given, key: changed}
    elif isinstance(given, list):
        for at, value in enumerate(given):
            for path, changed in _with_in_its_places(value, word):
                yield path, [*given[:at], changed, *given[at + 1 :]]
    else:
        yield (), word


def _paths(key: str) -> set[tuple[str, ...]]:
    """Every path that may stand under a key of the front matter; quotes are the one list within another key."""
    if not KNOWN[key]:
        return {(key,)}
    if key == "press":
        return {*((key, below) for below in PRESS), *((key, "quotes", below) for below in QUOTE)}
    return {(key, below) for below in KNOWN[key]}


@pytest.mark.parametrize("written", ["ana@river.example?bcc=spy@evil.example", "ana@river.example, spy@evil.example"])
def test_a_contact_has_one_address_and_what_was_kept_before_is_read(written: str) -> None:
    source = f"{HEAD}contacts: [{{name: Ana, email: '{written}'}}]\n---\n\nText\n"

    with pytest.raises(LetterFileProblem) as raised:
        read_letter_source(source)

    assert str(raised.value).startswith(f"letter.md, line 5, column 31: “{written}” is not one e-mail address. ")
    assert parse(source).contacts[0].email == written


WITH_COMMAS = (
    "Save it as CSV with commas between the cells: a spreadsheet asks for the separator when it saves, "
    "or takes that of the region it is set to."
)


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("", "line 1: The file is empty. Its first line must name the columns; “name” is enough."),
        ("organisation\nA", f"line 1: “organisation” is not a known column. Use one of: {COLUMNS}."),
        ("name,contry\nA,b", "line 1: “contry” is not a known column. Did you mean “country”?"),
        ("name;country\nA;BE", "line 1: The columns are parted by semicolons. " + WITH_COMMAS),
        ("name\tcountry\nA\tBE", "line 1: The columns are parted by tabs. " + WITH_COMMAS),
        ("name,name\nA,b", "line 1: The column “name” is given twice. Keep one of the two."),
        ("country\nBE", "line 1: The column “name” is missing. Add it to the first line."),
        ("name\nA, b", "line 2: The line has 2 cells, the first line 1. Put a name with a comma in double quotes."),
        ('name\n\n"A', "line 3: The quotes do not match. Put a cell with a comma in double quotes, and double any quote in it."),
        ("name,country\nA,Belgium", "line 2, column “country”: “Belgium” is no country code. Write BE for Belgium."),
        ("name,country\nA,uk", "line 2, column “country”: “uk” is no country code. Write GB for United Kingdom."),
        ("name,country\nA,EL", "line 2, column “country”: “EL” is no country code. Write GR for Greece."),
        ("name,country\nA,EU", "line 2, column “country”: “EU” is no country code. Use two letters of ISO 3166, such as BE for Belgium."),
        ("name,lead\nA,maybe", "line 2, column “lead”: “maybe” is neither yes nor no. Write yes, or leave it empty."),
        ("name,visibility\nA,secret", "line 2, column “visibility”: “secret” is not known. Write public or counted."),
        ("name,country\n,BE", "line 2, column “name”: The name is missing. Write the organisation there."),
        ("name,logo\nA,../a.png", "line 2, column “logo”: “../a.png” is not the name of a file in this folder. Put the picture into the folder, and write its name alone."),
        ('name,group\n"A\nB",x\nC,\nc ,', "line 5, column “name”: “c” stands on line 4 already. Keep one of the two."),
        ("name\n" + "x" * 201, "line 2, column “name”: This is longer than 200 characters. Shorten it."),
        ("name,person,affiliation\nRiver Watch,Mira Solen,University", "line 2, column “affiliation”: Who has an affiliation signs for themselves and stands under “name”, and “person” signs for an organisation. Leave one of the two empty."),
        ("name\n" + "\n".join(map(str, range(10001))), "line 10002: There are more than 10,000 names. Split the list."),
    ],
)  # fmt: skip
def test_a_broken_list_is_told_where_and_what_to_do(source: str, problem: str) -> None:
    with pytest.raises(LetterFileProblem) as raised:
        read_signatories(source)

    assert str(raised.value) == f"signatories.csv, {problem}"


def test_files_from_other_systems_are_read() -> None:
    letter = read_letter_source("\ufeff" + (HEAD + "---\n\nText\n").replace("\n", "\r\n"))

    assert letter.text.body == "Text"
    assert read_signatories('\ufeffName,Lead\r\n"A, B",YES\r\n') == (FileSignatory("A, B", lead=True),)


cells = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Zs", "Zl", "Zp")), max_size=12)


@settings(deadline=None)
@given(
    st.lists(
        st.builds(
            FileSignatory,
            name=cells.filter(bool) | st.sampled_from(["=1+1", "'=1", "@a", 'a,"b']),
            native_name=cells,
            country=st.sampled_from(["", "BE", "TR"]),
            group=cells,
            lead=st.booleans(),
            person=cells,
            sort_key=cells,
        ),
        max_size=5,
        unique_by=lambda one: one.name.casefold(),
    ).map(tuple)
)
def test_a_list_survives_writing(signatories: tuple[FileSignatory, ...]) -> None:
    normal = read_signatories(write_signatories(signatories))

    assert read_signatories(write_signatories(normal)) == normal
    assert len(normal) == len(signatories)


def test_a_list_that_leads_nowhere_is_no_list_that_is_absent(tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text("---\ntemplate: joint-statement\nlanguage: en\ntitle: Water\n---\n\nWe ask.\n")
    (tmp_path / "signatories.csv").symlink_to(tmp_path / "gone.csv")

    with pytest.raises(LetterFileProblem, match=r"signatories.csv, line 1: There is no such file"):
        read_letter_folder(tmp_path)


def test_a_name_is_its_owners_whatever_marks_are_in_it() -> None:
    names = ["Trans*Inter*Beratung", "*Care*", "Frauen* & Lesben*", "[sic!] & <Co>"]

    assert [each.name for each in read_signatories("\n".join(["name", *names]))] == names


def test_names_in_a_letter_are_their_owners_too_and_nothing_else_is() -> None:
    given = yaml.safe_load(WHOLE.split("---")[1])
    del given["embargo"], given["as_of"], given["signing"]
    taken = set()
    for path, changed in _with_in_its_places(given, "*Care*"):
        with suppress(LetterFileProblem):
            read_letter_source(f"---\n{yaml.safe_dump(changed)}---\n")
            taken.add(path)

    both = {(key, part) for key in ("addressees", "contacts") for part in ("name", "organisation")}
    logo = ("letterhead", "logo")  # the name of a file
    assert taken - {logo} == {("lead",), ("letterhead", "name"), ("press", "quotes", "speaker"), *both}


def test_nothing_in_a_written_list_runs_in_a_spreadsheet() -> None:
    source = write_signatories([FileSignatory("=HYPERLINK(1)"), FileSignatory("＠SUM")])

    assert source == "name\n'=HYPERLINK(1)\n'＠SUM\n"


def test_a_name_that_is_not_public_never_goes_into_a_file(tmp_path: Path) -> None:
    text = LetterText("formal-letter", "en", "Water")
    names = (FileSignatory("River Watch"), FileSignatory("Silent Lake", visibility=FileVisibility.COUNTED))

    write_letter_folder(tmp_path / "letter", LetterFolder(text, signatories=names))

    assert read_letter_folder(tmp_path / "letter") == LetterFolder(text, signatories=names[:1])
    assert "Silent" not in (tmp_path / "letter" / "signatories.csv").read_text("utf-8")


@pytest.mark.parametrize(("letter", "names"), [("refoulement-2022", 72), ("blinken-2023", 9)])
def test_the_real_letters_are_read(letter: str, names: int) -> None:
    if not REAL_LETTERS.exists():
        pytest.skip("The real letters do not stand beside this repository.")
    folder = read_letter_folder(REAL_LETTERS / letter)

    assert len(folder.signatories) == names
    assert read_letter_source(canonical(folder.text)).text == folder.text


@pytest.mark.parametrize("name", ["letter.md", "signatories.csv"])
def test_what_is_no_plain_file_is_not_read(name: str, tmp_path: Path) -> None:
    (tmp_path / "letter.md").write_text(f"{HEAD}---\n\nWater.\n", encoding="utf-8")
    (tmp_path / name).unlink(missing_ok=True)
    os.mkfifo(tmp_path / name)

    with pytest.raises(LetterFileProblem, match="Put a plain file in its place"):
        read_letter_folder(tmp_path)
