"""What is wrong with the style sheet of a template."""

import pytest

from app.rendering.trial.styles import SEE_THROUGH, faults_of_style_sheet, faults_of_styled_elements

SHARED = (':root { --ink: black; --serif: "Source Serif 4", "Noto Serif"; }',)
NO_FACE = "there is no typeface “Lato”, and none is fetched. Use var(--serif) or var(--sans)."


def faults(css: str) -> list[tuple[int, str]]:
    return list(faults_of_style_sheet(css, shared=SHARED))


@pytest.mark.parametrize(
    ("css", "line", "said"),
    [
        (
            "h1 { color: red }\np { color: red;\nb { color: red }",
            2,
            "what begins here with “{” is not ended. Write “}” ",
        ),
        ("h1 { color: red }\n}", 2, "“}” ends what was not begun. Take it out."),
        (
            "h1 { color: red }\n/* p { color: red }",
            2,
            "a comment begins here and is not ended. Write */ where it ends.",
        ),
        ("/* a\nb */ h1 { opacity: 0.5 }", 2, SEE_THROUGH),
        ("h1 { color: red; opacity:50% }", 1, SEE_THROUGH),
        ("h1 {\n color: var(--lnk) }", 2, "nothing gives a value to “--lnk”. Use one of: --ink, --serif."),
        ("\nh1 { font-family: Lato, serif }", 2, NO_FACE),
        ("\nh1 { font: 600 9pt/1.3 'Lato', var(--serif) }", 2, NO_FACE),
    ],
)
def test_what_the_engine_passes_over_is_told_with_its_line(css: str, line: int, said: str) -> None:
    [(at, sentence)] = faults(css)

    assert (at, sentence[: len(said)]) == (line, said)


@pytest.mark.parametrize(
    "css",
    [
        'h1::before { content: "} /* {"; opacity: 1 }',
        "/* { opacity: 0.5; font-family: Lato } */ h1 { opacity: 1.0; fill-opacity: 0.5 }",
        "h1 { --own: 1pt; margin: var(--own); color: var(--ink); padding: var(--none, 2pt) }",
        "h1 { font-family: 'Noto Serif', var(--serif), serif; font: 9pt \"Source Serif 4\" } p { font: inherit }",
        "@page { margin: 1mm; @top-left { content: none } } h1 { b { color: red } }",
    ],
)
def test_what_is_in_order_is_not_told(css: str) -> None:
    assert faults(css) == []


def test_drawings_of_lines_may_be_see_through_and_nothing_else() -> None:
    html = '<svg><path style="opacity: 0.5"/></svg>\n<p style="color: red; opacity: 0.5">\n<style>\np { opacity: 0 }'
    html += "</style>"

    assert list(faults_of_styled_elements(html)) == [(2, SEE_THROUGH), (4, SEE_THROUGH)]
