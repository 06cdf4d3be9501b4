"""The pages under docs/ and the README say what the code does."""

import re
import subprocess
from dataclasses import fields
from pathlib import Path

import pytest

from app.config import PROJECT_FOLDER, Settings, settings_table, variable
from app.editions.building import signatory
from app.letters.kinds_of_fault import Kind
from app.letters.letter_file import KEYS, read_letter_source
from app.letters.signatory_file import COLUMNS, read_signatories
from app.letters.text import LetterText, Order
from app.letters.text_faults import faults_in
from app.letters.text_html import safe_html
from app.mail.rules import MAX_ATTEMPTS
from app.press.rules import TERMS
from app.rendering.document import Document, ListForm, Paper
from app.rendering.given import CALLED, GIVEN, parts_of
from app.rendering.templates_on_disk import template_keys
from app.signons.roll import counts

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
    without_code = re.sub(r"`[^`\n]+`", "", WRITTEN[page.name])
    for target in re.findall(r"\]\(([^)#]+)\)", without_code):
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
    keys = _rows(page, "| Key | What it is |")
    assert sorted(keys) == sorted(KEYS)
    for key, below in KEYS.items():
        assert set(below) <= set(re.findall(r"`([a-z_]+)`", keys[key])), key
    assert {field.name for field in fields(LetterText)} - {"body"} <= set(KEYS)
    assert sorted(_rows(page, "| Column | What it is |")) == sorted(COLUMNS)
    assert {order.value for order in Order} | set(template_keys()) <= set(re.findall(r"`([a-z-]+)`", page))
    assert set(_words_in_backticks(keys["order"])) == {order.value for order in Order}
    assert set(_words_in_backticks(keys["paper"])) == {paper.value for paper in Paper}
    assert set(_words_in_backticks(keys["signatures"])) == {form.value for form in ListForm}
    sample = page.split("```")[1].lstrip("\n")
    assert read_letter_source(sample).text.title == "Clean water before the summer"


def test_the_page_of_templates_lists_what_they_are_given_part_by_part() -> None:
    page = WRITTEN["templates.md"]
    assert sorted(_rows(page, "| Name | What it is |")) == sorted(GIVEN)
    assert sorted(_rows(page, "| Part of `document` | What it is |")) == sorted(parts_of(Document))
    listed = re.findall(r"^\| `([a-z_.]+)` \| (.*) \|$", page.partition("| What has parts |")[2], re.MULTILINE)
    known = {called: set(parts_of(kind)) for kind, called in CALLED.items() if kind is not Document}
    values = {form.value for form in ListForm}
    assert {called: set(_words_in_backticks(parts)) - values for called, parts in listed} == known


def _rows(page: str, head: str) -> dict[str, str]:
    """The rows of the table under this head: what each name in the first cell is said to be."""
    table = page.partition(f"{head}\n|---|---|\n")[2].partition("\n\n")[0]
    rows = [row.strip("| ").split(" | ", 1) for row in table.splitlines()]
    return {name: meaning for names, meaning in rows for name in _words_in_backticks(names)}


def _words_in_backticks(text: str) -> list[str]:
    return re.findall(r"`([A-Za-z0-9_-]+)`", text)


def _samples(head: str) -> list[str]:
    """What stands in backticks in the first cells of a table of Markdown, with its lines parted."""
    table = WRITTEN["letter-folder.md"].partition(f"{head}\n|---|---|\n")[2].partition("\n\n")[0]
    cells = [re.split(r"(?<!\\) \| ", row)[0].removeprefix("| ") for row in table.splitlines()]
    found = [sample for cell in cells for sample in re.findall(r"`` (.+?) ``|(?<!`)`([^`]+)`(?!`)", cell)]
    return [(double or single).replace("↵", "\n").replace(r"\|", "|") for double, single in found]


MAY_HOLD = _samples("| Written | Printed, on paper and in every other form |")
MAY_NOT_HOLD = _samples("| Written | Why it is refused |")
WORDS_OF_PRINTED = {
    "**bold**": "<strong>bold</strong>",
    "*italic*": "<em>italic</em>",
    "One\\\ntwo": "<br>",
    "One.\n\nTwo.": "<p>One.</p>\n<p>Two.</p>",
    "# Demands\n\n## Pipes": "<h2>Demands</h2>\n<h3>Pipes</h3>",
    "- one\n- two": "<ul>\n<li>one</li>\n<li>two</li>\n</ul>",
    "- one\n  - within": "<ul>\n<li>one\n<ul>",
    "1. one\n2. two": "<ol>",
    "> A river is no drain.": "<blockquote>",
    "[us](https://us.example)": '<a href="https://us.example">us</a>',
    "<https://us.example>": '<a href="https://us.example">https://us.example</a>',
    "<us@us.example>": '<a href="mailto:us@us.example">us@us.example</a>',
    "www.us.example": "<p>www.us.example</p>",
    "https://us.example": "<p>https://us.example</p>",
    "Words.[^1]\n\n[^1]: A source.": '<section class="footnotes">',
    "| Town | Wells |\n|---|--:|\n| Quay | 7 |": '<td class="aligned-right">7</td>',
    "One.\n\n***\n\nTwo.": "<hr>",
    "`**words**`": "<code>**words**</code>",
    r"\*": "<p>*</p>",
    r"\<b>": "<p>&lt;b&gt;</p>",
    "a < b": "<p>a &lt; b</p>",
    "Schüler*innen, Lehrer*innen": "<p>Schüler*innen, Lehrer*innen</p>",
    "<3": "<p>&lt;3</p>",
}


@pytest.mark.parametrize("markdown", MAY_HOLD)
def test_what_the_page_says_a_text_may_hold_is_printed(markdown: str) -> None:
    assert faults_in(markdown) == ()
    assert WORDS_OF_PRINTED[markdown] in safe_html(markdown)


def test_every_mark_that_is_printed_stands_on_the_page_and_is_known_here() -> None:
    assert sorted(WORDS_OF_PRINTED) == sorted(MAY_HOLD)


@pytest.mark.parametrize("markdown", MAY_NOT_HOLD)
def test_what_the_page_says_is_refused_is_refused(markdown: str) -> None:
    assert faults_in(markdown) != ()


def test_the_page_names_every_kind_of_fault() -> None:
    told = " ".join(fault.sentence for markdown in MAY_NOT_HOLD for fault in faults_in(markdown))
    # Too rare for the page: what no keyboard types, what nobody nests, an address named twice.
    rare = {Kind.UNPRINTABLE, Kind.TURNING, Kind.DEEP, Kind.TWICE}
    absent = {kind for kind in Kind if not re.search(".+".join(map(re.escape, re.split(r"\{\d\}", kind))), told)}
    assert absent == rare


def test_the_page_counts_those_who_sign_as_the_code_does() -> None:
    part = WRITTEN["letter-folder.md"].partition("### Who signs")[2]
    listed = [signatory(row, given=n) for n, row in enumerate(read_signatories(part.split("```")[1].lstrip()))]
    counted = counts(listed)
    assert f"{counted.organisations} organisations and {counted.individuals} individuals" in part
