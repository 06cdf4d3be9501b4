"""What is printed: order, counts, words, and who is never named."""

import random
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.errors import Refused
from app.core.wall_time import read_wall_time
from app.editions.composition import Imprint, compose, embargoed_file_name, file_name, under_embargo
from app.letters.circumstances import PressMaterial, Quote, Signing, Translated
from app.letters.letter_file import read_letter_folder
from app.letters.text import LetterText, Order
from app.letters.text_counts import Counts
from app.rendering.document import (
    Document,
    EmbargoNotice,
    PressText,
    PrintedName,
    PrintedQuote,
    SigningCall,
    Translation,
)
from app.signons.roll import Signatory, counts, ordered, roll
from app.signons.rules import Visibility, printed_line

REAL_LETTERS = Path(__file__).parents[2].parent / "shared" / "letters"
DATED = datetime(2027, 5, 3, 7, tzinfo=UTC)
LIFT = read_wall_time("2027-05-03 09:00 Europe/Brussels")
IMPRINT = Imprint(DATED)
TEXT = LetterText(
    template="joint-statement",
    language="en",
    title="{{count}} groups ask for clean water",
    body="We, {{count:words}} groups, ask.\n\n## Sources\n\n- A book",
    date=date(2027, 5, 3),
    place="Port Amber",
)
HARBOUR = Signatory("The Harbour Trust", country="IE", group="Coast", given=0, signed_at=DATED)
AMBER = Signatory("Amber Watch", country="BE", group="Rivers", given=1, signed_at=DATED - timedelta(days=1))
DELTA = Signatory("Delta Union", country="BE", given=2, lead=True)
ECHO = Signatory("Écho", country="FR", group="Coast", given=3, signed_at=DATED - timedelta(days=2))
SILENT = Signatory(
    "Silent Lake Qoqan",
    native_name="Кокан",
    country="UZ",
    group="Rivers",
    acronym="SLQ",
    person="Zarina Q",
    visibility=Visibility.COUNTED,
)
ALL = (HARBOUR, AMBER, DELTA, ECHO)


def names(document: Document) -> list[str]:
    return [name.name for group in document.signatories.groups for name in group.names]


@pytest.mark.parametrize(
    ("policy", "printed"),
    [
        (Order.ALPHABETICAL, (AMBER, DELTA, ECHO, HARBOUR)),
        (Order.LEAD_THEN_ALPHABETICAL, (DELTA, AMBER, ECHO, HARBOUR)),
        (Order.BY_GROUP, (ECHO, HARBOUR, AMBER, DELTA)),
        (Order.BY_COUNTRY, (AMBER, DELTA, ECHO, HARBOUR)),
        (Order.BY_TIME, (ECHO, AMBER, HARBOUR, DELTA)),
        (Order.GIVEN, (HARBOUR, AMBER, DELTA, ECHO)),
        (Order.MANUAL, (HARBOUR, AMBER, DELTA, ECHO)),
    ],
)
def test_each_policy_has_one_order_whatever_order_the_rows_come_in(
    policy: Order, printed: tuple[Signatory, ...]
) -> None:
    for seed in range(5):
        shuffled = random.Random(seed).sample(ALL, len(ALL))  # noqa: S311 - a shuffle, not a secret
        assert ordered(shuffled, replace(TEXT, order=policy)) == printed


def test_a_lead_is_found_by_its_name_and_a_name_stands_where_its_key_says() -> None:
    moved = replace(HARBOUR, sort_key="00")

    led = replace(TEXT, order=Order.LEAD_THEN_ALPHABETICAL, lead="Harbour trust")
    assert ordered(ALL, led)[:2] == (DELTA, HARBOUR)
    assert ordered((AMBER, moved), replace(TEXT, order=Order.ALPHABETICAL)) == (moved, AMBER)


def test_the_words_around_the_names_are_counted() -> None:
    document = compose(TEXT, roll(ALL, TEXT), replace(IMPRINT, as_of=LIFT))

    assert document.title == "4 groups ask for clean water"
    assert document.body == "<p>We, four groups, ask.</p>\n"
    assert document.back_matter == "<h2>Sources</h2>\n<ul>\n<li>A book</li>\n</ul>\n"
    assert document.dateline == "Port Amber, 3 May 2027 · 4 organisations from 3 countries"
    assert document.date_line == "Port Amber, 3 May 2027"
    assert document.signatories.heading == "Signatories"
    assert document.signatories.summary == "4 organisations, as of 3 May 2027, 09:00 CEST"
    assert document.signatories.order_note == "In alphabetical order."
    assert document.signatories.unnamed == ""
    assert document.end_mark == "ENDS"


