"""One text has one canonical form."""

import hashlib
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.letters.letter_file import parse
from app.letters.text import LetterText, Order, OwnLetterhead, blanks, canonical, fingerprint, normalised
from app.rendering.document import Addressee, MediaContact, Paper
from app.rendering.templates_on_disk import template_keys

words = st.text(st.characters(codec="utf-8"), max_size=20) | st.sampled_from(
    [
        "no",
        "Yes",
        "null",
        "~",
        "2022",
        "1:30",
        "- a",
        "a: b # c",
        '"',
        "'",
        "&a",
        "---",
        "a\n---\nb",
        "\u2028",
        "\x85",
    ]
)
logos = st.sampled_from(["", "sign.png", "yes", "Our sign: 1.jpg", f"{'0' * 64}.png"])
titles = words.filter(lambda text: bool(text.strip()))
texts = st.builds(
    LetterText,
    template=st.sampled_from(template_keys()),
    language=st.sampled_from(["en", "en-US", "fr", "no", "zh-Hans"]),
    title=titles,
    body=words,
    label=words,
    standfirst=words,
    date=st.none() | st.dates(date(1970, 1, 1), date(2199, 12, 31)),
    place=words,
    paper=st.sampled_from(Paper),
    order=st.sampled_from(Order),
    lead=words,
    letterhead=st.none() | st.builds(OwnLetterhead, titles, words, logos),
    addressees=st.lists(
        st.builds(Addressee, words, words, words, st.lists(words, max_size=2).map(tuple)), max_size=2
    ).map(tuple),
    via=words,
    cc=st.lists(words, max_size=2).map(tuple),
    enclosures=st.lists(words, max_size=2).map(tuple),
    subject=words,
    salutation=words,
    closing=words,
    contacts=st.lists(st.builds(MediaContact, titles, words, words, words, words), max_size=2).map(tuple),
    sources=words,
    notes=words,
)


@settings(deadline=None)
@given(texts)
def test_a_text_survives_its_canonical_form(text: LetterText) -> None:
    source = canonical(text)

    assert parse(source) == normalised(text)
    assert canonical(parse(source)) == source


@settings(deadline=None)
@given(texts)
def test_the_canonical_form_ends_with_exactly_one_line_feed(text: LetterText) -> None:
    source = canonical(text)

    assert source.endswith("\n")
    assert not source.endswith("\n\n")
    assert "\r" not in source


def test_the_canonical_form_is_readable_and_in_fixed_order() -> None:
    text = LetterText(
        template="formal-letter",
        language="en",
        title="Clean water",
        body="Dear all,\r\n\r\nplease.\r\n\r\n",
        date=date(2027, 5, 3),
        addressees=(Addressee("The Minister", address=("Quay 1", "Port Amber")),),
    )

    assert canonical(text) == (
        "---\n"
        "template: formal-letter\n"
        "language: en\n"
        'title: "Clean water"\n'
        "date: 2027-05-03\n"
        "paper: A4\n"
        "order: alphabetical\n"
        "addressees:\n"
        '  - name: "The Minister"\n'
        "    address:\n"
        '      - "Quay 1"\n'
        '      - "Port Amber"\n'
        "---\n"
        "\n"
        "Dear all,\n"
        "\n"
        "please.\n"
    )


def test_two_spellings_of_one_text_have_one_fingerprint() -> None:
    composed = LetterText("formal-letter", "fr", "Libert\u00e9", body="a\r\nb")
    decomposed = LetterText("formal-letter", "fr", "Liberte\u0301 ", body="a\nb\n\n")
    other = LetterText("formal-letter", "fr", "Liberte", body="a\nb")

    assert fingerprint(canonical(composed)) == fingerprint(canonical(decomposed))
    assert fingerprint(canonical(composed)) != fingerprint(canonical(other))


def test_a_fingerprint_is_what_sha256sum_prints_for_the_file() -> None:
    source = canonical(LetterText("formal-letter", "en", "Clean water — now"))

    assert fingerprint(source) == hashlib.sha256(source.encode("utf-8")).hexdigest()


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("Dear [name], we ask.", ("[name]",)),
        ("We ask you to …", ("We ask you to …",)),
        ("A [link](https://example.org) and a note.[^1]\n\n[^1]: A report.", ()),
        ("They said: “Wait…” and left.", ()),
    ],
)
def test_what_was_to_be_filled_in_is_found(body: str, found: tuple[str, ...]) -> None:
    assert blanks(LetterText("formal-letter", "en", "Water", body=body)) == found
