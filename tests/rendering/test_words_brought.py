"""Words that a letter template brings along."""

from dataclasses import replace
from pathlib import Path

import pytest

from app.rendering.confined.wire import job, job_frame
from app.rendering.document import Document
from app.rendering.failures import TypesettingFailed
from app.rendering.markup import markup
from app.rendering.templates_on_disk import LetterTemplate, read_template
from app.rendering.trial.checks import problems_in_html
from app.rendering.work import Render
from tests.rendering import samples
from tests.rendering.test_templates_on_disk import ALL, COMPLETE, a_folder

WORDS = {
    "en": {"to": "To:", "items": "Items <all>"},
    "ar": {"to": "إلى:", "items": "البنود"},
    "ar-MA": {"items": "النقط"},
    "ug": {"to": "قا", "items": "ماددا"},
    "zh-Hant": {"to": "致：", "items": "事項"},
}


def a_template(html: str, words: dict[str, dict[str, str]]) -> LetterTemplate:
    return LetterTemplate("memo", "Memo", "A short word.", ("en",), ("title",), html, "", words=words)


def a_letter(language: str) -> Document:
    return replace(samples.letter(), language=language, direction="ltr")


@pytest.mark.parametrize(
    ("language", "printed"),
    [
        ("en", "To: Items &lt;all&gt;"),
        ("en-GB", "To: Items &lt;all&gt;"),
        ("ar", "إلى: البنود"),
        ("ar-LB", "إلى: البنود"),
        ("ar-MA", "إلى: النقط"),
        ("ug", "قا ماددا"),
        ("ug-Cyrl", "To: Items &lt;all&gt;"),
        ("zh-TW", "致： 事項"),
        ("zh", "To: Items &lt;all&gt;"),
        ("fr", "To: Items &lt;all&gt;"),
    ],
)
def test_a_template_has_its_own_words_in_the_language_of_the_letter(language: str, printed: str) -> None:
    html = "{{ words.own.to }} {{ words.own.items }}"

    assert markup(a_letter(language), a_template(html, WORDS), inlined=()) == printed


def test_they_come_with_a_template_on_trial_to_the_process_that_sets_it() -> None:
    on_trial = a_template("{{ words.own.to }}", WORDS)

    sent = job(job_frame(Render(samples.letter(), on_trial=on_trial)))

    assert isinstance(sent, Render)
    assert sent.on_trial == on_trial


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (WORDS, "“words.own” has no “form”. It has: to, items."),
        ({}, '“words.own” has no “form”. It has: nothing yet. Write form = "…" below [words.en] in template.toml.'),
    ],
)
def test_a_word_that_a_template_does_not_bring_is_named(words: dict[str, dict[str, str]], said: str) -> None:
    template = a_template("\n{% if words.own.form %}x{% endif %}", words)

    assert problems_in_html(template) == (f"letter.html, line 2: {said}",)
    with pytest.raises(TypesettingFailed) as refused:
        markup(samples.letter(), template, inlined=())
    assert str(refused.value) == f"letter.html, line 2: {said} Correct the letter template “memo”."


def test_they_are_read_from_the_description(tmp_path: Path) -> None:
    toml = COMPLETE + '[words.en]\nto = "To:"\n'

    assert read_template(a_folder(tmp_path, **ALL | {"template_toml": toml})).words == {"en": {"to": "To:"}}


@pytest.mark.parametrize(
    ("toml", "said"),
    [
        ('[words]\nto = "To:"', "Words stand below the language they are in: [words.en], and in the next line to ="),
        ('[words.en]\nto = "To:"\nfrom = ""', "“from” in [words.en] is no text. Write the word between quotation"),
        ("[words.en]\nto = 3", "“to” in [words.en] is no text. Write the word between quotation marks."),
        ('[words.en]\n"re-ply" = "x"', "“re-ply” in [words.en] is no name for a word. Use small letters, digits and"),
        ('[words.pt-br]\nto = "x"', "“pt-br” in [words.pt-br] is no tag of a language. Write it as in “ar”, “pt-BR”"),
        (
            '[words.en]\nto = "x"\n[words.fr]\nto = "x"',
            "[words.fr] is for a language that “languages” does not name. Add it there, or take it out here.",
        ),
        ('[words.ar]\nto = "x"', "[words.en] lacks “to”, which another language has. Add what is missing."),
        ('[words.en]\nto = "x"', "[words.ar] lacks “to”, which another language has. Add what is missing."),
        (
            '[words.en]\nto = "x"\n[words.ar]\nfrom = "x"',
            (
                "[words.en] lacks “from”, which another language has. Add what is missing. "
                "[words.ar] lacks “to”, which another language has. Add what is missing."
            ),
        ),
        (
            '[words.en]\nto = "x"\n[words.ar]\nto = "x"\n[words.ar-Latn]',
            "[words.ar-Latn] lacks “to”, which another language has. Add what is missing.",
        ),
    ],
)
def test_words_that_would_be_missing_on_paper_are_refused(tmp_path: Path, toml: str, said: str) -> None:
    complete = COMPLETE.replace('["en"]', '["en", "ar"]')
    folder = a_folder(tmp_path, **ALL | {"template_toml": f"{complete}{toml}\n"})

    with pytest.raises(TypesettingFailed) as refused:
        read_template(folder)

    begin = "The letter template “postcard” brings words that cannot be used. template.toml: "
    assert str(refused.value).startswith(f"{begin}{said}")
