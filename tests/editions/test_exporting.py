"""Letter folders in other forms: the same words as on paper, in five languages and two real letters; the command."""

import csv
import hashlib
import io
import os
import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest
from bs4 import BeautifulSoup

from app.commands import main
from app.editions.building import build
from app.editions.exporting import export
from app.editions.written import Form
from app.letters.letter_file import read_letter_folder
from app.rendering import fonts
from app.rendering.other_forms.word.manner import Manner
from app.rendering.templates_on_disk import FOLDER
from tests.factories import NOON
from tests.rendering.reading import words as text_of_paper
from tests.rendering.reading_word import W, close, paragraphs, part, parts
from tests.rendering.reading_word import text as text_of_word

REAL = Path(__file__).resolve().parents[3] / "shared" / "letters"
EMBARGO = "2027-06-17 09:00 Europe/Brussels"
STEM = "2027-06-17_{}_v1"
SECRET = "Quiet Harbour Circle"
LETTERS = {
    "en": (
        "Clean water before the summer",
        "We are {{count:words}} organisations",
        "Mend the pipes",
        "A river is no drain",
    ),
    "fr": (
        "De l’eau propre avant l’été",
        "Nous sommes {{count}} organisations",
        "Réparez les conduites",
        "Où est l’eau ?",
    ),
    "ar": ("مياه نظيفة قبل الصيف", "نحن {{count}} منظمات من المدن", "أصلحوا الأنابيب", "النهر ليس مجرى"),
    "ug": ("يازدىن بۇرۇن پاكىز سۇ", "بىز {{count}} تەشكىلات", "تۇرۇبىلارنى ئوڭشاڭلار", "دەريا ئەۋرەز ئەمەس"),
    "zh": ("夏天之前要有清洁的水", "我们是{{count}}个组织", "修好水管", "河流不是下水道"),
}
LETTER = """---
template: joint-statement
language: {language}
title: {title}
standfirst: {standfirst}
date: 2027-06-17
sources: Records 2026
---

{count}. **{ask}.**[^a] UNHCR.

1. {ask}
2. {standfirst}

> {title}

[^a]: {standfirst} (2026).
"""
NAMES = f"""name,native_name,country,visibility
Rivers United,,BE,public
Wasser für alle,,AT,public
Clean Water Society,پاكىز سۇ جەمئىيىتى,TR,public
{SECRET},,SE,counted
"""


def a_folder(folder: Path, language: str = "en") -> Path:
    title, count, ask, standfirst = LETTERS[language]
    folder.mkdir(exist_ok=True)
    written = LETTER.format(language=language, title=title, count=count, ask=ask, standfirst=standfirst)
    (folder / "letter.md").write_text(written, encoding="utf-8")
    (folder / "signatories.csv").write_text(NAMES, encoding="utf-8")
    return folder


def letters_of(text: str) -> str:
    """Only the letters and digits, in the order in which they are read."""
    return "".join(each for each in unicodedata.normalize("NFKC", text) if each.isalnum())


def sorted_letters(text: str) -> list[str]:
    return sorted(letters_of(text))


def of_page(page: bytes) -> tuple[str, str]:
    """What the web page says: all but the notes and their marks, and the notes."""
    main_part = BeautifulSoup(page.decode(), "html.parser").main
    assert main_part is not None
    notes = " ".join(each.extract().get_text(" ") for each in main_part.select("section.footnotes"))
    for mark in main_part.select("sup.footnote-ref"):
        mark.extract()
    return main_part.get_text(), notes


def of_text(text: bytes) -> str:
    """What the plain text says, without the numbers of lists, the marks of notes and addresses of links."""
    plain = re.sub(r"[\u200e\u200f\u2066-\u2069]", "", text.decode())
    plain = re.sub(r" <(https?://|[^<>@ ]+@)[^>]*>", "", plain)
    return re.sub(r"\[\d+\]|^ *\d+\. ", "", plain, flags=re.MULTILINE)


def made(folder: Path, out: Path) -> dict[str, bytes]:
    exported = export(folder, out, forms=[Form.DOCX, Form.HTML, Form.TXT], embargo=None, now=NOON)
    return {each.path.suffix: each.path.read_bytes() for each in exported.files}


