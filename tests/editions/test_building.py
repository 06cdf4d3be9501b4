"""Typesetting letter folders: a small one of our own, and two real ones where they are at hand."""

import csv
import hashlib
import os
import re
import subprocess
import sys
from datetime import timedelta
from pathlib import Path

import pytest

from app.commands import main
from app.config import PROJECT_FOLDER
from app.core.errors import Refused
from app.core.wall_time import read_wall_time
from app.editions.building import build, composed
from app.letters.letter_file import read_letter_folder
from tests.factories import NOON
from tests.rendering.drawings import drawing, encoded
from tests.rendering.reading import alternatives, attached, pages, words
from tests.signons.withheld import WITHHELD

REAL = Path(__file__).resolve().parents[3] / "shared" / "letters"
LETTER = """---
template: joint-statement
language: en
title: Clean water before the summer
date: 2027-06-17
---

We are {{count:words}} organisations. **Mend the pipes.**
"""
PRESSED = LETTER.replace("title:", "press:\n  quotes:\n    - speaker: Ada\n      text: QUOTE\ntitle:")
EMBARGO = "2027-06-17 09:00 Europe/Brussels"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    (tmp_path / "signatories.csv").write_text("name\nWasser für alle\nRivers United\n", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize("may_make_namespaces", [True, False])
def test_setting_a_folder_waits_for_no_database_and_no_web(
    folder: Path, tmp_path: Path, *, may_make_namespaces: bool
) -> None:
    programs = tmp_path / "programs"
    programs.mkdir()
    if not may_make_namespaces:  # as in many containers
        (programs / "bwrap").write_text("#!/bin/sh\necho bwrap: No permissions to create a new namespace >&2; exit 1\n")
        (programs / "bwrap").chmod(0o755)
    asked = (
        "import sys; from app.commands import main\n"
        f"main(['letter', 'build', {str(folder)!r}, '--out', {str(tmp_path / 'out')!r}])\n"
        "print(*{'sqlalchemy', 'alembic', 'flask', 'weasyprint'} & set(sys.modules))"
    )
    said = subprocess.run(
        [sys.executable, "-P", "-c", asked],
        cwd=PROJECT_FOLDER,
        env={"PATH": f"{programs}:{os.environ['PATH']}", "PYTHONPATH": str(PROJECT_FOLDER)},
        capture_output=True,
        text=True,
        check=True,
    )

    written, size, took, loaded = said.stdout.splitlines()
    assert (written.endswith(".pdf"), size.split()[1], took.split()[1], loaded) == (True, "page,", "seconds", "")
    assert said.stderr == ""


def test_a_folder_becomes_two_papers_and_the_command_names_them(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "out"
    assert main(["letter", "build", str(folder), "--out", str(out), "--embargo", EMBARGO]) == 0
    said = capsys.readouterr().out
    stem = "2027-06-17_clean-water-before-the-summer_en_v1"
    assert sorted(path.name for path in out.iterdir()) == [f"{stem}.pdf", f"{stem}_EMBARGOED.pdf"]
    for path in out.iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() in said
    assert "1 page" in said
    assert re.search(r"^\d+\.\d\d seconds$", said, re.MULTILINE)
    assert "Embargoed until Thursday 17 June 2027, 09:00 CEST (Brussels)" in words(
        (out / f"{stem}_EMBARGOED.pdf").read_bytes()
    )
    assert "mbargo" not in words((out / f"{stem}.pdf").read_bytes())


def test_a_link_in_the_place_of_a_paper_is_replaced_and_not_followed(
    folder: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    elsewhere, out = tmp_path / "elsewhere", tmp_path / "out"
    elsewhere.write_bytes(b"mine")
    [made] = build(folder, out, embargo=None, now=NOON).files
    made.path.unlink()
    made.path.symlink_to(elsewhere)

    assert main(["letter", "build", str(folder), "--out", str(out)]) == 0
    assert elsewhere.read_bytes() == b"mine"
    assert hashlib.sha256(made.path.read_bytes()).hexdigest() == made.sha256

    made.path.unlink()
    made.path.mkdir()
    capsys.readouterr()
    assert main(["letter", "build", str(folder), "--out", str(out)]) == 2
    assert capsys.readouterr().err == f"{made.path}: Is a directory. Choose another folder.\n"


def test_the_same_folder_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    one = build(folder, tmp_path / "one", embargo=EMBARGO, now=NOON)
    two = build(folder, tmp_path / "two", embargo=EMBARGO, now=NOON)
    assert [each.sha256 for each in one.files] == [each.sha256 for each in two.files]


@pytest.mark.parametrize(
    ("letter", "arguments", "says"),
    [
        (LETTER.replace("title:", "titel:"), (), "letter.md, line"),
        (
            LETTER.replace("{{count:words}}", "{{count:Boats}}"),
            (),
            "letter.md, line 8: “{{count:Boats}}” names a group",
        ),
        (PRESSED.replace("QUOTE", "'{{count:Boats}}'"), (), "letter.md, line 7: “{{count:Boats}}” names a group"),
        (LETTER.replace("{{count:words}}", "{{cuont}}"), (), "letter.md, line 8, column 8: “{{cuont}}” is not known."),
        (LETTER.replace("Mend", "<b>Mend</b>"), (), "letter.md, line 8, column 41: This is the HTML tag <b>."),
        (
            LETTER.replace("title: ", "title: '**Now:** ").replace("summer", "summer'"),
            (),
            "letter.md, line 4, column 8",
        ),
        (
            LETTER.replace("title:", "place: '{{count}}'\ntitle:"),
            (),
            "line 4, column 8: Nothing is counted in “place”.",
        ),
        (LETTER, ("--embargo", "2027-06-17 09:00 CET"), "CET"),
        (LETTER, ("--embargo", "2027-03-28 02:30 Europe/Brussels"), "02:30"),
        (LETTER, ("--embargo", "soon"), "soon"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(
    folder: Path, letter: str, arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "letter.md").write_text(letter, encoding="utf-8")
    assert main(["letter", "build", str(folder), "--out", str(folder / "out"), *arguments]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not (folder / "out").exists()


def test_pictures_beside_the_list_are_printed_and_read_as_words(folder: Path, tmp_path: Path) -> None:
    (folder / "letter.md").write_text(LETTER.replace("title:", "signatures: blocks\ntitle:"), encoding="utf-8")
    (folder / "signatories.csv").write_text(
        "name,person,logo,signature\nWasser für alle,Mira Solen,logo.jpg,hand.png\nRivers United,,logo.jpg,\n",
        encoding="utf-8",
    )
    (folder / "logo.jpg").write_bytes(encoded(drawing(), "JPEG"))
    (folder / "hand.png").write_bytes(encoded(drawing(300, 60), "PNG"))

    built = build(folder, tmp_path / "out", embargo=None, now=NOON)

    assert alternatives(built.files[0].path.read_bytes()) == [
        "Signature of Mira Solen",
        "Rivers United",
        "Wasser für alle",
    ]


BLOCKS = LETTER.replace("title:", "signatures: blocks\ntitle:")
NOTED = (
    "Note: 1 name comes with a signature, and this letter prints a list without them. "
    "The form of names “Signature blocks, for at most 12 names” (signatures: blocks) prints them.\n"
)
UNSIGNED = (
    "Note: 1 name comes with a signature, which cannot be printed: "
    "signature blocks are for at most 12 names, and there are 13.\n"
)
TOO_MANY = "Note: Signature blocks are for at most 12 names, and there are {}. A list will be printed{}.\n"
NO_WALL = (
    "Note: 1 of 2 names comes with a logo, and none is printed: "
    "logos are, where at least four in five have one, and at most 40.\n"
)
NO_GROUPS = (
    "Note: Names have groups, and this letter neither prints nor counts them: "
    "the order of names “By group, then A to Z” (order: by-group) prints them.\n"
)
NO_LEAD = (
    "Note: A name is marked as leading, and stands among the others: "
    "the order of names “The lead first, then A to Z” (order: lead-then-alphabetical) puts it first.\n"
)
UNPRINTED = (
    "Note: Not printed in this kind of letter, and public all the same as a part of its text: "
    "by which way it is sent.\n"
)
NAMES = "\n".join(f"Name {number}" for number in range(1, 13))


@pytest.mark.parametrize(
    ("letter", "names", "said"),
    [
        (LETTER, "name,signature\nA,hand.png\nB,\n", NOTED),
        (LETTER, f"name,signature\nSigned,hand.png\n{NAMES}\n", UNSIGNED),
        (BLOCKS, "name,signature\nA,hand.png\nB,\n", ""),
        (BLOCKS, f"name\n{NAMES}\n", ""),
        (BLOCKS, f"name\n{NAMES}\nOne more\n", TOO_MANY.format(13, "")),
        (BLOCKS, f"name,signature\nSigned,hand.png\n{NAMES}\n", TOO_MANY.format(13, " without signatures")),
        (LETTER, "name,logo\nA,hand.png\nB,\n", NO_WALL),
        (LETTER, "name,group\nA,Boats\nB,\n", NO_GROUPS),
        (LETTER.replace("{{count:words}}", "{{count:Boats:words}}"), "name,group\nA,Boats\nB,\n", ""),
        (LETTER.replace("title:", "order: by-group\ntitle:"), "name,group\nA,Boats\nB,\n", ""),
        (LETTER, "name,lead\nA,yes\nB,\n", NO_LEAD),
        (LETTER.replace("title:", "order: lead-then-alphabetical\ntitle:"), "name,lead\nA,yes\nB,\n", ""),
        (LETTER, "name,logo\nA,hand.png\n", ""),
        (LETTER.replace("{{count:words}}", "15"), "name\nA\nB\n",
            "Note: letter.md, line 8, “15 organisations”: the text says 15, the list has 2.\n"),
        (LETTER.replace("title:", "via: By hand\ntitle:"), "name\nA\nB\n", UNPRINTED),
    ],
)  # fmt: skip
def test_what_a_folder_brings_and_the_paper_leaves_out_is_said_aloud(
    folder: Path, letter: str, names: str, said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "letter.md").write_text(letter, encoding="utf-8")
    (folder / "signatories.csv").write_text(names, encoding="utf-8")
    (folder / "hand.png").write_bytes(encoded(drawing(300, 60), "PNG"))

    assert main(["letter", "export", str(folder), "--as", "txt", "--out", str(folder / "out")]) == 0
    assert "".join(re.findall("Note: .*\n", capsys.readouterr().out)) == said


PASSED = (
    "The release was planned for Thursday 17 June 2027, 09:00 CEST (Brussels), which has passed: "
    "choose a moment that lies ahead."
)
ENDED = (
    "Signing ended on Thursday 17 June 2027, 08:00 UTC, as the letter says (signing): "
    "give a later moment, or take it out."
)
OVERTAKEN = (
    "Signing ends on Thursday 17 June 2027, 10:00 CEST (Brussels), after the release planned for "
    "Thursday 17 June 2027, 09:00 CEST (Brussels): choose an earlier deadline or a later release."
)


@pytest.mark.parametrize(
    ("until", "since", "told"),
    [
        ("", timedelta(microseconds=-1), ()),
        ("", timedelta(), (PASSED,)),
        ("2027-06-17 07:00 UTC", timedelta(days=-1), ()),
        ("2027-06-17 08:00 UTC", timedelta(days=-1), (OVERTAKEN,)),
        ("2027-06-17 08:00 UTC", timedelta(days=1), (PASSED, OVERTAKEN, ENDED)),
    ],
)
def test_moments_that_cannot_be_meant_are_worth_a_look(
    folder: Path, until: str, since: timedelta, told: tuple[str, ...]
) -> None:
    signing = f"signing:\n  until: {until}\ntitle:" if until else "title:"
    (folder / "letter.md").write_text(LETTER.replace("title:", signing), encoding="utf-8")

    now = read_wall_time(EMBARGO).instant() + since
    assert composed(folder, embargo=EMBARGO, now=now).remarks == told
    assert composed(folder, embargo=None, now=now).remarks == tuple(each for each in told if each == ENDED)


def test_the_command_says_that_an_embargo_has_passed(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = ["letter", "build", str(folder), "--out", str(folder / "out")]

    assert main([*arguments, "--embargo", "2022-06-17 09:00 Europe/Brussels"]) == 0
    assert "Note: The release was planned for Friday 17 June 2022, 09:00 CEST (Brussels), which has passed:" in (
        capsys.readouterr().out
    )


def test_a_table_that_is_too_wide_is_worth_a_look(folder: Path, tmp_path: Path) -> None:
    (folder / "letter.md").write_text(f"{LETTER}\n| {'Long' * 40} |\n|---|\n| 1 |\n", encoding="utf-8")

    [remark] = build(folder, tmp_path / "out", embargo=EMBARGO, now=NOON).remarks
    assert remark.startswith("The table on page 1 is too wide for the page")


def test_a_withheld_name_is_looked_for_in_every_form_of_it(folder: Path) -> None:
    with (folder / "signatories.csv").open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file)
        table.writerow(("name", "native_name", "person", "acronym", "visibility"))
        table.writerows([*((*row[1:], "counted") for row in WITHHELD), ("Ponds", "", "", "PONDS", "public")])

    letter = composed(folder, embargo=None, now=NOON)

    assert letter.withheld == tuple(name for row in WITHHELD for name in row.looked_for)


@pytest.mark.parametrize("told", ["Mira Solenova", "SILAKE", "Stiller See", "Silent Lake"])
def test_a_folder_that_gives_a_withheld_name_away_is_not_printed(
    folder: Path, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    # Not printed, and in the letter.md that the file brings along.
    (folder / "letter.md").write_text(LETTER.replace("title:", f"lead: {told}\ntitle:"), encoding="utf-8")
    row = "Silent Lake,Stiller See,Mira Solenova,SILAKE,counted"
    (folder / "signatories.csv").write_text(
        f"name,native_name,person,acronym,visibility\nRivers United,,,,\n{row}\n", encoding="utf-8"
    )

    for command in (["build"], ["export", "--as", "txt", "--as", "csv"]):
        assert main(["letter", *command, str(folder), "--out", str(folder / "out")]) == 2
        assert capsys.readouterr().err == (
            "Somebody who asked not to be named would come out by what is published with the letter: "
            "the leading organisation. "
            "Ask them whether they sign by name instead, or take it out. A text that people sign already wants a new "
            "letter for that.\n"
        )
    assert not (folder / "out").exists()


@pytest.mark.parametrize("command", [["build"], ["export", "--as", "txt"]])
def test_a_withheld_name_that_stands_in_the_list_too_is_not_written(
    folder: Path, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    names = "name,native_name,visibility\nRivers United,Stiller See,\nSilent Lake,Stiller See,counted\n"
    (folder / "signatories.csv").write_text(names, encoding="utf-8")

    assert main(["letter", *command, str(folder), "--out", str(folder / "out")]) == 2
    assert capsys.readouterr().err == (
        "An organisation that asked not to be named stands in the list. "
        "It may have signed twice: take one of the two out of the list.\n"
    )
    assert not (folder / "out").exists()


HEADED = LETTER.replace("title:", "letterhead:\n  name: Estuary Coalition\n  logo: sign.png\ntitle:")


def test_a_letter_has_its_own_logo_and_what_the_file_brings_along_is_the_letter_again(
    folder: Path, tmp_path: Path
) -> None:
    (folder / "letter.md").write_text(HEADED, encoding="utf-8")
    (folder / "sign.png").write_bytes(encoded(drawing(2_600, 1_300), "WEBP"))
    with pytest.raises(
        Refused, match=r"“sign\.png” cannot be used\. The file is a WebP picture, but its name does not end in \.webp"
    ):
        build(folder, tmp_path / "out", embargo=EMBARGO, now=NOON)
    (folder / "sign.png").write_bytes(encoded(drawing(2_600, 1_300), "PNG"))

    clean, embargoed = (
        each.path.read_bytes() for each in build(folder, tmp_path / "out", embargo=EMBARGO, now=NOON).files
    )

    assert (alternatives(clean), alternatives(embargoed)) == (["Estuary Coalition"], ["Estuary Coalition"])
    assert attached(embargoed) == {}
    brought = attached(clean)
    [logo] = set(brought) - {"letter.md", "signatories.csv"}
    relationship, kind, content = brought[logo]
    assert (relationship, kind) == ("/Source", "/image/png")
    assert logo == f"{hashlib.sha256(content).hexdigest()}.png"
    # Out of the file and into a folder: the same letter, the same file.
    again = tmp_path / "again"
    again.mkdir()
    for name, (_, _, written) in brought.items():
        (again / name).write_bytes(written)
    rebuilt = build(again, tmp_path / "second", embargo=EMBARGO, now=NOON).files[0].path.read_bytes()
    assert rebuilt == clean


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (
            b"no picture",
            (
                "signatories.csv, line 2, column “logo”: “logo.png” cannot be used. "
                "This is not a picture that can be printed. Choose a PNG, JPEG or WebP file."
            ),
        ),
        (
            None,
            (
                "signatories.csv, line 2, column “logo”: There is no picture “logo.png” in the folder. "
                "Put it beside letter.md, or take its name out."
            ),
        ),
    ],
)
def test_a_picture_that_cannot_be_printed_is_named(
    folder: Path, content: bytes | None, sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "signatories.csv").write_text("name,logo\nRivers United,logo.png\n", encoding="utf-8")
    if content is not None:
        (folder / "logo.png").write_bytes(content)

    assert main(["letter", "build", str(folder), "--out", str(folder / "out")]) == 2
    assert capsys.readouterr().err == f"{sentence}\n"


def test_a_missing_folder_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    nowhere = tmp_path / "nowhere"
    assert main(["letter", "build", str(nowhere), "--out", str(tmp_path)]) == 2
    assert capsys.readouterr().err == f"{nowhere}: There is no such folder. Check how its name is written.\n"


@pytest.mark.skipif(not REAL.is_dir(), reason="the two real letters are not at hand")
def test_the_real_statement_is_set_with_its_72_names(tmp_path: Path) -> None:
    folder = REAL / "refoulement-2022"
    built = build(folder, tmp_path, embargo="2022-06-17 09:00 Europe/Brussels", now=NOON)
    assert [each.path.name for each in built.files] == [
        "2022-06-17_civil-society-calls-for-urgent-measures_en_v1.pdf",
        "2022-06-17_civil-society-calls-for-urgent-measures_en_v1_EMBARGOED.pdf",
    ]
    assert built.files[0].pages <= 4
    embargoed = built.files[1].path.read_bytes()
    for page in pages(embargoed):
        assert "Embargoed until Friday 17 June 2022, 09:00 CEST (Brussels)" in page
    text = words(built.files[0].path.read_bytes())
    assert "a group of 22 refugee and human rights groups and 50 Uyghur organizations" in text
    assert "72 organisations" in text
    names = [each.name for each in read_letter_folder(folder).signatories]
    assert [name for name in names if name not in text] == []
    numbers = [int(found) for found in re.findall(r"(?<!\S)(\d{1,2})\. (?=[A-Z])", text)]
    assert [number for number in range(1, 73) if number not in numbers] == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the two real letters are not at hand")
@pytest.mark.parametrize("name", ["refoulement-2022", "blinken-2023"])
def test_every_word_of_a_real_letter_comes_back(name: str, tmp_path: Path) -> None:
    folder = REAL / name
    built = build(folder, tmp_path, embargo=None, now=NOON)
    printed = re.sub(r"\s+", "", words(built.files[0].path.read_bytes()))
    body = read_letter_folder(folder).text.body
    plain = re.sub(r"\{\{.*?\}\}|\[\^?[^\]]*\]:?(\([^)]*\))?|[*_#>`]|https?://\S+", " ", body)
    absent = [word for word in plain.split() if len(word) > 3 and word not in printed]
    assert absent == []


@pytest.mark.skipif(not REAL.is_dir(), reason="the two real letters are not at hand")
def test_the_real_letter_fits_two_letter_pages(tmp_path: Path) -> None:
    built = build(REAL / "blinken-2023", tmp_path, embargo=None, now=NOON)
    assert built.files[0].pages <= 2
    text = words(built.files[0].path.read_bytes())
    assert "Dear Secretary Blinken:" in text
    assert text.index("The Uyghur Human Rights Project") < text.index("Belgium Uyghur Association")
