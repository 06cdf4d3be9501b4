"""What is told of a template that is tried out: each mistake once."""

import shutil
from pathlib import Path

import pytest

from app.editions.template_trial import check
from app.rendering.templates_on_disk import FOLDER, PREVIEW
from tests.editions.test_template_desk import the_postcard_of_the_page

HIDES = (
    "cannot be seen on paper. Take out what hides or covers it, moves it off the page, makes it too small, or gives it "
    "the colour of what is behind it."
)


@pytest.fixture
def postcard(tmp_path: Path) -> Path:
    """A template in which all is well, with samples in two languages."""
    folder = the_postcard_of_the_page(tmp_path)
    shutil.copy(FOLDER / "open-letter" / PREVIEW, folder)
    shutil.copytree(folder / "sample", folder / "sample-fr")
    change(folder, "sample-fr/letter.md", "language: en", "language: fr")
    return folder


def change(folder: Path, file: str, old: str, new: str) -> None:
    source = (folder / file).read_text(encoding="utf-8")
    assert old in source
    (folder / file).write_text(source.replace(old, new), encoding="utf-8")


def test_the_samples_are_in_order(postcard: Path) -> None:
    assert check(postcard).problems == ()


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("letter.html", "</div>\n", "", "letter.html, line 6: <div> is not closed. Write </div> where it ends."),
        ("letter.html", "h1>", "h2>", "letter.html: the page has no first heading (h1). Put what the letter is about "),
        (
            "letter.html",
            "{{ body }}",
            "{{ document.body }}",
            "letter.html, line 7: document.body would show its tags. ",
        ),
        ("letter.html", "{{ body }}", "{{ body }}{{ body }}", "letter.html: the text is printed twice. Leave one {{ b"),
        (
            "letter.html",
            '<div class="text">',
            '<div class="text>',
            "letter.html, line 6: in the tag <div …> a quotation",
        ),
        (
            "letter.html",
            "{{ document.title }}",
            "{{ [document.title] | joined }}",
            "letter.html, line 4: the filter “jo",
        ),
        (
            "letter.html",
            "<h1>",
            '<img src="a.png"><h1>',
            "letter.html, line 4: “<img” asks for a file, and for paper no",
        ),
        (
            "letter.css",
            "h1 {",
            "h1 { opacity: 0.5;",
            "letter.css, line 1: “opacity” makes content see-through, and wha",
        ),
        ("letter.css", "h1 {", "p { background: url(a.png) } h1 {", "letter.css, line 1: “url(” asks for a file, and "),
        (
            "letter.css",
            "h1 {",
            "@import 'a.css'; h1 {",
            "letter.css, line 1: “@import” asks for a file, and for paper ",
        ),
        (
            "letter.css",
            "h1 {",
            "@import url('a.css'); h1 {",
            "letter.css, line 1: “@import” asks for a file, and for p",
        ),
        (
            "letter.css",
            "h1 {",
            ".embargo { display: none } h1 {",
            "letter.css: the embargo (as “[until when nothing is",
        ),
        ("letter.css", "h1 {", ".colophon { display: none } h1 {", "letter.css: the last line (as “Text "),
        (
            "letter.css",
            "h1 {",
            ".names { list-style: none } h1 {",
            f"letter.css: the numbers of the names (as “3”) {HIDES}",
        ),
        (
            "letter.css",
            "h1 {",
            "html { background: #16181b } h1 {",
            "letter.css: the title (as “Greetings from the lig",
        ),
        (
            "letter.css",
            "h1 {",
            "h1 { display: none } h1 {",
            "letter.html or letter.css: The file has no first heading (",
        ),
        (
            "template.toml",
            '"fr"]',
            '"de"]',
            "sample-fr: it is written in “fr”, which “languages” in template.toml does",
        ),
        (
            "template.toml",
            "needs",
            "pages = 0\nneeds",
            "template.toml, line 4: “pages” is a whole number from 1, as in ",
        ),
        (
            "sample/letter.md",
            "salutation: Dear keeper\n",
            "",
            "sample: A postcard needs salutation. Fill in what is mi",
        ),
    ],
)
def test_each_mistake_is_told_once(postcard: Path, file: str, old: str, new: str, problem: str) -> None:
    change(postcard, file, old, new)

    assert [found[: len(problem)] for found in check(postcard).problems] == [problem]


def test_what_only_some_samples_meet_names_them(postcard: Path) -> None:
    change(postcard, "template.toml", "needs", "pages = 1\nneeds")
    change(postcard, "sample-fr/letter.md", "We are {{count}} gulls", "We are {{count}} gulls\n\n" * 40)

    [problem] = check(postcard).problems
    assert problem.endswith(
        "and must fit on one page. Shorten the text, or choose another kind of letter: the names count too. (sample-fr)"
    )


def test_what_the_engine_remarks_keeps_no_refusal_back(postcard: Path) -> None:
    change(postcard, "letter.css", "h1 {", "h1 { colr: red;")
    change(postcard, "letter.html", "</h1>", '</h1><svg viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>')

    assert check(postcard).problems == (
        "letter.css, line 1, column 6: Ignored `colr: red`, unknown property.",
        "letter.html or letter.css: A picture is not described (UA 7.3). Describe it in words.",
    )


def test_a_kind_is_offered_once_to_whoever_misspells_it(postcard: Path) -> None:
    change(postcard, "sample/letter.md", "template: postcard", "template: memo")

    [problem] = check(postcard).problems
    assert problem.endswith(
        "Use one of: formal-letter, joint-statement, open-letter, postcard, press-release, sign-on-sheet."
    )


def test_a_picture_that_is_none_and_a_folder_that_is_no_sample_are_told(postcard: Path) -> None:
    (postcard / PREVIEW).write_bytes(b"GIF")
    (postcard / "arabic").mkdir()

    assert check(postcard).problems == (
        "preview.png is no picture in PNG. Make it with ./run templates preview, and put it into the folder.",
        "Nobody looks into the folder arabic. If it is a sample, call it sample-arabic.",
    )


def test_a_sample_that_nobody_signs_is_told(postcard: Path) -> None:
    (postcard / "sample-fr" / "signatories.csv").unlink()

    assert check(postcard).problems == (
        "sample-fr: nobody signs it, so no names are tried out. Put a signatories.csv beside it.",
    )


def test_files_of_other_editors_are_read_or_told(postcard: Path) -> None:
    for file in ("template.toml", "letter.html", "letter.css"):
        (postcard / file).write_bytes(b"\xef\xbb\xbf" + (postcard / file).read_bytes())
    assert check(postcard).problems == ()

    (postcard / "letter.html").write_bytes("é".encode("latin-1"))
    assert check(postcard).problems == (
        "letter.html, line 1: a letter here is not in UTF-8. Save the file in your editor as UTF-8.",
    )