def the_same_words_everywhere(folder: Path, out: Path) -> None:
    files = made(folder, out)
    text, notes = of_page(files[".html"])
    assert close(text_of_word(files[".docx"])) == close(text)
    assert close(text_of_word(files[".docx"], "word/footnotes.xml")) == close(notes)
    assert sorted_letters(of_text(files[".txt"])) == sorted_letters(text + notes)
    # Labels are set in capitals on paper.
    paper = letters_of(text_of_paper(build(folder, out, embargo=None, now=NOON).files[0].path.read_bytes())).casefold()
    assert [word for word in of_text(files[".txt"]).split() if letters_of(word).casefold() not in paper] == []


@pytest.mark.parametrize("language", LETTERS)
def test_all_forms_have_the_words_of_the_paper(language: str, tmp_path: Path) -> None:
    the_same_words_everywhere(a_folder(tmp_path / "letter", language), tmp_path / "out")


@pytest.mark.skipif(not REAL.is_dir(), reason="the two real letters are not at hand")
@pytest.mark.parametrize("name", ["refoulement-2022", "blinken-2023"])
def test_all_forms_of_a_real_letter_have_the_words_of_the_paper(name: str, tmp_path: Path) -> None:
    the_same_words_everywhere(REAL / name, tmp_path)
    (text,) = (path.read_text(encoding="utf-8") for path in tmp_path.glob("*.txt"))
    numbered = re.findall(r"^ *(\d+)\. (.+)$", text, re.MULTILINE)
    count = len(read_letter_folder(REAL / name).signatories)
    assert [int(number) for number, _ in numbered][-count:] == list(range(1, count + 1))


@pytest.mark.parametrize("language", LETTERS)
def test_the_word_file_says_the_language_of_the_letter(language: str, tmp_path: Path) -> None:
    file = made(a_folder(tmp_path / "letter", language), tmp_path / "out")[".docx"]
    said = part(file, "word/styles.xml").find(f"{W}docDefaults/{W}rPrDefault/{W}rPr/{W}lang")
    assert said is not None
    assert said.get(f"{W}val") == language
    assert said.get(f"{W}bidi") == language
    assert said.get(f"{W}eastAsia") == ("zh" if language == "zh" else "zh-CN")
    turned = [each.find(f"{W}pPr/{W}bidi") is not None for each in part(file, "word/document.xml").iter(f"{W}p")]
    assert set(turned) == {language in ("ar", "ug")}


def test_a_withheld_name_is_counted_and_stands_in_no_form(tmp_path: Path) -> None:
    every = export(a_folder(tmp_path / "letter"), tmp_path / "out", forms=list(Form), embargo=EMBARGO, now=NOON)
    assert len(every.files) == 9
    for each in every.files:
        content = each.path.read_bytes()
        whole = b"".join(parts(content).values()) if each.path.suffix == ".docx" else content
        assert b"Rivers United" in whole, each.path.name
        assert SECRET.encode() not in whole, each.path.name
        assert b"Harbour" not in whole, each.path.name
    assert "We are four organisations" in (tmp_path / "out" / f"{_stem()}.txt").read_text(encoding="utf-8")


def test_only_the_embargoed_files_speak_of_the_embargo(tmp_path: Path) -> None:
    forms = [Form.DOCX, Form.UN_DOCX, Form.HTML, Form.TXT]
    line = "Embargoed until Thursday 17 June 2027, 09:00\N{NO-BREAK SPACE}CEST (Brussels)"
    for each in export(a_folder(tmp_path / "letter"), tmp_path / "out", forms=forms, embargo=EMBARGO, now=NOON).files:
        content = each.path.read_bytes()
        said = text_of_word(content) if each.path.suffix == ".docx" else content.decode()
        assert (line in said) == ("_EMBARGOED" in each.path.name), each.path.name


def test_the_list_of_names_runs_nothing(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "letter")
    (folder / "signatories.csv").write_text('name\n"=1+1"\n"@Quay"\nRivers\n', encoding="utf-8")
    written = (
        export(folder, tmp_path / "out", forms=[Form.CSV], embargo=None, now=NOON)
        .files[0]
        .path.read_text(encoding="utf-8")
    )
    assert [row[0] for row in csv.reader(io.StringIO(written))] == ["name", "'=1+1", "'@Quay", "Rivers"]


