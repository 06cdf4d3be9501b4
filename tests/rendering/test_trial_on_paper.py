"""What a letter template leaves out or hides of a letter."""

from dataclasses import replace

import pytest

from app.rendering.document import PressText
from app.rendering.process import typesetter
from app.rendering.templates_on_disk import LetterTemplate, Use, letter_template, letter_templates
from app.rendering.trial.on_paper import (
    NUMBERS,
    cannot_be_seen,
    hidden_on_paper,
    problems_in_names,
    problems_in_parts,
)
from tests.rendering import samples


def a_template(html: str, *, needs: tuple[str, ...] = ("title",)) -> LetterTemplate:
    return LetterTemplate("postcard", "Postcard", "A short word.", ("en",), needs, html, "")


NAMES_ALONE = (
    "{% for group in groups %}<ol>{% for name in group.names %}<li>{{ name.name }}</li>{% endfor %}</ol>{% endfor %}"
    "{{ document.signatories.unnamed }}"
)
NO_NAMES = "letter.html: the names are not printed. Put “signatories” of shared/parts.html there."
NO_BLOCKS = "letter.html: the names in signature blocks are not printed. Put “signatories” of shared/parts.html there."

NO_NUMBERS = (
    "letter.html: the names stand in no numbered list (<ol>), and whoever hears the page read is not told how many "
    "there are. Put “signatories” of shared/parts.html there."
)
NO_UNNAMED = (
    "letter.html: how many are not named is not printed. Print document.signatories.unnamed below the names, or put "
    "“signatories” of shared/parts.html there."
)


@pytest.mark.parametrize(
    ("html", "said"),
    [
        ("{{ document.title }}", (NO_NAMES, NO_BLOCKS)),
        ('{% if document.signatories.form == "list" %}' + NAMES_ALONE + "{% endif %}", (NO_BLOCKS,)),
        (NAMES_ALONE, ()),
        (NAMES_ALONE.replace("ol>", "ul>"), (NO_NUMBERS,)),
        (NAMES_ALONE.replace("<ol>", "<ol></ol>").replace("%}</ol>", "%}"), (NO_NUMBERS,)),
        (NAMES_ALONE.replace("{{ document.signatories.unnamed }}", ""), (NO_UNNAMED,)),
    ],
)
def test_a_letter_that_leaves_the_names_out_is_found(html: str, said: tuple[str, ...]) -> None:
    assert problems_in_names(a_template(html), samples.letter()) == said


def test_what_is_no_letter_may_say_that_it_prints_no_names() -> None:
    sheet = replace(a_template("{{ document.title }}"), use=Use.FORM)
    document = samples.letter()

    assert problems_in_names(sheet, document)[0] == (
        "letter.html: the names are not printed. "
        "Put “signatories” of shared/parts.html there, or write “prints_names = false” into template.toml."
    )
    assert problems_in_names(replace(sheet, prints_names=False), document) == ()
    assert problems_in_names(replace(sheet, prints_names=False, html=NAMES_ALONE), document) == (
        "template.toml: it prints names after all. Take “prints_names” out.",
    )


def on_paper(css: str) -> dict[str, str]:
    template = letter_template("joint-statement")
    tried = replace(template, css=template.css + css)
    document = samples.statement()
    made = typesetter().typeset(document, on_trial=tried)
    return hidden_on_paper(tried, document, made.pdf)


@pytest.mark.parametrize(
    ("css", "part"),
    [
        (".signatories ol { visibility: hidden }", "a name"),
        (".signatories ol { font-size: 0 }", "a name"),
        (".text p { opacity: 0 }", "the text"),
        (".text { display: none }", "the text"),
        (".text ol { font-size: 2pt }", "the text"),
        (".text { background: black; color: black }", "the text"),
        (".text { overflow: hidden; height: 0 }", "the text"),
        ("h1 { color: white }", "the title"),
        (".standfirst { position: absolute; left: -3000pt }", "the standfirst"),
        (".unnamed { display: none }", "the line for those not named"),
        (".colophon { display: none }", "the last line"),
        (".contacts { display: none }", "whom journalists may call"),
        (".signatories ol { list-style: none }", NUMBERS),
        (".signatories li { display: inline }", NUMBERS),
        (".signatories li::marker { color: white }", NUMBERS),
    ],
)
def test_what_stands_in_a_letter_and_cannot_be_seen_is_told(css: str, part: str) -> None:
    assert list(on_paper(css)) == [part]


def test_what_is_seen_in_any_script_and_on_any_ground_is_not_told() -> None:
    assert on_paper(".text { background: black; color: white }") == {}


def test_what_is_hidden_is_told_in_one_sentence() -> None:
    said = cannot_be_seen({"the title": "A", "a name": "B" * 50})

    assert said == (
        f"letter.css: the title (as “A”) and a name (as “{'B' * 40}…”) cannot be seen on paper. Take out what hides or "
        "covers it, moves it off the page, makes it too small, or gives it the colour of what is behind it."
    )


WHOLE = """{%- from "shared/parts.html" import embargo, stacked, last_lines -%}
{{ embargo(document.embargo) }}<h1>{{ document.title }}</h1>{{ body }}{{ stacked(document.salutation) }}
{% for who in document.contacts %}{{ who.name }}{% endfor %}{{ last_lines(document) }}"""


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("{{ document.title }}", "Card", "the title is not printed. Print {{ document.title }}, or {{ document.subj"),
        ("{{ embargo(document.embargo) }}", "", "the embargo is not printed. Put {{ embargo(document.embargo) }} of "),
        ("{{ last_lines(document) }}", "", "the last line is not printed. Put {{ last_lines(document) }} of shared/"),
        ("{{ body }}", "", "the text is not printed. Put {{ body }} there."),
        ("{{ body }}", "{{ body }}{{ body }}", "the text is printed twice. Leave one {{ body }}."),
        ("{{ stacked(document.salutation) }}", "", "the salutation is not printed, though template.toml says that it "),
        ("{{ who.name }}", "", "whom journalists may call is not printed, though template.toml says that it needs it."),
    ],
)
def test_what_every_letter_prints_or_this_one_needs_is_not_left_out(old: str, new: str, said: str) -> None:
    assert old in WHOLE
    [problem] = problems_in_parts(
        a_template(WHOLE.replace(old, new), needs=("title", "salutation", "contacts")), samples.letter()
    )

    assert problem.startswith(f"letter.html: {said}")


def test_what_a_template_does_not_need_may_be_left_out() -> None:
    html = WHOLE.replace("{{ who.name }}", "").replace("{{ document.title }}", "{{ document.subject }}")

    assert problems_in_parts(a_template(html), samples.letter()) == ()


@pytest.mark.parametrize("key", [template.key for template in letter_templates()])
def test_no_template_of_ours_leaves_out_what_it_needs(key: str) -> None:
    template = letter_template(key)
    document = replace(samples.letter(), ask="Light the lamps.", press=PressText("Lamps are out", ("It is dark.",)))

    assert problems_in_parts(template, document) == ()
