"""Pictures beside a letter file: which are taken, which are refused and how, and that none is lost on the way."""

import os
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import Refused
from app.letters.front_matter import LetterFileProblem
from app.letters.letter_file import LetterFolder, read_letter_folder, read_letter_source, write_letter_folder
from app.letters.signatory_file import FileSignatory, FileVisibility
from app.letters.text import LetterText, OwnLetterhead
from app.rendering.taking_in import take_pictures
from tests.rendering.drawings import drawing, encoded

PNG = encoded(drawing(), "PNG")
TEXT = LetterText(
    "formal-letter", "en", "Water", letterhead=OwnLetterhead("Estuary Coalition", "Quay 7", logo="sign.png")
)
PLACE = "letter.md, line 10, column 9"
ABSENT = f"{PLACE}: There is no picture “sign.png” in the folder. Put it beside letter.md, or take its name out."
LETTER = "---\ntemplate: formal-letter\nlanguage: en\ntitle: Water\nletterhead:\n  name: Coalition\n  logo: {}\n---\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    path = tmp_path / "letter"
    write_letter_folder(path, LetterFolder(TEXT, pictures={"sign.png": PNG}))
    return path


def refusal(folder: Path) -> str:
    with pytest.raises(LetterFileProblem) as refused:
        read_letter_folder(folder)
    return str(refused.value)


def test_a_folder_that_is_written_is_read_back_with_every_picture(tmp_path: Path) -> None:
    names = (FileSignatory("River Watch", logo="river.png", signature="hand.png"), FileSignatory("Quay"))
    pictures = {name: encoded(drawing(colour=colour), "PNG") for name, colour in
        (("sign.png", "#000080"), ("river.png", "#008000"), ("hand.png", "#800000"))}  # fmt: skip
    whole = LetterFolder(TEXT, signatories=names, pictures=pictures)

    write_letter_folder(tmp_path / "letter", whole)

    assert read_letter_folder(tmp_path / "letter") == whole


def test_the_picture_of_a_withheld_name_is_neither_read_nor_written(tmp_path: Path) -> None:
    hidden = FileSignatory("Silent Lake", logo="lake.png", visibility=FileVisibility.COUNTED)
    whole = LetterFolder(TEXT, signatories=(hidden,), pictures={"sign.png": PNG, "lake.png": PNG})

    write_letter_folder(tmp_path / "letter", whole)

    assert sorted(path.name for path in (tmp_path / "letter").iterdir()) == ["letter.md", "sign.png", "signatories.csv"]


def test_a_picture_of_a_folder_that_was_not_read_is_named_by_its_file_alone() -> None:
    folder = LetterFolder(TEXT, signatories=(FileSignatory("River Watch", logo="river.png"),))

    assert folder.where_named("sign.png") == "letter.md"
    assert folder.where_named("river.png") == "signatories.csv, column “logo”"


def test_a_missing_picture_and_a_folder_of_its_name_are_named(folder: Path) -> None:
    (folder / "sign.png").unlink()
    assert refusal(folder) == ABSENT
    (folder / "sign.png").mkdir()
    assert refusal(folder) == ABSENT
    (folder / "sign.png").rmdir()
    os.mkfifo(folder / "sign.png")  # nobody ever writes into it, so reading would never end
    assert refusal(folder) == ABSENT


@pytest.mark.parametrize("length", [200, 300])  # the second is longer than any file's name may be
def test_a_long_name_is_told_without_its_middle(folder: Path, length: int) -> None:
    name = f"{'logo-of-the-estuary-' * 20}"[: length - 4] + ".png"
    (folder / "letter.md").write_text(LETTER.format(name), encoding="utf-8")

    shown = f"{name[:43]}…{name[-16:]}"
    absent = f"There is no picture “{shown}” in the folder. Put it beside letter.md, or take its name out."
    assert refusal(folder) == f"letter.md, line 7, column 9: {absent}"


@pytest.mark.parametrize("is_there", [True, False])
def test_a_link_is_not_followed(folder: Path, tmp_path: Path, *, is_there: bool) -> None:
    if is_there:
        (tmp_path / "private.png").write_bytes(PNG)
    (folder / "sign.png").unlink()
    (folder / "sign.png").symlink_to(tmp_path / "private.png")

    sentence = "“sign.png” is a link to another place. Put the picture itself into the folder."
    assert refusal(folder) == f"{PLACE}: {sentence}"


def test_a_picture_of_fifty_megabytes_is_refused_unread(folder: Path) -> None:
    with (folder / "sign.png").open("wb") as file:
        file.truncate(50_000_000)

    assert refusal(folder) == f"{PLACE}: The picture “sign.png” is larger than 1 MB. Make it smaller."


def test_a_picture_that_a_list_names_is_missed_where_it_is_named_first(folder: Path) -> None:
    names = 'name,logo,signature\nRiver Watch,,\n\n"Quay\nWatch",,hand.png\nEstuary,hand.png,\n'
    (folder / "signatories.csv").write_text(names, encoding="utf-8")

    absent = "There is no picture “hand.png” in the folder. Put it beside letter.md, or take its name out."
    assert refusal(folder) == f"signatories.csv, line 4, column “signature”: {absent}"


@pytest.mark.parametrize("name", ["../sign.png", "/etc/sign.png", "pictures/sign.png", "..\\sign.png", ".sign.png"])
def test_a_picture_outside_the_folder_is_refused_where_it_is_named(name: str) -> None:
    with pytest.raises(LetterFileProblem) as refused:
        read_letter_source(LETTER.format(f'"{name}"'.replace("\\", "\\\\")))

    assert str(refused.value) == (
        f"letter.md, line 7, column 9: “{name}” is not the name of a file in this folder. "
        "Put the picture into the folder, and write its name alone."
    )


@pytest.mark.parametrize(
    ("name", "content"),
    [("sign.svg", b'<svg xmlns="http://www.w3.org/2000/svg"/>'), ("sign.png", b"Our logo is attached.")],
)
def test_what_is_no_picture_is_refused_where_it_is_named(folder: Path, name: str, content: bytes) -> None:
    text = replace(TEXT, letterhead=OwnLetterhead("Estuary Coalition", logo=name))
    write_letter_folder(folder, LetterFolder(text, pictures={name: content}))

    read = read_letter_folder(folder)
    with pytest.raises(Refused) as refused:
        take_pictures(read.pictures, where=read.where_named)

    assert str(refused.value) == (
        f"letter.md, line 9, column 9: “{name}” cannot be used. "
        "This is not a picture that can be printed. Choose a PNG, JPEG or WebP file."
    )


def test_a_logo_needs_the_name_that_is_read_instead_of_it() -> None:
    with pytest.raises(LetterFileProblem, match="“name” is missing"):
        read_letter_source(LETTER.format("sign.png").replace("  name: Coalition\n", ""))


@pytest.mark.parametrize(
    ("logo", "digest"),
    [("", ""), ("sign.png", ""), (f"{'a1' * 32}.png", "a1" * 32), (f"{'A1' * 32}.png", ""), (f"x{'a1' * 32}.png", "")],
)
def test_a_kept_logo_is_called_by_its_content_and_no_other_is_taken_for_one(logo: str, digest: str) -> None:
    assert OwnLetterhead("Estuary Coalition", "", logo).digest == digest
