"""Names in style sheets and what they stand for."""

from dataclasses import replace

import pytest

from app.rendering.engine.custom_properties import in_place
from app.rendering.markup import stylesheets
from app.rendering.templates_on_disk import letter_template
from tests.rendering import samples

FACES = ':root {\n  --sans: "Source Sans 3",\n    "Noto Sans SC";\n  --ink: #111;\n}'


_WITH_EDGE = ":root { --edge: thin #111; } p { border: thin #111 }"
_IN_A_CIRCLE = ":root { --a: var(--b); --b: var(--a); } p { color: var(--a) }"


@pytest.mark.parametrize(
    ("sheets", "read"),
    [
        ((FACES, "p { font: 9pt var(--sans) }"), 'p { font: 9pt "Source Sans 3",\n    "Noto Sans SC" }'),
        ((FACES, "p { color: var( --ink ) }"), "p { color: #111 }"),
        ((FACES, ":root { --ink: red; } p { color: var(--ink) }"), ":root { --ink: red; } p { color: red }"),
        ((FACES, "h1 { --ink: red; } p { color: var(--ink) }"), "h1 { --ink: red; } p { color: var(--ink) }"),
        ((FACES, ":root { --edge: thin var(--ink); } p { border: var(--edge) }"), _WITH_EDGE),
        ((FACES, ":root { --a: var(--b); --b: var(--a); } p { color: var(--a) }"), _IN_A_CIRCLE),
        ((FACES, "p { color: var(--paper) }"), "p { color: var(--paper) }"),
        ((FACES, "p { color: var(--ink, red) }"), "p { color: var(--ink, red) }"),
    ],
)
def test_what_the_root_defines_stands_in_its_place(sheets: tuple[str, ...], read: str) -> None:
    assert in_place(sheets)[-1] == read


@pytest.mark.parametrize(
    ("language", "face"),
    [
        ("en", "Source Serif 4"),
        ("ug", "Source Serif 4"),
        ("zh", "Source Sans 3"),
        ("zh-Hant", "Source Sans 3"),
        ("ko", "Source Sans 3"),
    ],
)
def test_no_name_is_left_for_the_engine_in_our_style_sheets(language: str, face: str) -> None:
    sheets = in_place(stylesheets(replace(samples.statement(), language=language), letter_template("joint-statement")))

    assert [sheet for sheet in sheets if "var(" in sheet] == []
    assert f'font: 600 20pt/23pt "{face}"' in sheets[-1]
