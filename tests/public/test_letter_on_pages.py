"""The sealed letter on every page that shows it: all that is signed, as on paper, before the lift and after it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

import pytest
from bs4 import BeautifulSoup
from sqlalchemy.orm import Session

from app.letters.models import Quote
from app.letters.text import LetterText
from app.rendering.document import Addressee, MediaContact, Paper
from app.signons.roll import Signatory
from app.signons.rules import Visibility
from tests.browser import Browser
from tests.factories import BEFORE_LIFT, LIFT, a_grant, a_letter, a_sealed_edition, a_text, a_whole_text
from tests.press.test_public_views import entered

SetClock = Callable[[datetime], None]
Shows = Callable[..., BeautifulSoup]
NAMED = (Signatory("Rivers United", country="BE"), Signatory("Wasser für alle", country="AT"))


@pytest.fixture(params=["press room", "press room after the lift", "public page"])
def page(request: pytest.FixtureRequest, browser: Browser, session: Session, at: SetClock) -> Shows:
    """Seals a letter and opens one of the pages that show it."""

    def opened(text: LetterText, *signatories: Signatory) -> BeautifulSoup:
        at(BEFORE_LIFT)
        letter = a_letter()
        a_sealed_edition(letter, text=text, signatories=signatories or NAMED)
        session.add(Quote(letter_id=letter.id, position=1, text="يكفي", speaker="ليلى", speaker_title="مديرة"))
        session.flush()
        if request.param == "public page":
            at(LIFT.instant())
            return browser.open(f"/letters/{letter.slug}")
        guest = a_grant(letter)
        room = entered(browser, guest)
        if request.param == "press room":
            return room
        at(LIFT.instant())
        return browser.open(browser.address)

    return opened


def lines(page: BeautifulSoup) -> list[str]:
    assert page.main is not None
    return list(page.main.stripped_strings)


def test_every_part_that_is_signed_is_shown_in_the_order_of_paper(page: Shows) -> None:
    shown = lines(page(a_whole_text()))

    first, names = shown.index("Ada Quill"), shown.index("Rivers United")
    assert [part for part in ("Joint letter", "Clean water", "Before the summer.") if part not in shown[:first]] == []
    assert any(line.startswith("Port Amber, 3 May 2027") for line in shown[:first])
    assert shown[first : shown.index("Yours sincerely") + 1] == [
        *("Ada Quill", "Minister", "Ministry of Water", "1 Square"),
        "By post",
        *("cc:", "The Ombudsman"),
        "Dear Minister,",
        "The second basin",
        *("Mend", "the pipes."),
        "Yours sincerely",
    ]
    after = shown.index("Sources")
    assert after > names
    assert shown[after : after + 4] == ["Sources", "Yearly report", "Notes to editors", "The towns can be visited."]


def test_whom_the_media_may_call_is_written_to_at_an_address_that_can_be_read(page: Shows) -> None:
    shown = page(a_text())

    assert [each["href"] for each in shown.select("a[href^=mailto]")] == ["mailto:mara@example.org"]


def test_a_letter_to_an_american_office_is_shown_in_its_order(page: Shows) -> None:
    shown = lines(page(replace(a_whole_text(), language="en-US", paper=Paper.LETTER)))

    assert shown.index("Re: The second basin") < shown.index("Dear Minister:") < shown.index("Yours sincerely")
    assert shown.index("Yours sincerely") < shown.index("cc:") < shown.index("The Ombudsman") < shown.index("Sources")


def test_sources_within_the_text_stand_below_the_names_as_on_paper(page: Shows) -> None:
    body = "Mend the pipes.\n\n## Further sources\n\nThe yearly report of the basin."

    shown = lines(page(replace(a_whole_text(), body=body)))

    assert shown.index("Rivers United") < shown.index("The yearly report of the basin.")


def test_words_beside_each_other_are_joined_by_the_comma_of_their_script(page: Shows) -> None:
    text = replace(
        a_whole_text(),
        language="ar",
        addressees=(Addressee("وزير المياه"),),
        contacts=(MediaContact("ليلى", "الأنهار", "leyla@example.org"),),
    )

    shown = page(text)

    assert "ليلى، الأنهار" in " ".join(shown.get_text().split())
    assert [each["value"] for each in shown.select(".copy input")] in ([], ["“يكفي” ليلى، مديرة"])


def test_what_is_told_of_a_letter_is_read_from_the_side_of_its_language(page: Shows) -> None:
    shown = page(replace(a_whole_text(), language="ar", standfirst="مياه نظيفة."))

    told = shown.select("h1 > span, .standfirst, .dateline, h2[lang]")
    assert [(each.name, each.get("lang"), each.get("dir")) for each in told] == [
        ("span", "ar", "rtl"),
        ("p", "ar", "rtl"),
        ("p", "ar", "rtl"),
        ("h2", "ar", "rtl"),
        ("p", "ar", "rtl"),
    ]


def test_where_nobody_is_named_the_count_is_told_all_the_same(page: Shows) -> None:
    silent = Signatory("Silent Lake", visibility=Visibility.COUNTED)

    shown = lines(page(a_whole_text(), silent, silent))

    assert [line for line in shown if line.startswith("2 organisations, as of")] != []
    assert "and 2 organisations not named for their safety" in shown
    assert [line for line in shown if "Silent" in line] == []


def test_persons_have_their_affiliation_and_the_line_on_what_it_means(page: Shows) -> None:
    person = Signatory("Ana Muster", affiliation="University of Port Amber", country="BE")
    disclaimer = "Affiliations of persons are given for identification only."

    shown = lines(page(a_text(), *NAMED, person))

    assert "University of Port Amber" in shown[shown.index("Ana Muster") :][:3]
    assert disclaimer in shown
    assert shown.index(disclaimer) > shown.index("Ana Muster")
    assert disclaimer not in lines(page(a_text(), *NAMED))