def test_paragraphs_are_numbered_on_request(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "letter")
    asked = export(
        folder, tmp_path / "a", forms=[Form.UN_DOCX], embargo=None, now=NOON, un_manner=Manner.UN_STATEMENT_NUMBERED
    ).files[0]
    assert [style for style, _ in paragraphs(asked.path.read_bytes())].count("NumberedParagraph") == 1
    plain = export(folder, tmp_path / "b", forms=[Form.UN_DOCX], embargo=None, now=NOON).files[0]
    assert [style for style, _ in paragraphs(plain.path.read_bytes())].count("NumberedParagraph") == 0


def test_the_same_folder_gives_the_same_bytes(tmp_path: Path) -> None:
    folder = a_folder(tmp_path / "letter", "ug")
    one = export(folder, tmp_path / "one", forms=list(Form), embargo=EMBARGO, now=NOON)
    two = export(folder, tmp_path / "two", forms=list(Form), embargo=EMBARGO, now=NOON)
    assert [each.sha256 for each in one.files] == [each.sha256 for each in two.files]


def test_the_command_names_files_and_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder, out = a_folder(tmp_path / "letter"), tmp_path / "out"
    forms = ["--as", "un-docx", "--as", "txt", "--as", "csv"]
    assert main(["letter", "export", str(folder), *forms, "--out", str(out), "--numbered"]) == 0
    said = capsys.readouterr().out
    stem = _stem()
    assert sorted(path.name for path in out.iterdir()) == [f"{stem}.csv", f"{stem}.txt", f"{stem}_un.docx"]
    for path in out.iterdir():
        assert hashlib.sha256(path.read_bytes()).hexdigest() in said
    assert "37 words in title, standfirst and text\n  of at most 1,500: 1,463 left\n" in said
    assert re.search(r"^\d+\.\d\d seconds$", said, re.MULTILINE)


def test_a_limit_that_is_passed_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = a_folder(tmp_path / "letter")
    assert main(["letter", "export", str(folder), "--as", "txt", "--out", str(tmp_path), "--limit", "20"]) == 0
    assert "  of at most 20: 17 too many\n" in capsys.readouterr().out


def test_what_is_filled_in_on_paper_has_no_other_form_but_its_names(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    sheet = shutil.copytree(FOLDER / "sign-on-sheet" / "sample", tmp_path / "sheet")
    for form in Form:
        code = main(["letter", "export", str(sheet), "--as", "csv", "--as", form, "--out", str(tmp_path / form)])
        assert (code, (tmp_path / form).exists()) == ((0, True) if form is Form.CSV else (2, False))
    said = capsys.readouterr().err.strip().split("\n")
    assert said == ["A sign-on sheet is filled in on paper. Typeset it with ./run letter build."] * (len(Form) - 1)


@pytest.mark.parametrize(
    ("change", "arguments", "says"),
    [
        (("title:", "titel:"), (), "letter.md, line"),
        (("{{count:words}}", "{{count:Boats}}"), (), "Boats"),
        (("", ""), ("--embargo", "soon"), "soon"),
    ],
)
def test_what_is_wrong_is_one_sentence_and_exit_code_2(
    tmp_path: Path, change: tuple[str, str], arguments: tuple[str, ...], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = a_folder(tmp_path / "letter")
    letter = folder / "letter.md"
    letter.write_text(letter.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    out = tmp_path / "out"
    assert main(["letter", "export", str(folder), "--as", "html", "--out", str(out), *arguments]) == 2
    said = capsys.readouterr().err
    assert says in said
    assert said.count("\n") == 1
    assert not out.exists()


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
@pytest.mark.parametrize("language", ["en", "fr", "zh"])
def test_another_word_processor_opens_it_and_finds_every_word(language: str, tmp_path: Path) -> None:
    exported = export(
        a_folder(tmp_path / "letter", language), tmp_path / "out", forms=[Form.DOCX], embargo=EMBARGO, now=NOON
    )
    file = exported.files[0].path
    command = ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", "pdf"]
    # With the faces of the machine it would find what these have: without Chinese ones, boxes and not every word.
    env = {**os.environ, "FONTCONFIG_FILE": str(fonts.use_only_ours())}
    subprocess.run([*command, "--outdir", tmp_path, file], check=True, capture_output=True, timeout=120, env=env)
    printed = letters_of(text_of_paper((tmp_path / f"{file.stem}.pdf").read_bytes()))
    words = text_of_word(file.read_bytes()).split()
    assert [word for word in words if letters_of(word) not in printed] == []


def _stem() -> str:
    return STEM.format("clean-water-before-the-summer_en")
