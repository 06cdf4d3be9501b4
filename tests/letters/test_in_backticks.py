"""What stands between backticks in the text of a letter is printed as it is, tokens too."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.letters.in_backticks import held, released
from app.letters.on_screen import before_there_is_a_list
from app.letters.text import LetterText
from app.letters.text_counts import Counts, counted, groups_counted
from app.letters.text_faults import faults_in
from app.letters.text_html import letter_parser

COUNTS = Counts(72, (("River groups", 22),), 19)


def of(body: str) -> LetterText:
    return LetterText("open-letter", "en", "A title", body=body)


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Write `{{count}}`: {{count}}.", "Write `{{count}}`: 72."),
        ("`` `{{count:words}}` `` and {{count:words}}", "`` `{{count:words}}` `` and seventy-two"),
        ("`one\ntwo {{count}}` {{count}}", "`one\ntwo {{count}}` 72"),
        ("- a ` alone\n- {{count}} ` alone", "- a ` alone\n- 72 ` alone"),
        ("one `\n\n{{count}} `", "one `\n\n72 `"),
        ("\\`{{count}}\\`", "\\`72\\`"),
        ("| A |\n|---|\n| `{{count}}` {{count}} |", "| A |\n|---|\n| `{{count}}` 72 |"),
        ("**`{{count}}`** **{{count}}**", "**`{{count}}`** **72**"),
        ("We.[^1]\n\n[^1]: `{{count}}` {{count}}", "We.[^1]\n\n[^1]: `{{count}}` 72"),
        ("`{{total}}`", "`{{total}}`"),
    ],
)
def test_a_token_between_backticks_stays_as_it_is(written: str, shown: str) -> None:
    assert counted(of(written), COUNTS).body == shown


def test_it_is_no_group_that_is_counted_and_nothing_that_will_be() -> None:
    text = of("`{{count:Lakes}}`")

    assert groups_counted(text) == set()
    assert "<code>{{count:Lakes}}</code>" in before_there_is_a_list(text).body


def test_what_is_unknown_there_is_no_fault() -> None:
    assert faults_in("We wrote `{{total}}`, `{{count` and `{count}`.") == ()
    assert [each.column for each in faults_in("We wrote `{{total}}` and {{total}}.")] == [26]


def test_a_title_has_no_backticks() -> None:
    assert (
        counted(LetterText("open-letter", "en", "l`eau, {{count}} d`eau", body="x"), COUNTS).title == "l`eau, 72 d`eau"
    )


@settings(deadline=None)
@given(st.text("`{}a\n|-* >", max_size=40))
def test_what_is_held_is_what_the_parser_sets_as_code(markdown: str) -> None:
    put_aside = held(markdown)

    assert released(put_aside) == markdown
    assert len(put_aside) == len(markdown)
    inline = [child for token in letter_parser().parse(put_aside) for child in token.children or ()]
    assert not any("{" in child.content for child in inline if child.type == "code_inline")
    assert not any("\ufdd0" in child.content for child in inline if child.type == "text")