def test_every_part_of_the_text_is_counted() -> None:
    text = replace(
        TEXT,
        label="{{count}} a",
        standfirst="{{count}} b",
        subject="{{count}} c",
        salutation="{{count}} d",
        closing="{{count}} e",
        sources="{{count}} f",
        notes="{{count}} g",
    )
    document = compose(text, roll(ALL, text), IMPRINT)

    assert (document.label, document.standfirst, document.subject, document.salutation) == ("4 a", "4 b", "4 c", "4 d,")
    assert (document.closing, document.sources, document.notes) == ("4 e", "4 f", "4 g")


def test_americans_and_the_french_read_their_own_words() -> None:
    american = replace(TEXT, language="en-US")
    french = replace(TEXT, language="fr-BE", title="Eau")

    assert compose(american, roll(ALL, american), IMPRINT).dateline == (
        "Port Amber, May 3, 2027 · 4 organizations from 3 countries"
    )
    document = under_embargo(compose(french, roll(ALL, french), IMPRINT), LIFT)
    assert document.dateline == "Port Amber, le 3 mai 2027 · 4 organisations de 3 pays"
    assert document.embargo is not None
    assert document.embargo.line == "Sous embargo jusqu’au lundi 3 mai 2027, 09:00 CEST (Bruxelles)"


def test_an_embargo_adds_its_lines_and_changes_nothing_else() -> None:
    clean = compose(TEXT, roll(ALL, TEXT), IMPRINT)
    embargoed = under_embargo(clean, LIFT)

    assert clean.embargo is None
    assert "mbargo" not in repr(replace(clean, embargo=None)).replace("embargo=None", "")
    assert embargoed.embargo == EmbargoNotice(
        "Embargoed until Monday 3 May 2027, 09:00 CEST (Brussels)",
        "07:00 UTC · 03:00 New York · 08:00 London · 10:00 Istanbul · 16:00 Tokyo",
    )
    assert replace(embargoed, embargo=None) == clean


@pytest.mark.parametrize("policy", Order)
def test_a_withheld_name_is_counted_and_stands_nowhere(policy: Order) -> None:
    text = replace(TEXT, order=policy, lead=SILENT.name)
    document = compose(replace(text, lead=""), roll((*ALL, SILENT), text), IMPRINT)

    assert document.title == "5 groups ask for clean water"
    assert document.signatories.count == 4
    assert document.signatories.unnamed == "and 1 organisation not named for its safety"
    assert "from 3 countries" in document.dateline
    for secret in ("Silent", "Qoqan", "Кокан", "SLQ", "Zarina", "Uzbekistan"):
        assert secret not in repr(document)
    assert "Amber Watch" in repr(document)


def test_several_withheld_names_are_said_in_the_plural() -> None:
    withheld = (SILENT, replace(SILENT, name="Other"), replace(SILENT, name="Third"))

    assert compose(TEXT, roll(withheld, TEXT), IMPRINT).signatories.unnamed == (
        "and 3 organisations not named for their safety"
    )


def test_groups_and_countries_are_headings_only_where_they_order_the_list() -> None:
    def headings(policy: Order) -> list[str]:
        text = replace(TEXT, order=policy)
        return [group.heading for group in compose(text, roll(ALL, text), IMPRINT).signatories.groups]

    assert headings(Order.ALPHABETICAL) == [""]
    assert headings(Order.BY_GROUP) == ["Coast", "Rivers", ""]
    assert headings(Order.BY_COUNTRY) == ["Belgium", "France", "Ireland"]


def test_countries_are_not_counted_where_one_is_missing() -> None:
    assert counts((*ALL, Signatory("Nowhere"))) == Counts(5, (("Coast", 2), ("Rivers", 1)), 0)
    assert counts(()) == Counts(0)


@pytest.mark.parametrize(
    ("name", "acronym"), [("Fund for Rivers", "FUN"), ("UNITED Rivers", "UNI"), ("Wells (WL)", "WL"), ("Wells", "")]
)
def test_paper_prints_the_line_that_the_proof_showed(name: str, acronym: str) -> None:
    signatory = Signatory(name, acronym=acronym)

    (group,) = compose(TEXT, roll((signatory,), TEXT), IMPRINT).signatories.groups
    assert [each.name for each in group.names] == [printed_line(name, acronym)]


def test_a_name_is_printed_as_approved() -> None:
    signatory = Signatory(
        "Uyghur House",
        acronym="UH",
        native_name="ئۇيغۇر ئۆيى",
        person="Ana Berg",
        person_title="Chair",
        language="en",
    )

    (group,) = compose(TEXT, roll((signatory,), TEXT), IMPRINT).signatories.groups
    assert group.names == (
        PrintedName(
            "Uyghur House (UH)",
            native="ئۇيغۇر ئۆيى",
            native_language="und-Arab",
            native_direction="rtl",
            detail="Ana Berg, Chair",
        ),
    )


