"""The files of a letter template as text."""

from pathlib import Path

import pytest

from app.rendering.failures import TypesettingFailed
from app.rendering.template_files import entries_of, place_of, text_of

CANNOT = "template.toml, line {} cannot be read: "


def test_a_mark_of_the_order_of_bytes_is_left_out(tmp_path: Path) -> None:
    (tmp_path / "letter.css").write_bytes("\ufeffé".encode())

    assert text_of(tmp_path, "letter.css") == "é"


def test_a_file_that_is_too_large_or_lies_elsewhere_is_not_read(tmp_path: Path) -> None:
    folder = tmp_path / "postcard"
    folder.mkdir()
    (folder / "letter.html").write_bytes(b"-" * 1_000_001)
    (folder / "letter.css").symlink_to("/etc/hostname")

    with pytest.raises(TypesettingFailed, match=r"letter\.html is larger than 1,000,000 bytes\. Make it smaller\."):
        text_of(folder, "letter.html")
    with pytest.raises(TypesettingFailed, match=r"letter\.css is a link that leads out of the folder\."):
        text_of(folder, "letter.css")


@pytest.mark.parametrize("text", ["a = " + "[" * 5000 + "]" * 5000, "a = " + "9" * 5000])
def test_what_breaks_the_reader_of_toml_is_told(text: str) -> None:
    with pytest.raises(
        TypesettingFailed, match=r"template\.toml cannot be read: a number in it is too long, or its br"
    ):
        entries_of(text)


def test_a_file_in_another_code_is_told_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "letter.html").write_bytes("a\nb é".encode("latin-1"))

    with pytest.raises(TypesettingFailed) as refused:
        text_of(tmp_path, "letter.html")
    assert str(refused.value) == (
        "letter.html, line 2: a letter here is not in UTF-8. Save the file in your editor as UTF-8."
    )


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ('name = "x\ny = 2', 1, "a quotation mark is missing at the end of the line."),
        ("a = 1\nname = 'x", 2, "a quotation mark is missing at the end of a text."),
        ('name = "x', 1, "a quotation mark is missing at the end of a text."),
        ("name = „x“", 1, "after “=” stands a text in straight quotation marks, "),
        ("a = 1\n\nname\n", 3, "“=” is missing after the key."),
        ("a = 1\n- b\n", 2, "“=” is missing after the key."),
        ("a = 1\n, b\n", 2, "this line is neither “key = …” nor “[group]”"),
        ("a = 1\na = 2\nb = 1", 2, "this key stands here twice: leave one."),
        ("a = [1 2]\n", 1, "a comma is missing in the list, or the square bracket that ends it."),
        ("[start\nb = 1", 1, "the square bracket after the name of the group is missing."),
    ],
)
def test_what_cannot_be_read_is_told_in_plain_words(text: str, line: int, said: str) -> None:
    with pytest.raises(TypesettingFailed) as refused:
        entries_of(text)

    assert str(refused.value).startswith(CANNOT.format(line) + said)


def test_keys_groups_and_words_in_lists_are_found() -> None:
    text = 'name = "needs"\nneeds = ["title",\n  "body"]\n[start]\nbody = ""\n'

    assert [place_of(key, text) for key in ("needs", "title", "start", "nothing")] == [
        "template.toml, line 2",
        "template.toml, line 2",
        "template.toml, line 4",
        "template.toml",
    ]
