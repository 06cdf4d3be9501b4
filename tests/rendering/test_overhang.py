"""What does not fit its place on paper is told, or refused where it would be cut."""

from dataclasses import replace

import pytest

from app.letters.text_html import safe_html
from app.rendering.document import Typeset
from app.rendering.failures import TypesettingFailed
from app.rendering.process import typesetter
from app.rendering.templates_on_disk import LetterTemplate
from tests.rendering.samples import BODY, statement

LONG = "letters.example.org/" + "0123456789abcdef" * 8


def on_trial(html: str, css: str) -> LetterTemplate:
    sheets = "{% for sheet in sheets %}<style>{{ sheet }}</style>{% endfor %}"
    page = f'<html lang="en"><head>{sheets}</head><body>{html}{{{{ body }}}}</body></html>'
    return LetterTemplate("trial", "Trial", "Trial.", ("en",), ("title",), page, css)


def typeset(html: str, css: str, body: str = BODY) -> Typeset:
    return typesetter().typeset(replace(statement(), body=body), on_trial=on_trial(html, css))


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_words_over_the_margin_are_a_fault_with_words_and_page(direction: str) -> None:
    html = f'<p>One.</p><p class="next" dir="{direction}">{LONG}</p>'
    [fault] = typeset(html, ".next { white-space: nowrap; break-before: page }").faults

    assert fault == (
        f"On page 2, “{LONG[:40]}…” runs over the margin. Shorten it, or put a space where it may be broken."
    )


def test_what_runs_over_the_margin_is_not_kept() -> None:
    template = on_trial(f"<p>{LONG}</p>", "p { white-space: nowrap }")

    with pytest.raises(TypesettingFailed, match="On page 1, “letters"):
        typesetter().typeset_to_keep(statement(), on_trial=template)


def test_what_a_template_sets_in_the_margin_is_meant_but_not_beyond_the_paper() -> None:
    beside = "<p class='beside'>Whom to call</p>"

    assert typeset(beside, ".beside { position: absolute; left: -25mm; width: 22mm }").faults == ()
    [fault] = typeset(beside, ".beside { position: absolute; left: -35mm; width: 32mm }").faults
    assert "“Whom to call” runs over the margin" in fault


def test_a_long_address_in_the_text_is_broken() -> None:
    assert typeset("", "", f"<p>{LONG}</p><ul><li>{LONG}</li></ul>").faults == ()


def test_a_table_in_which_words_are_broken_is_worth_a_look() -> None:
    table = safe_html(f"| Case | Address |\n|---|---|\n| One | {LONG} |\n| {'Donaudampfschiff' * 5} | – |\n")
    [remark] = typeset("", "table { break-before: page }", f"<p>One.</p>{table}").remarks

    assert remark.startswith("The table on page 2 is too wide for the page, and words in it are broken.")
    assert typeset("", "", safe_html("| Case | Address |\n|---|---|\n| One | Quay |\n")).remarks == ()