def test_a_letter_from_right_to_left_says_so() -> None:
    text = replace(TEXT, language="ug")

    assert compose(text, roll(ALL, text), IMPRINT).direction == "rtl"


@pytest.mark.parametrize(
    ("language", "read"),
    [("ug", "rtl"), ("ug-Cyrl", "ltr"), ("kk", "ltr"), ("kk-Arab", "rtl"), ("ku-Arab", "rtl"), ("de-1996", "ltr")],
)
def test_the_script_that_a_language_is_written_in_says_from_which_side(language: str, read: str) -> None:
    text = replace(TEXT, language=language)

    assert compose(text, roll(ALL, text), IMPRINT).direction == read


def test_a_letter_without_names_has_no_list_and_no_count() -> None:
    document = compose(replace(TEXT, title="Water", body="Act."), roll((), TEXT), IMPRINT)

    assert document.signatories.heading == ""
    assert document.dateline == "Port Amber, 3 May 2027"


def test_an_unknown_token_is_refused() -> None:
    with pytest.raises(Refused, match=r"\{\{total\}\}"):
        compose(replace(TEXT, body="{{total}}"), roll(ALL, TEXT), IMPRINT)


def test_the_colophon_names_edition_fingerprint_and_address() -> None:
    imprint = Imprint(DATED, edition=2, fingerprint="48ff30768d146c36", address="letters.example/water")

    assert compose(TEXT, roll(ALL, TEXT), imprint).colophon == "Edition 2 · 48ff3076 · letters.example/water"


def test_files_are_named_by_the_day_of_the_lift() -> None:
    text = replace(TEXT, title="Civil Society Calls for Urgent Measures to Protect Rivers")

    assert embargoed_file_name(text, edition=1, lift=LIFT) == (
        "2027-05-03_civil-society-calls-for-urgent-measures_en_v1_EMBARGOED.pdf"
    )
    assert file_name(text, edition=2, lift=LIFT) == ("2027-05-03_civil-society-calls-for-urgent-measures_en_v2.pdf")


@settings(deadline=None)
@given(st.text(st.characters(codec="utf-8"), max_size=80))
def test_any_title_makes_a_plain_file_name(title: str) -> None:
    stem = file_name(replace(TEXT, title=title), edition=1, lift=LIFT)

    slug = stem.removeprefix("2027-05-03_").removesuffix("_en_v1.pdf")
    assert 1 <= len(slug) <= 40
    assert slug.isascii()
    assert slug.replace("-", "").isalnum()


@pytest.mark.parametrize(("letter", "total"), [("refoulement-2022", 72), ("blinken-2023", 9)])
def test_the_real_letters_are_composed_with_their_own_numbers(letter: str, total: int) -> None:
    if not REAL_LETTERS.exists():
        pytest.skip("The real letters do not stand beside this repository.")
    folder = read_letter_folder(REAL_LETTERS / letter)
    signatories = [
        Signatory(one.name, group=one.group, lead=one.lead, given=given) for given, one in enumerate(folder.signatories)
    ]

    document = compose(folder.text, roll(signatories, folder.text), IMPRINT)

    assert document.signatories.count == total
    given = [one.name for one in folder.signatories]
    if total == 9:
        assert names(document) == given
        assert document.signatories.summary == "9 organizations"
    else:
        assert "22 refugee and human rights groups and 50 Uyghur organizations" in document.body
        assert names(document) != given
        kept = [name for place, name in enumerate(given, 1) if place not in {18, 22, 23, 24, 53}]
        assert [name for name in names(document) if name in kept] == kept


def test_a_formal_letter_bears_its_subject_and_not_what_others_call_it() -> None:
    letter = replace(TEXT, template="formal-letter", subject="Re: Clean water")

    assert compose(letter, roll(ALL, letter), IMPRINT).short_subject == "Re: Clean water"
    assert compose(replace(letter, subject=""), roll(ALL, letter), IMPRINT).short_subject == ""


def test_the_ask_has_at_most_forty_words() -> None:
    sentence = "One two three four five six seven eight nine ten. "
    long, endless = replace(TEXT, standfirst=sentence * 5), replace(TEXT, standfirst="word " * 50)

    assert compose(long, roll(ALL, long), IMPRINT).ask == (sentence * 3).strip()
    assert compose(endless, roll(ALL, endless), IMPRINT).ask == " ".join(["word"] * 40) + "…"


def test_without_a_standfirst_the_first_paragraph_asks() -> None:
    text = replace(TEXT, standfirst="", body="## Now\n\nMend *it*.\n\n1. First.\n2. Second.")
    document = compose(text, roll(ALL, text), IMPRINT)

    assert (document.ask, document.summary) == ("Mend it.", "<p>Mend <em>it</em>.</p>")
    assert document.demands == "<ol>\n<li>First.</li>\n<li>Second.</li>\n</ol>"


