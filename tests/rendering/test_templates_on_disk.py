"""The folders of letter templates."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import NotFound
from app.rendering import fonts, templates_on_disk
from app.rendering.failures import TypesettingFailed
from app.rendering.markup import markup, split_title
from app.rendering.templates_on_disk import (
    LetterTemplate,
    Start,
    Use,
    letter_template,
    letter_templates,
    preview_picture,
    read_template,
    refuse_too_many_pages,
)
from app.rendering.words import words
from tests.rendering import samples

COMPLETE = """
name = "Postcard"
purpose = "A short word to one person."
languages = ["en"]
needs = ["title"]
"""
ALL = {"template_toml": COMPLETE, "letter_html": "x", "letter_css": "p { color: red }", "sample_letter_md": "---"}


def a_folder(tmp_path: Path, **files: str) -> Path:
    folder = tmp_path / "postcard"
    folder.mkdir()
    for name, text in files.items():
        file = folder / name.replace("sample_", "sample/").replace("_", ".")
        file.parent.mkdir(exist_ok=True)
        file.write_text(text, encoding="utf-8")
    return folder


def test_the_two_kinds_of_letter_are_found() -> None:
    assert {"formal-letter", "joint-statement"} <= {template.key for template in letter_templates()}
    assert letter_template("formal-letter").needs == ("title", "body", "addressees", "salutation")


@pytest.mark.parametrize("key", ["postcard", "shared", "../tests", ""])
def test_an_unknown_template_is_not_found(key: str) -> None:
    with pytest.raises(NotFound):
        letter_template(key)


def test_a_complete_folder_is_read(tmp_path: Path) -> None:
    template = read_template(a_folder(tmp_path, **ALL))

    assert template == LetterTemplate(
        key="postcard",
        name="Postcard",
        purpose="A short word to one person.",
        languages=("en",),
        needs=("title",),
        html="x",
        css="p { color: red }",
        use=Use.LETTER,
        start=Start(),
    )


def test_a_template_says_what_its_letters_start_with(tmp_path: Path) -> None:
    toml = COMPLETE + 'use = "form"\n[start]\nlabel = "Greetings"\n'

    template = read_template(a_folder(tmp_path, **ALL | {"template_toml": toml}))

    assert (template.use, template.start) == (Use.FORM, Start(label="Greetings"))


def test_what_a_letter_cannot_start_with_is_named(tmp_path: Path) -> None:
    toml = COMPLETE + '[start]\nlable = "Greetings"\n'

    with pytest.raises(TypesettingFailed, match=r"names “lable”, with which no letter starts\. Use one of: body, clos"):
        read_template(a_folder(tmp_path, **ALL | {"template_toml": toml}))


def test_a_folder_that_nobody_could_name_in_a_letter_is_refused(tmp_path: Path) -> None:
    (tmp_path / "Post card").mkdir()

    with pytest.raises(TypesettingFailed, match="“Post card” cannot be the name of a letter template"):
        read_template(tmp_path / "Post card")


@pytest.mark.parametrize(
    ("files", "missing"),
    [
        ({"template_toml": COMPLETE}, "the file letter.html, the file letter.css, the file sample/letter.md"),
        ({}, "the file template.toml, the file letter.html, the file letter.css, the file sample/letter.md"),
        (
            ALL | {"template_toml": 'name = "x"'},
            (
                "“purpose” in template.toml (a text), “languages” in template.toml (a list), "
                "“needs” in template.toml (a list)"
            ),
        ),
    ],
)
def test_an_incomplete_folder_is_refused_with_everything_missing(
    tmp_path: Path, files: dict[str, str], missing: str
) -> None:
    with pytest.raises(TypesettingFailed) as refused:
        read_template(a_folder(tmp_path, **files))

    assert str(refused.value) == (f"The letter template “postcard” is incomplete. Add what is missing: {missing}.")


def test_a_folder_that_needs_what_no_document_has_is_refused(tmp_path: Path) -> None:
    toml = COMPLETE.replace('["title"]', '["titel"]')

    with pytest.raises(TypesettingFailed, match="names “titel”, which no document has"):
        read_template(a_folder(tmp_path, **ALL | {"template_toml": toml}))


def test_a_description_that_cannot_be_read_is_named(tmp_path: Path) -> None:
    with pytest.raises(TypesettingFailed, match="cannot be read"):
        read_template(a_folder(tmp_path, **ALL | {"template_toml": "name = "}))


@pytest.mark.parametrize("pages", ['"2"', "0", "-1", "1.5", "true"])
def test_a_number_of_pages_that_is_none_is_refused_with_its_line(tmp_path: Path, pages: str) -> None:
    with pytest.raises(TypesettingFailed, match=r"template\.toml, line 6: “pages” is a whole number from 1, "):
        read_template(a_folder(tmp_path, **ALL | {"template_toml": f"{COMPLETE}pages = {pages}\n"}))


def test_a_start_that_is_no_group_is_refused_with_its_line(tmp_path: Path) -> None:
    with pytest.raises(TypesettingFailed, match=r"template\.toml, line 6: “start” is a group\. Write \[start\], "):
        read_template(a_folder(tmp_path, **ALL | {"template_toml": f"{COMPLETE}start = 5\n"}))


@pytest.mark.parametrize("name", ["template.toml", "letter.html", "letter.css", "preview.png", "sample", "sample-fr"])
def test_a_link_out_of_the_folder_is_refused_and_nothing_of_it_is_told(tmp_path: Path, name: str) -> None:
    folder = a_folder(tmp_path, **ALL)
    (tmp_path / "private").mkdir()
    (tmp_path / "private" / "letter.md").write_text("root:x:0:0", encoding="utf-8")
    if (folder / name).exists():
        (folder / name).rename(tmp_path / "before")
    (folder / name).symlink_to(tmp_path / "private" / ("" if name.startswith("sample") else "letter.md"))

    with pytest.raises(TypesettingFailed) as refused:
        read_template(folder)

    assert str(refused.value) == f"{name} is a link that leads out of the folder. Put the thing itself in its place."


def test_no_picture_is_shown_that_lies_elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = a_folder(tmp_path, **ALL)
    (tmp_path / "private").write_text("root:x:0:0", encoding="utf-8")
    monkeypatch.setattr(templates_on_disk, "FOLDER", tmp_path)
    monkeypatch.setattr(templates_on_disk, "template_keys", lambda: ("postcard",))
    (folder / "preview.png").write_bytes(b"PNG")
    assert preview_picture("postcard") == b"PNG"

    (folder / "preview.png").unlink()
    (folder / "preview.png").symlink_to(tmp_path / "private")
    with pytest.raises(NotFound):
        preview_picture("postcard")


def test_a_key_that_is_misspelt_is_told_beside_the_one_that_is_missing(tmp_path: Path) -> None:
    toml = COMPLETE.replace("purpose", "porpose")

    with pytest.raises(TypesettingFailed, match=r"“purpose” in .* template\.toml, line 3: “porpose” is no key\."):
        read_template(a_folder(tmp_path, **ALL | {"template_toml": toml}))


@pytest.mark.parametrize("name", ["letter_html", "letter_css"])
def test_a_file_that_is_not_in_utf_8_is_told(tmp_path: Path, name: str) -> None:
    folder = a_folder(tmp_path, **ALL)
    (folder / name.replace("_", ".")).write_bytes("é".encode("latin-1"))

    with pytest.raises(TypesettingFailed, match="line 1: a letter here is not in UTF-8"):
        read_template(folder)


def test_only_what_a_letter_can_lack_is_offered_as_needed(tmp_path: Path) -> None:
    toml = COMPLETE.replace('["title"]', '["titel"]')

    with pytest.raises(TypesettingFailed, match=r"template\.toml, line 5: it names “titel”") as refused:
        read_template(a_folder(tmp_path, **ALL | {"template_toml": toml}))
    assert "date_line" in str(refused.value)
    assert "direction" not in str(refused.value)


@pytest.mark.parametrize(
    ("prints_names", "said"),
    [(True, "Shorten the text, or choose another kind of letter: the names count too."), (False, "Shorten the title,")],
)
def test_what_makes_a_letter_shorter_is_told_truly(prints_names: bool, said: str) -> None:  # noqa: FBT001 - a case
    template = replace(letter_template("sign-on-sheet"), prints_names=prints_names)

    with pytest.raises(TypesettingFailed, match=f"would have 2 pages and must fit on one page. {said}"):
        refuse_too_many_pages(2, template)


def test_a_letter_without_what_its_template_needs_is_refused() -> None:
    with pytest.raises(TypesettingFailed, match="A formal letter needs addressees and salutation"):
        markup(replace(samples.letter(), addressees=(), salutation=""), letter_template("formal-letter"), inlined=())


def test_every_template_is_worded_for_the_languages_it_names() -> None:
    english = words("en")
    unworded = {
        language
        for template in letter_templates()
        for language in template.languages
        if language != "en" and words(language) == english
    }

    assert unworded == set()


def test_a_language_without_words_is_worded_in_english() -> None:
    assert words("xx-Latn") == words("en-GB")


def test_arabic_type_is_the_version_whose_words_can_be_found() -> None:
    """Later versions draw well and write a text layer in which most Uyghur words are lost."""
    assert fonts.version("NotoNaskhArabic-Regular.ttf").startswith("2.004;")


@pytest.mark.parametrize(
    ("title", "start", "end"),
    [
        (
            "Coastal towns ask for clean water before the summer",
            "Coastal towns ask for clean water ",
            "before the summer",
        ),
        ("Clean water now", "", "Clean water now"),
        ("夏天之前要有干净的水，城市等了九年", "夏天之前要有干净的水，城市等", "了九年"),
        ("夏天之前要有干净的水，我们（再次）。", "夏天之前要有干净的水，我", "们（再次）。"),
        ("夏の前にきれいな水をすべての町へ", "夏の前にきれいな水をすべて", "の町へ"),
        ("夏天的水", "", "夏天的水"),
        ("", "", ""),
    ],
)
def test_no_word_stands_alone_on_the_last_line_of_a_title(title: str, start: str, end: str) -> None:
    split = split_title(title)

    assert (split.start, split.end) == (start, end)
