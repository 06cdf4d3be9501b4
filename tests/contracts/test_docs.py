"""The pages under docs/ and the README say what the code does."""

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER, Settings, settings_table, variable
from app.letters.letter_file import read_letter_source
from app.letters.signatory_file import COLUMNS
from app.letters.text import LetterText, Order
from app.mail.rules import MAX_ATTEMPTS
from app.press.rules import TERMS
from app.rendering.templates_on_disk import template_keys

PAGES = sorted([PROJECT_FOLDER / "README.md", *(PROJECT_FOLDER / "docs").glob("*.md")])
WRITTEN = {path.name: path.read_text(encoding="utf-8") for path in PAGES}
COMMAND = re.compile(r"(?:^|`)(\./run[^`\n#|]*)", re.MULTILINE)
COMMANDS = sorted({found.strip() for text in WRITTEN.values() for found in COMMAND.findall(text)})
NUMBERS = {"five": 5, "eight": 8}


def test_the_settings_page_lists_every_setting_as_it_is() -> None:
    page = WRITTEN["settings.md"]
    assert page[page.index("| Variable") :] == settings_table()


@pytest.mark.parametrize(
    "command", sorted({found.strip() for text in WRITTEN.values() for found in COMMAND.findall(text)})
)
def test_every_command_in_the_pages_is_known_to_the_script(command: str) -> None:
    words = [word for word in command.split()[1:] if word.isalpha() and word.islower()]
    arguments = [*words, "--help"]
    answer = subprocess.run(["./run", *arguments], cwd=PROJECT_FOLDER, capture_output=True, text=True, check=False)
    assert answer.returncode == 0, answer.stderr
    for option in re.findall(r"--[a-z-]+", command):
        assert option in answer.stdout


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_link_in_the_pages_leads_to_a_file(page: Path) -> None:
    for target in re.findall(r"\]\(([^)#]+)\)", WRITTEN[page.name]):
        assert target.startswith("https://") or (page.parent / target).is_file(), target


def test_every_setting_named_in_the_pages_exists() -> None:
    known = {variable(field) for field in Settings.model_fields}
    named = {name for text in WRITTEN.values() for name in re.findall(r"UNDERSIGNED_[A-Z_]+", text)}
    assert named - known <= {"UNDERSIGNED_SETTINGS", "UNDERSIGNED_CHROMIUM"}


def test_the_map_names_every_part_of_the_application() -> None:
    house = WRITTEN["README.md"].partition("## The house")[2]
    parts = {path.stem for path in (PROJECT_FOLDER / "app").iterdir() if not path.name.startswith("_")}
    absent = {part for part in parts if not re.search(rf"\b{part}\b", house)}
    assert absent - {"worker"} == set()


def test_numbers_in_the_pages_are_those_of_the_code() -> None:
    assert f"accepts {_word(len(TERMS))} terms" in WRITTEN["README.md"]
    assert f"After {_word(MAX_ATTEMPTS)} attempts" in WRITTEN["operations.md"]


def _word(number: int) -> str:
    return next(word for word, value in NUMBERS.items() if value == number)


def test_the_page_of_the_letter_folder_names_every_key_and_column_and_its_sample_is_right() -> None:
    page = WRITTEN["letter-folder.md"]
    named = set(re.findall(r"`([a-z_]+)`", page))
    assert {field.name for field in fields(LetterText)} - {"body"} <= named
    assert set(COLUMNS) <= named
    assert {order.value for order in Order} | set(template_keys()) <= set(re.findall(r"`([a-z-]+)`", page))
    sample = page.split("```")[1].lstrip("\n")
    assert read_letter_source(sample).text.title == "Clean water before the summer"