def test_the_media_read_what_was_written_for_them_with_its_numbers() -> None:
    said = PressMaterial(
        "{{count}} ask", "First.\n\nSecond by {{count:words}}.", (Quote("{{count}} of us.", "Ana", "Chair"),)
    )

    press = compose(TEXT, roll(ALL, TEXT), replace(IMPRINT, press=said)).press

    assert press == PressText("4 ask", ("First.", "Second by four."), (PrintedQuote("4 of us.", "Ana", "Chair"),))


def test_a_quote_whose_count_cannot_be_filled_is_told_by_its_number() -> None:
    quotes = (Quote("We ask.", "Ana"), Quote("We are {{count:Boats}}.", "Bo"))

    with pytest.raises(Refused, match=r"^Quote 2, line 1: “\{\{count:Boats\}\}” names a group that no signatory has"):
        compose(TEXT, roll(ALL, TEXT), replace(IMPRINT, press=PressMaterial(quotes=quotes)))


def test_without_a_press_text_the_media_read_title_and_standfirst() -> None:
    text = replace(TEXT, standfirst="Three rivers.")

    assert compose(text, roll(ALL, text), IMPRINT).press == PressText(
        "4 groups ask for clean water", ("Three rivers.",)
    )


def test_where_and_until_when_one_signs_is_said_in_the_language_of_the_letter() -> None:
    french = replace(TEXT, language="fr", title="Eau")
    signing = Signing("https://letters.example/sign", read_wall_time("2027-05-20 23:00 Europe/Paris"))

    call = compose(french, roll(ALL, french), replace(IMPRINT, signing=signing)).signing

    assert call == SigningCall(
        address="https://letters.example/sign",
        until="À signer avant le jeudi 20 mai 2027, 23:00 CEST (Paris)",
        ladder=(
            "21:00 UTC · 17:00 New York · 22:00 Londres · 00:00 Istanbul (vendredi 21 mai 2027) · "
            "06:00 Tokyo (vendredi 21 mai 2027)"
        ),
    )


def test_other_languages_are_named_in_their_own_words() -> None:
    others = (Translated("fr", "https://letters.example/eau"), Translated("ar", "https://letters.example/ma"))

    assert compose(TEXT, roll(ALL, TEXT), replace(IMPRINT, translations=others)).translations == (
        Translation("Français", "fr", "ltr", "https://letters.example/eau"),
        Translation("العربية", "ar", "rtl", "https://letters.example/ma"),
    )


def test_a_place_in_latin_letters_does_not_take_the_day_along_in_a_letter_from_the_right() -> None:
    document = compose(replace(TEXT, language="ar"), roll(ALL, TEXT), IMPRINT)

    assert document.date_line.startswith("Port Amber\u200f، 3 ")


@pytest.mark.parametrize(
    ("language", "date_line"),
    [
        ("ckb", "سلێمانی، 3ی ئایاری 2027"),
        ("ur", "سلێمانی، 3 مئی، 2027"),
        ("kk", "سلێمانی\u200e, 2027\u00a0ж. 3 мамыр"),
        ("ku-Arab", "سلێمانی، \u200e3 May 2027\u200e"),
    ],
)
def test_a_date_is_told_in_the_language_of_the_letter_where_its_phrases_are_english(
    language: str, date_line: str
) -> None:
    text = replace(TEXT, language=language, place="سلێمانی")

    assert compose(text, roll(ALL, text), IMPRINT).date_line == date_line


def test_counts_in_english_keep_their_order_in_a_letter_from_the_right() -> None:
    text = replace(TEXT, language="ckb", place="سلێمانی")

    dateline = compose(text, roll(ALL, text), IMPRINT).dateline

    assert dateline == "سلێمانی، 3ی ئایاری 2027 · \u200e4 organisations from 3 countries\u200e"


def test_no_note_stands_between_the_text_and_its_closing() -> None:
    text = replace(TEXT, body="We ask.[^n]\n\n## Sources\n\nA book.\n\n[^n]: A note.", closing="Yours sincerely")
    noted = replace(TEXT, body="We ask.[^n]\n\n[^n]: A note.")

    closed, open_ended = (compose(each, roll(ALL, each), IMPRINT) for each in (replace(noted, closing="Yours"), noted))
    with_sources = compose(text, roll(ALL, text), IMPRINT)

    assert ("A note." in closed.body, "A note." in closed.back_matter) == (False, True)
    assert ("A note." in open_ended.body, open_ended.back_matter) == (True, "")
    assert with_sources.back_matter.index("A book.") < with_sources.back_matter.index("A note.")
