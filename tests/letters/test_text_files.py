"""The files of a letter folder as they come from other programs and other hands."""

from pathlib import Path

import pytest

from app.letters.front_matter import LetterFileProblem
from app.letters.letter_file import read_letter_folder

LETTER = "---\ntemplate: joint-statement\nlanguage: en\ntitle: Clean water\n---\n\nMend the pipes.\n"
AS_CSV = "Open it in a spreadsheet, and save it as CSV with the encoding UTF-8."
PACKED = "This is a file of a word processor or a spreadsheet, whatever its name."


def said_of(folder: Path) -> str:
    with pytest.raises(LetterFileProblem) as refused:
        read_letter_folder(folder)
    return str(refused.value)


def test_a_missing_and_an_oversized_file_are_named(tmp_path: Path) -> None:
    assert said_of(tmp_path) == "letter.md, line 1: There is no such file. Put it into the folder."
    nowhere = tmp_path / "nowhere"
    assert said_of(nowhere) == f"{nowhere}: There is no such folder. Check how its name is written."

    (tmp_path / "letter.md").write_bytes(b"-" * 1_000_001)
    assert said_of(tmp_path) == "letter.md, line 1: The file is larger than 1,000,000 bytes. Make it smaller."


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"name\nLibert\xe9\n", f"line 2, column 7: The file is not in UTF-8 from here on. {AS_CSV}"),
        ("name\nRivers\n".encode("utf-16"), f"line 1, column 1: The file is in UTF-16. {AS_CSV}"),
        (b"PK\x03\x04\x14\x00", f"line 1: {PACKED} {AS_CSV}"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1", f"line 1: {PACKED} {AS_CSV}"),
    ],
)
def test_a_list_in_another_encoding_is_told_how_to_save_it(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    (tmp_path / "signatories.csv").write_bytes(content)

    assert said_of(tmp_path) == f"signatories.csv, {said}"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"---\ntitle: Libert\xe9\n---\n", "line 2, column 14: The file is not in UTF-8 from here on."),
        (b"PK\x03\x04\x14\x00", f"line 1: {PACKED}"),
    ],
)
def test_a_letter_in_another_encoding_is_told_how_to_save_it(tmp_path: Path, content: bytes, said: str) -> None:
    (tmp_path / "letter.md").write_bytes(content)

    assert said_of(tmp_path) == f"letter.md, {said} Save the text as plain text with the encoding UTF-8."


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Letter.md", "The folder has “Letter.md” instead. Call it letter.md, in small letters."),
        ("letter.txt", "The folder has “letter.txt” instead. Call it letter.md, in small letters."),
        (
            "Letter.docx",
            (
                "The folder has “Letter.docx”, which is not read. "
                "Save the text as plain text with the encoding UTF-8. Call it letter.md."
            ),
        ),
    ],
)
def test_a_letter_of_another_name_is_seen(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / name).write_text(LETTER, encoding="utf-8")

    assert said_of(tmp_path) == f"letter.md, line 1: {said}"


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("Signatories.CSV", "The folder has “Signatories.CSV” instead. Call it signatories.csv, in small letters."),
        (
            "signatories.xlsx",
            f"The folder has “signatories.xlsx”, which is not read. {AS_CSV} Call it signatories.csv.",
        ),
    ],
)
def test_names_in_a_file_of_another_name_are_not_passed_over(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "letter.md").write_text(LETTER, encoding="utf-8")
    (tmp_path / name).write_bytes(b"name\nRivers United\n")

    assert said_of(tmp_path) == f"signatories.csv, line 1: {said}"

    (tmp_path / "signatories.csv").write_bytes(b"name\nRivers United\n")
    assert [each.name for each in read_letter_folder(tmp_path).signatories] == ["Rivers United"]


@pytest.mark.parametrize("name", ["letter.md", "signatories.csv"])
def test_a_link_out_of_the_folder_is_refused_and_nothing_of_it_is_told(tmp_path: Path, name: str) -> None:
    (tmp_path / "private").write_text("root:x:0:0\n", encoding="utf-8")
    folder = tmp_path / "letter"
    folder.mkdir()
    (folder / "letter.md").write_text(LETTER, encoding="utf-8")
    (folder / name).unlink(missing_ok=True)
    (folder / name).symlink_to(tmp_path / "private")

    said = "This is a link that leads out of the folder. Put the file itself in its place."
    assert said_of(folder) == f"{name}, line 1: {said}"
