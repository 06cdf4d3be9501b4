"""Letter templates for those who write them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from PIL import Image

from app.config import PROJECT_FOLDER
from app.editions.template_desk import folder_of, listed, preview, sample_documents
from app.editions.template_trial import Checked, check
from app.rendering.document import Paper
from app.rendering.page_pictures import page_images
from app.rendering.process import typesetter
from app.rendering.templates_on_disk import FOLDER, PREVIEW, read_template, template_keys
from tests.rendering.reading import alternatives, words

PAGE = (PROJECT_FOLDER / "docs" / "templates.md").read_text(encoding="utf-8")
MADE = re.compile(r"^`(postcard/[\w./-]+)`.*?^```\w+\n(.*?)^```", re.MULTILINE | re.DOTALL)
SHOWN = re.compile(r"^```(\w+)\n(.*?)^```", re.MULTILINE | re.DOTALL)
NO_PICTURE = f"{PREVIEW} is missing. Make it with ./run templates preview, and put it into the folder."


def run(*arguments: str, folder: Path = PROJECT_FOLDER) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-P", "-m", "app", *arguments],
        env={"PYTHONPATH": str(folder)},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )


def the_postcard_of_the_page(folder: Path) -> Path:
    """What the page about templates tells its reader to write."""
    for name, content in MADE.findall(PAGE):
        file = folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content, encoding="utf-8")
    return folder / "postcard"


def shown_below(heading: str) -> dict[str, str]:
    """What is shown below a heading of the page, by its kind: what is shown of one kind, one after the other."""
    section = PAGE.partition(f"# {heading}\n")[2].partition("\n## ")[0]
    found: dict[str, str] = {}
    for kind, text in SHOWN.findall(section):
        found[kind] = found.get(kind, "") + text
    return found


def changed(file: Path, old: str, new: str) -> None:
    source = file.read_text(encoding="utf-8")
    assert old in source
    file.write_text(source.replace(old, new), encoding="utf-8")


def the_lighthouse_of_the_page(folder: Path, *, svg: str = "<svg ") -> Path:
    """The postcard with all that the page shows further below it, and with a sample that is read from the right."""
    postcard = the_postcard_of_the_page(folder)
    languages, _, words = shown_below("Words of its own")["toml"].partition("\n\n")
    further = shown_below("Bands, rules and emblems")
    changed(postcard / "template.toml", 'languages = ["en", "fr"]', languages)
    with (postcard / "template.toml").open("a", encoding="utf-8") as toml:
        toml.write(f"\n{words}")
    emblem = further["html"].replace("<svg ", svg)
    changed(postcard / "letter.html", "<h1>", f"{emblem}<p>{{{{ words.own.to }}}}</p>\n<h1>")
    with (postcard / "letter.css").open("a", encoding="utf-8") as css:
        css.write(further["css"])
    shutil.copytree(postcard / "sample", postcard / "sample-ar")
    changed(postcard / "sample-ar" / "letter.md", "language: en", "language: ar-LB")
    return postcard


def test_every_template_of_ours_passes() -> None:
    assert [check(folder_of(key)).problems for key in template_keys()] == [() for _ in template_keys()]


def test_whoever_only_read_the_page_has_a_template_that_works(tmp_path: Path) -> None:
    postcard = the_postcard_of_the_page(tmp_path)

    assert check(postcard) == Checked("postcard", (NO_PICTURE,), documents=2, pages=2)
    written = {path.name for path in preview(postcard, tmp_path / "out", papers=list(Paper))}
    assert written == {"sample_A4.pdf", "sample_A4_1.png", "sample_Letter.pdf", "sample_Letter_1.png", PREVIEW}
    shutil.copy(tmp_path / "out" / PREVIEW, postcard)
    assert check(postcard).problems == ()


def test_bands_emblems_and_words_are_made_as_the_page_shows(tmp_path: Path) -> None:
    postcard = the_lighthouse_of_the_page(tmp_path)

    assert check(postcard) == Checked("postcard", (NO_PICTURE,), documents=4, pages=4)
    for sample in sample_documents(postcard):
        pdf = typesetter().typeset(sample.document, on_trial=read_template(postcard)).pdf
        [page] = page_images(pdf, width=300, most=1)
        left, right = (page.convert("RGB").getpixel((x, y)) for x, y in ((0, 0), (299, page.height - 1)))
        is_from_the_right = sample.document.direction == "rtl"
        band, paper = (right, left) if is_from_the_right else (left, right)
        assert (band, paper) == ((29, 79, 107), (255, 255, 255)), sample.stem
        assert ("إلى" if is_from_the_right else "To:") in words(pdf)
        assert alternatives(pdf) == ["منارة" if is_from_the_right else "A lighthouse"]


def test_an_ornament_is_made_as_the_page_says(tmp_path: Path) -> None:
    postcard = the_lighthouse_of_the_page(tmp_path, svg='<svg aria-hidden="true" ')
    changed(postcard / "letter.html", "<title>{{ words.own.emblem }}</title>", "")

    assert check(postcard).problems == (NO_PICTURE,)


def test_what_can_be_seen_through_is_a_colour_as_the_page_says(tmp_path: Path) -> None:
    postcard = the_postcard_of_the_page(tmp_path)
    changed(postcard / "letter.css", "font-style:", "background: rgba(29, 79, 107, 0.1); font-style:")
    assert check(postcard).problems == (NO_PICTURE,)

    changed(postcard / "letter.css", "background:", "opacity: 0.5; background:")
    assert check(postcard).problems != (NO_PICTURE,)


def test_a_template_is_previewed_by_its_name_and_as_a_folder(tmp_path: Path) -> None:
    postcard = the_postcard_of_the_page(tmp_path)

    assert folder_of("open-letter") == FOLDER / "open-letter"
    assert folder_of(f"{FOLDER}/open-letter/") == FOLDER / "open-letter"
    written = run("templates", "preview", f"{postcard}/", "--out", str(tmp_path / "out"), "--paper", "A4")
    assert (written.returncode, written.stderr) == (0, "")
    assert (tmp_path / "out" / PREVIEW).is_file()


def test_an_added_folder_is_used_without_touching_code(tmp_path: Path) -> None:
    shutil.copytree(PROJECT_FOLDER / "app", tmp_path / "app", ignore=shutil.ignore_patterns("__pycache__", "static"))
    shutil.copytree(FOLDER / "shared", tmp_path / "letter_templates" / "shared")
    postcard = the_lighthouse_of_the_page(tmp_path / "letter_templates")

    assert run("templates", "list", folder=tmp_path).stdout == (
        "postcard: Postcard. A few words to one person, with a picture of nothing.\n"
    )
    built = run("letter", "build", str(postcard / "sample-ar"), "--out", str(tmp_path / "out"), folder=tmp_path)
    assert (built.returncode, built.stderr) == (0, "")
    [pdf] = (tmp_path / "out").glob("*.pdf")
    assert "إلى" in words(pdf.read_bytes())


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("letter.html", "document.title", "document.titel", "letter.html, line 4: “document” has no “titel”."),
        ("letter.css", "font-style", "font-stile", "letter.css, line 2, column 15: Ignored `font-stile: italic`"),
        (
            "letter.html",
            "<h1>",
            '<h1><img src="x.png">',
            "letter.html, line 4: “<img” asks for a file, and for paper none",
        ),
        ("letter.html", "h1>", "h2>", "letter.html: the page has no first heading (h1). Put what"),
        ("letter.html", "<h1>", "<h1>Twice</h1><h1>", "letter.html, line 4: this is a second first heading (h1) after"),
        (
            "letter.html",
            "</h1>",
            "</h1><h3>Deep</h3>",
            "letter.html, line 4: <h3> follows an h1, and a rank is left out.",
        ),
        (
            "letter.html",
            "</h1>",
            '</h1><svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>',
            "letter.html or letter.css: A picture is not described (UA 7.3). Describe it in words.",
        ),
        ("sample/letter.md", "salutation: Dear keeper\n", "", "sample: A postcard needs salutation. Fill in"),
        ("sample/letter.md", "template: postcard", "template: open-letter", "sample: It is a “open-letter”. Write “"),
        ("sample/letter.md", "title:", "titel:", "sample: letter.md, line 4, column 1: “titel” is not a known key"),
        ("template.toml", "needs =", "nedes =", "The letter template “postcard” is incomplete. Add what is missing:"),
        ("template.toml", '"fr"', '"xx"', "template.toml: there are no words for “xx”"),
        (
            "letter.html",
            "{{ signatories(document, words, groups, size) }}\n",
            "",
            "letter.html: the names are not printed. ",
        ),
        (
            "template.toml",
            "needs =",
            "prints_names = false\nneeds =",
            "template.toml, line 4: this template is for letters,",
        ),
        (
            "template.toml",
            "needs =",
            'prints_names = "no"\nneeds =',
            "template.toml, line 4: “prints_names” must be true or false.",
        ),
    ],
)
def test_what_is_wrong_is_said_with_file_and_place(tmp_path: Path, file: str, old: str, new: str, problem: str) -> None:
    postcard = the_postcard_of_the_page(tmp_path)
    changed(postcard / file, old, new)

    assert [found for found in check(postcard).problems if found.startswith(problem)], check(postcard).problems


def test_a_template_is_listed_by_key_name_and_purpose() -> None:
    assert [line.partition(".")[0] for line in listed()] == [
        "formal-letter: Formal letter",
        "joint-statement: Joint statement",
        "open-letter: Open letter",
        "press-release: Press release",
        "sign-on-sheet: Sign-on sheet",
    ]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (
            ("check", "no-such-folder"),
            "no-such-folder: there is no such folder. Name the folder of a",
        ),
        (
            ("preview", "postcard", "--out", "x"),
            "There is no letter template “postcard”. Name its folder, or use one of: ",
        ),
        (("preview", "open-letter", "--out", "x", "--paper", "A3"), "“A3” is no paper. Use A4 or Letter.\n"),
        (("preview", "open-letter", "--out", "run"), "run: File exists. Choose another folder.\n"),
        (("preview", "docs", "--out", "x"), "The letter template “docs” is incomplete. Add what is missing: "),
        (("check", "docs"), "docs: The letter template “docs” is incomplete. Add what is missing: "),
    ],
)
def test_bad_input_on_the_command_line_gets_one_sentence(arguments: tuple[str, ...], said: str) -> None:
    answer = run("templates", *arguments)

    assert (answer.returncode, answer.stdout) == (2, "")
    assert answer.stderr.startswith(said)


@pytest.mark.parametrize("key", template_keys())
def test_the_picture_in_the_folder_is_small(key: str) -> None:
    with Image.open(folder_of(key) / PREVIEW) as kept:
        assert kept.width == 360
    assert (folder_of(key) / PREVIEW).stat().st_size < 40_000
