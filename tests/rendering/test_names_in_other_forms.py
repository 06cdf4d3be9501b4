"""Names in plain text, Word files and web pages: each set apart from what stands beside it, however long the list."""

import re
from collections.abc import Callable
from dataclasses import replace
from html import unescape

import pytest

from app.rendering.document import Document, NameGroup, PrintedName
from app.rendering.other_forms.page import html_page
from app.rendering.other_forms.plain_text import plain_text
from app.rendering.other_forms.word.file import word_file
from app.rendering.other_forms.word.manner import Manner
from tests.rendering import reading_word
from tests.rendering.samples import listed, statement

BESIDE = (
    PrintedName(
        "Birch Society for Clean Water",
        native="Центр реки",
        native_language="ru",
        native_direction="ltr",
        detail="Ana Muster, Director",
    ),
    PrintedName(
        "组织", language="zh", native="Org", native_language="en", native_direction="ltr", detail="王小明，主任"
    ),
    PrintedName(
        "جمعية النهر", language="ar", direction="rtl", native="River Union", native_language="en", detail="ليلى، مديرة"
    ),
    PrintedName("Coast Watch", detail="Bo Tester"),
)
_TURNS = re.compile("[\u200e\u200f\u2066-\u2069]")


def of(count: int) -> Document:
    """A letter with so many names, each with what stands beside it."""
    names = tuple(BESIDE[at % len(BESIDE)] for at in range(count))
    return replace(statement(), signatories=listed(NameGroup("", names)))


def in_plain_text(document: Document) -> str:
    return plain_text(document).decode()


def on_a_web_page(document: Document) -> str:
    return unescape(re.sub("<[^>]+>", "", html_page(document).decode()))


def in_word(document: Document) -> str:
    return reading_word.text(word_file(document, Manner.LETTER))


@pytest.mark.parametrize("read", [in_plain_text, on_a_web_page, in_word])
@pytest.mark.parametrize("count", [9, 10, 11, 40])
def test_a_name_is_set_apart_from_its_native_form_and_the_person(read: Callable[[Document], str], count: int) -> None:
    text = " ".join(_TURNS.sub("", read(of(count))).split())
    for name in BESIDE:
        assert " ".join(each for each in (name.name, name.native, name.detail) if each) in text
