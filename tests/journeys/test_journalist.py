"""A journalist's way: a mail that says nothing, terms, a room, a copy of their own, and free at the instant."""

from datetime import timedelta

import pypdfium2

from tests.browser import words
from tests.journeys.steps import (
    A_DAY_BEFORE,
    ANA,
    LIFT,
    TITLE,
    World,
    a_sealed_letter,
    follow,
    invite_journalist,
    sign_in,
)

STAMP = "Copy 1 · Ana Pop, Radio Delta"
HELD_BACK = (TITLE, "pipes", "Rivers United", "Clean rivers", "river")


def test_a_journalist_reads_early_under_their_name_and_publishes_at_the_instant(world: World) -> None:
    path = a_sealed_letter(world)
    world.at(A_DAY_BEFORE)
    mail = invite_journalist(world, path)
    first_line = "Under embargo until Thursday 17 June 2027, 10:00 EEST (Bucharest)."
    assert (mail.subject, mail.first_line) == ("Under embargo, on request", first_line)
    assert not [word for word in HELD_BACK if word.casefold() in mail.text.casefold()]

    # Whoever opens the link has promised nothing yet, and learns nothing: neither do previews of links.
    ana = world.new_browser()
    landing = ana.open(mail.link)
    seen = ana.get(mail.link).text.casefold()
    assert not [word for word in HELD_BACK if word.casefold() in seen]
    refused = ana.press(landing, "Accept and read", status=422)
    assert "Tick the box if you accept the five points." in words(refused)

    # The room has the letter, and the copy bears name and number on every page.
    room = ana.press(refused, "Accept and read", {"accepts": "y"})
    assert "Mend the pipes" in words(room)
    assert mail.link.rsplit("/", 1)[1] not in ana.address, "the link is out of the address"
    copy = ana.post(
        str(room.select_one("form.one-click")["action"]),  # type: ignore[index]  # the page has it, or the test fails
        {"csrf_token": str(room.select_one("input[name=csrf_token]")["value"])},  # type: ignore[index]  # as above
    )
    pdf = ana.get(copy.location).data
    assert pages_of(pdf)
    assert all(STAMP in page and "Embargoed until" in page for page in pages_of(pdf))
    follow_up = ana.open(ana.address)
    assert "Copy 1." in words(follow_up)
    assert ana.get(copy.location).data == pdf, "asking again gives the same copy"

    # The release is held and let go: told once, and the room says so.
    desk = world.new_browser()
    sign_in(desk)
    held = desk.press(desk.open(f"{path}/editions/1"), "Hold the release")
    world.work()
    assert world.mail(ANA["email"], "EMBARGO CHANGED: on hold").first_line.startswith("The hour you were given")
    assert "The release is on hold" in words(ana.open(ana.address)).replace("the release", "The release")
    desk.press(follow(desk, held, "Let it go"), "Let it go", {"word": "PUBLIC"})

    # A moment before the instant nothing has changed; at the instant the same room is free.
    world.at(LIFT - timedelta(milliseconds=1))
    world.work()
    assert "Your PDF" in words(ana.open(ana.address))
    world.at(LIFT)
    free = ana.open(ana.address)
    assert "It is public: you are free to publish" in words(free)
    clean = next(link for link in free.select("a") if link.get_text(strip=True) == "PDF for your readers")
    pages = pages_of(ana.get(str(clean["href"])).data)
    assert pages
    assert not [page for page in pages if "Copy 1" in page or "Embargoed" in page]

    # However often the worker looks, the notice is written once.
    for _sweep in range(5):
        world.work()
    notices = [mail for mail in world.mails(ANA["email"]) if mail.subject.startswith("EMBARGO LIFTED")]
    assert [mail.subject for mail in notices] == [f"EMBARGO LIFTED: {TITLE}"]
    assert notices[0].first_line == "It is public: you are free to publish now."
    assert "Mend the pipes" in words(ana.open(notices[0].link))


def test_a_journalist_who_was_shut_out_sees_nothing_any_more(world: World) -> None:
    path = a_sealed_letter(world)
    world.at(A_DAY_BEFORE)
    mail = invite_journalist(world, path)
    ana = world.new_browser()
    ana.press(ana.open(mail.link), "Accept and read", {"accepts": "y"})
    room = ana.address

    desk = world.new_browser()
    sign_in(desk)
    desk.press(desk.open(f"{path}/press"), "Shut out now")

    for address in (room, mail.link):
        page = ana.open(address, status=410)
        assert "Your access has ended" in words(page)
        assert "pipes" not in words(page)


def test_a_journalist_with_a_killed_edition_is_told_not_to_publish(world: World) -> None:
    path = a_sealed_letter(world)
    world.at(A_DAY_BEFORE)
    mail = invite_journalist(world, path)
    ana = world.new_browser()
    ana.press(ana.open(mail.link), "Accept and read", {"accepts": "y"})

    desk = world.new_browser()
    sign_in(desk)
    page = follow(desk, desk.open(f"{path}/editions/1"), "Kill this edition")
    desk.press(page, "Kill the edition for good", {"reason": "A number was wrong.", "sure": "y"})
    world.at(LIFT)
    world.work()

    (notice,) = [each for each in world.mails(ANA["email"]) if each.subject.startswith("Withdrawn before release")]
    assert notice.first_line == "Do not publish."
    assert "The reason: A number was wrong." in notice.text
    assert "delete your copy" in words(ana.open(ana.address, status=410))


def pages_of(pdf: bytes) -> list[str]:
    """The text of each page."""
    return [page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(pdf)]
