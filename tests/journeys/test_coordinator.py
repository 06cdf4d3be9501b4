"""A coordinator's way from the first start to the public page."""

from datetime import timedelta
from urllib.parse import urlsplit

import pypdfium2
from bs4 import BeautifulSoup

from tests.browser import Browser, words
from tests.factories import PASSWORD
from tests.journeys.steps import (
    A_DAY_BEFORE,
    AFTER_DEADLINE,
    BEGINNING,
    LIFT,
    SIGNING,
    TITLE,
    World,
    begin_campaign,
    follow,
    invite,
    open_letter,
    open_link,
    review_of,
    set_up,
    sign_and_confirm,
    sign_in,
    write_letter,
)

GRACE = {"name": "Grace Hopper", "email": "grace@example.org"}
CONTACTS = "Rivers United; Tess Typist; tess@rivers.example\nWasser für alle; Uli Quell; uli@wasser.example"
KINGFISHER = {"name": "Kingfisher Trst", "country": "GB", "email": "kay@kingfisher.example"}


def test_a_coordinator_leads_a_letter_from_the_first_start_to_the_public_page(world: World) -> None:
    browser = world.new_browser()
    world.at(BEGINNING)
    assert "Nothing is on your desk yet." in words(set_up(world, browser))
    campaign = begin_campaign(browser)
    a_colleague_joins_from_the_mail(world, browser, campaign)
    path = the_text_is_pasted_mended_and_frozen(browser, campaign)
    organisations_are_asked_and_looked_at(world, browser, browser.open(path))
    world.at(AFTER_DEADLINE)
    release = the_release_is_checked_on_a_trial_print(world, browser, path)
    it_is_sealed_only_after_a_second_look(world, browser, release)
    world.at(A_DAY_BEFORE)
    it_is_held_and_let_go(browser, path)
    it_is_public_at_the_instant(world)
    sign_in(browser)
    assert follow(browser, browser.open(path), "Open the public page").select_one("ol.names")


def a_colleague_joins_from_the_mail(world: World, browser: Browser, campaign: BeautifulSoup) -> None:
    team = follow(browser, campaign, "Team")
    assert "You are alone on this team." in words(team)
    assert GRACE["email"] in words(browser.press(team, "Add to the team", GRACE))

    invitation = world.mail(GRACE["email"], "Your invitation")

    assert invitation.first_line == "Please join by Tue 8 June 2027, 10:00 Brussels."
    colleague = world.new_browser()
    desk = colleague.press(colleague.open(invitation.link), "Join", {"password": PASSWORD})
    assert "Clean rivers" in words(desk)


def the_text_is_pasted_mended_and_frozen(browser: Browser, campaign: BeautifulSoup) -> str:
    letter = write_letter(browser, campaign)
    text = follow(browser, letter, "Text")
    mended = {"body": "We are {{count:words}} organisations.\n\n**Mend the pipes** before winter."}
    preview = browser.press(text, "Preview", mended, status=200)
    assert "A preview. It is not saved yet." in words(preview)
    saved = browser.press(preview, "Save as a new revision")
    assert "Revision 2 is saved." in words(saved)

    letter = open_letter(browser, follow(browser, saved, TITLE))
    path = urlsplit(browser.address).path

    assert "Signing ends on Monday 14 June 2027, 18:00 CEST (Brussels)." in words(letter)
    assert not follow(browser, letter, "Text").select("textarea"), "a frozen text has no form"
    return path


def organisations_are_asked_and_looked_at(world: World, browser: Browser, letter: BeautifulSoup) -> None:
    board = invite(browser, letter, CONTACTS)
    assert "2 invitations are on their way." in words(board)
    asked = world.mail(SIGNING["email"], "Invitation to sign")
    assert asked.first_line == "Please sign by Mon 14 June 2027, 18:00 Brussels."
    assert TITLE not in asked.subject, "the call is not public"
    sign_and_confirm(world, asked.link)
    sign_and_confirm(world, open_link(board), **KINGFISHER)

    sign_ons = follow(browser, follow(browser, board, TITLE), "Look at the sign-ons")

    assert "Needs you" in words(sign_ons)
    accepted = browser.press(sign_ons, "Accept")
    one = follow(browser, accepted, KINGFISHER["name"])
    browser.press(one, "Correct the name", {"name": "Kingfisher Trust"})
    assert "Printed: Kingfisher Trust" in world.mail(KINGFISHER["email"], "Corrected").text


def the_release_is_checked_on_a_trial_print(world: World, browser: Browser, path: str) -> BeautifulSoup:
    sign_in(browser)
    letter = browser.open(path)
    assert "Signing ended on Monday 14 June 2027, 18:00 CEST (Brussels)." in words(letter)
    release = follow(browser, letter, "Go to the release")
    assert "To do" not in words(release)
    assert "2 organisations will stand under it." in words(release)
    waiting = browser.press(release, "Make a trial print")
    assert "It is being typeset." in words(waiting)

    world.work()

    release = follow(browser, waiting, "Look again")
    assert "Kingfisher Trust" in pdf_behind(browser, release, "Open the trial print")
    return release


def it_is_sealed_only_after_a_second_look(world: World, browser: Browser, release: BeautifulSoup) -> None:
    review = review_of(browser, release)
    assert "Embargoed until Thursday 17 June 2027, 09:00 CEST (Brussels)" in words(review)
    assert "07:00 UTC · 03:00 New York · 08:00 London · 10:00 Istanbul · 16:00 Tokyo" in words(review)
    wrong = browser.press(review, "Seal the edition", {"read_times": "y", "count": "3"}, status=422)
    assert "That is not the number on the list." in words(wrong)

    edition = browser.press(wrong, "Seal the edition", {"count": "2"})

    assert "The PDFs are being typeset" in words(edition)
    world.work()
    edition = follow(browser, edition, "Look again")
    assert "Sealed. It becomes public by itself on Thursday 17 June 2027, 09:00 CEST (Brussels)." in words(edition)


def it_is_held_and_let_go(browser: Browser, path: str) -> None:
    sign_in(browser)
    held = browser.press(browser.open(f"{path}/editions/1"), "Hold the release")
    assert "Sealed and held." in words(held)
    ending = follow(browser, held, "Let it go")
    assert "Type the word PUBLIC" in words(browser.press(ending, "Let it go", {"word": "go"}, status=422))
    assert "The hold has ended." in words(browser.press(ending, "Let it go", {"word": "PUBLIC"}))


def it_is_public_at_the_instant(world: World) -> None:
    anyone = world.new_browser()
    world.at(LIFT - timedelta(milliseconds=1))
    assert "No letter is public at the moment." in words(anyone.open("/"))

    world.at(LIFT)

    public = follow(anyone, anyone.open("/"), TITLE)
    printed = [each.get_text(" ", strip=True) for each in public.select("ol.names li")]
    assert printed == ["Kingfisher Trust", "Rivers United"]
    assert "We are two organisations. Mend the pipes before winter." in words(public)
    assert "Kingfisher Trust" in pdf_behind(anyone, public, "Read as PDF")


def pdf_behind(browser: Browser, page: BeautifulSoup, link: str) -> str:
    """The text of the PDF behind a link."""
    (shown,) = [each for each in page.select("a") if each.get_text(strip=True) == link]
    pages = pypdfium2.PdfDocument(browser.get(str(shown["href"])).data)
    return "\n".join(page.get_textpage().get_text_range() for page in pages)
