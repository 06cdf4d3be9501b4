"""Dates, hours and cities in the language of the letter."""

from dataclasses import replace
from datetime import date

import pytest

from app.core.wall_time import read_wall_time, zones
from app.editions.composition import compose, under_embargo
from app.letters.wording import wording
from app.rendering.fonts import refuse_characters
from app.rendering.templates_on_disk import letter_template, template_keys
from app.signons.roll import roll
from tests.editions.test_composition import ALL, IMPRINT, LIFT, TEXT


@pytest.mark.parametrize(
    ("language", "until"),
    [
        ("de", "Gesperrt bis Montag, 3. Mai 2027, 09:00 CEST (Brüssel)"),
        ("ru", "Эмбарго до: понедельник, 3 мая 2027\u00a0г., 09:00 CEST (Брюссель)"),
        ("zh-TW", "2027年5月3日星期一09:00 CEST（布魯塞爾）之前不得發布"),
        ("fa", "انتشار ممنوع تا دوشنبه 3 مهٔ 2027، 09:00 CEST (بروکسل)"),
        ("ug-Cyrl", "Елан қилиш чәкләнгән вақит: 2027-жили 3-май, 09:00 CEST (Brussels) ғичә"),
        ("kk-Latn", "Embargoed until Monday 3 May 2027, 09:00 CEST (Brussels)"),
        ("ja", "Embargoed until Monday 3 May 2027, 09:00 CEST (Brussels)"),
    ],
)
def test_an_embargo_is_told_in_the_language_and_the_script_of_the_letter(language: str, until: str) -> None:
    assert wording(language).until(LIFT) == until


@pytest.mark.parametrize(
    ("language", "day", "date_line"),
    [
        ("fr", 1, "Port Amber, le 1er mai 2027"),
        ("fr-CA", 21, "Port Amber, le 21 mai 2027"),
        ("de", 1, "Port Amber, 1. Mai 2027"),
        ("it", 1, "Port Amber, 1º maggio 2027"),
        ("it", 11, "Port Amber, 11 maggio 2027"),
        ("es", 3, "Port Amber, 3 de mayo de 2027"),
        ("pl", 3, "Port Amber, 3 maja 2027\u00a0r."),
        ("ru", 3, "Port Amber, 3 мая 2027\u00a0г."),
        ("uk", 3, "Port Amber, 3 травня 2027\u00a0року"),
    ],
)
def test_place_and_date_are_written_as_letters_are_in_the_language(language: str, day: int, date_line: str) -> None:
    text = replace(TEXT, language=language, date=date(2027, 5, day))

    assert compose(text, roll(ALL, text), IMPRINT).date_line == date_line


def test_a_french_date_without_a_place_stands_by_itself_and_a_first_of_the_month_is_told_everywhere() -> None:
    text = replace(TEXT, language="fr", place="", date=date(2027, 5, 1))
    first = read_wall_time("2027-05-01 09:00 Europe/Paris")

    document = under_embargo(compose(text, roll(ALL, text), replace(IMPRINT, as_of=first)), first)

    assert document.date_line == "1er mai 2027"
    assert document.signatories.summary == "4 organisations, au 1er mai 2027, 09:00 CEST"
    assert document.embargo is not None
    assert document.embargo.line == "Sous embargo jusqu’au samedi 1er mai 2027, 09:00 CEST (Paris)"


@pytest.mark.parametrize(
    ("language", "cities"),
    [
        ("en-US", "07:00 UTC · 03:00 New York · 08:00 London · 10:00 Istanbul · 16:00 Tokyo"),
        ("fr-BE", "07:00 UTC · 03:00 New York · 08:00 Londres · 10:00 Istanbul · 16:00 Tokyo"),
        ("pt", "07:00 UTC · 03:00 Nova York · 08:00 Londres · 10:00 Istambul · 16:00 Tóquio"),
        ("pt-PT", "07:00 UTC · 03:00 Nova Iorque · 08:00 Londres · 10:00 Istambul · 16:00 Tóquio"),
        ("he", "07:00 UTC · 03:00 ניו יורק · 08:00 לונדון · 10:00 איסטנבול · 16:00 טוקיו"),
        ("zh-HK", "07:00 UTC · 03:00 紐約 · 08:00 倫敦 · 10:00 伊斯坦堡 · 16:00 東京"),
        ("ug", "07:00 UTC · 03:00 New York · 08:00 London · 10:00 Istanbul · 16:00 Tokyo"),
        ("ja", "07:00 UTC · 03:00 New York · 08:00 London · 10:00 Istanbul · 16:00 Tokyo"),
    ],
)
def test_cities_have_the_names_that_whoever_reads_the_letter_calls_them(language: str, cities: str) -> None:
    text = replace(TEXT, language=language)
    embargo = under_embargo(compose(text, roll(ALL, text), IMPRINT), LIFT).embargo

    assert embargo is not None
    assert embargo.ladder == cities


@pytest.mark.parametrize(
    ("zone", "language", "name"),
    [
        ("Europe/Kyiv", "uk", "Київ"),
        ("Europe/Kyiv", "en", "Kyiv"),
        ("Europe/Kyiv", "fr", "Kyiv"),
        ("Europe/Kyiv", "de", "Kiew"),
        ("Asia/Kolkata", "es", "Calcuta"),
        ("Asia/Ho_Chi_Minh", "de", "Ho-Chi-Minh-Stadt"),
        ("America/Argentina/Buenos_Aires", "ru", "Буэнос-Айрес"),
        ("America/Mexico_City", "pl", "Meksyk"),
        ("America/St_Johns", "en", "St Johns"),
        ("Europe/Istanbul", "ug-Cyrl", "Istanbul"),
        ("UTC", "ar", "UTC"),
    ],
)
def test_a_city_has_one_name_in_a_language_whatever_its_key_was_before(zone: str, language: str, name: str) -> None:
    assert wording(language).city(zone) == name


@pytest.mark.parametrize("language", [*letter_template("joint-statement").languages, "pt-PT", "zh-HK"])
def test_every_city_that_is_offered_can_be_printed_in_every_language_that_tells_the_hour(language: str) -> None:
    for zone in zones():
        refuse_characters("city", wording(language).city(zone.key))


@pytest.mark.parametrize("key", template_keys())
def test_every_language_of_a_template_has_its_own_words_for_counts_and_orders(key: str) -> None:
    languages = letter_template(key).languages
    english = {wording("en").signatories, wording("en").embargo, *wording("en").orders.values()}
    said = {
        language: {wording(language).signatories, wording(language).embargo, *wording(language).orders.values()}
        for language in languages
        if language != "en"
    }

    assert {language for language, own in said.items() if own & english} == set()
