"""A member organisation's way: asked, signed by whoever decides, thanked, and out again when it wants to be."""

from app.letters.rules import Listing
from tests.browser import words
from tests.journeys.steps import (
    AFTER_DEADLINE,
    CONFIRMING,
    LIFT,
    SIGNING,
    TITLE,
    World,
    an_open_letter,
    follow,
    invite,
    open_link,
    seal,
    sign,
    sign_and_confirm,
    sign_in,
)

LINE = "Rivers United; Tess Typist; tess@rivers.example"
DIRECTOR = "dora@rivers.example"
PHONE = {"name": "Kingfisher Trust", "country": "GB", "email": "kay@kingfisher.example"}
SIGNS = "Confirm: \N{FIRST STRONG ISOLATE}Rivers United\N{POP DIRECTIONAL ISOLATE} signs"
DEADLINE_IN_MAIL = "Mon 14 June 2027, 18:00 Brussels."


def test_a_colleague_fills_it_in_the_director_signs_and_both_can_take_it_back(world: World) -> None:
    path = an_open_letter(world)
    coordinator = world.new_browser()
    sign_in(coordinator)
    invite(coordinator, coordinator.open(path), LINE)

    # The invitation shows the whole text before any question, and knows the name.
    asked = world.mail(SIGNING["email"], "Invitation to sign")
    assert asked.first_line == f"Please sign by {DEADLINE_IN_MAIL}"
    typist = world.new_browser()
    page = typist.open(asked.link)
    said = words(page)
    assert said.index("Mend the pipes") < said.index("Name of your organisation")
    assert page.select_one("input[name=name]")["value"] == "Rivers United"  # type: ignore[index]  # asserted by it

    # The colleague names who decides, and cannot confirm in their place.
    passed_on = {"authority": "other", "authority_email": DIRECTOR}
    sent = sign(typist, asked.link, **passed_on)
    assert "Nothing is signed yet" in words(sent)
    note = world.mail(SIGNING["email"], "Waiting for approval")
    assert note.first_line == f"Approval is needed by {DEADLINE_IN_MAIL}"
    waiting = typist.open(note.link)
    assert "The person you named decides." in words(waiting)
    assert not [button for button in waiting.select("button") if "Confirm" in button.get_text()]

    # The director reads the text in full behind a link of their own, and signs with a tick and a role.
    decide = world.mail(DIRECTOR, "Approval needed")
    assert decide.first_line == f"Please decide by {DEADLINE_IN_MAIL}"
    assert decide.link != note.link
    director = world.new_browser()
    page = director.open(decide.link)
    assert "Mend the pipes" in words(page)
    unticked = director.press(page, SIGNS, {"role": "Director"}, status=422)
    assert "Tick that you may decide this for the organisation." in words(unticked)
    assert "Your organisation is a signatory" in words(director.press(unticked, SIGNS, CONFIRMING))

    # Both have a receipt of what was signed; the coordinator has nothing to do.
    for receipt in (world.mail(SIGNING["email"], "Confirmed"), world.mail(DIRECTOR, "Confirmed")):
        assert receipt.subject == "Confirmed: the signature of Rivers United"
        assert "Printed: Rivers United" in receipt.text
        assert "Text signed: revision 1, fingerprint" in receipt.text
    assert "Nobody needs to be looked at" not in words(coordinator.open(f"{path}/sign-ons"))
    assert "Rivers United" in words(coordinator.open(f"{path}/sign-ons"))

    # Before the seal one click takes it back, and everybody hears of it.
    mine = typist.open(world.mail(SIGNING["email"], "Confirmed").link)
    assert "Withdrawn; nothing is signed" in words(typist.press(mine, "Withdraw our name"))
    assert "is not a signatory" in world.mail(DIRECTOR, "Withdrawn: the signature of Rivers United").text
    assert "Nobody stands on the list yet." in words(coordinator.open(f"{path}/sign-ons"))


def test_the_open_link_on_a_phone_survives_a_double_click_and_the_way_back(world: World) -> None:
    path = an_open_letter(world)
    coordinator = world.new_browser()
    sign_in(coordinator)
    link = open_link(coordinator.open(f"{path}/sign-ons"))
    phone = world.new_browser()

    # The button is pressed twice, then Back and once more: one sign-on, the same page each time.
    first = sign(phone, link, **PHONE)
    second = sign(phone, link, **PHONE)
    again = phone.press(
        follow(phone, second, "Fill in the form once more."), "Sign for our organisation", SIGNING | PHONE
    )
    assert words(first) == words(second) == words(again)

    # Confirmed twice, by the page that Back shows too: still one, and it waits for a coordinator.
    page = phone.open(world.mail(PHONE["email"], "Please confirm").link)
    button = SIGNS.replace("Rivers United", PHONE["name"])
    confirmed = phone.press(page, button, CONFIRMING)
    assert "the coordinators look at it" in words(confirmed)
    assert words(phone.press(page, button, CONFIRMING)) == words(confirmed)
    table = coordinator.open(f"{path}/sign-ons")
    assert len([each for each in table.select("article") if PHONE["name"] in each.get_text()]) == 1
    accepted = coordinator.press(table, "Accept")
    assert PHONE["name"] in words(accepted)
    assert (
        world.mail(PHONE["email"], "Confirmed").first_line
        == "Thank you: Kingfisher Trust is now a signatory of “Clean water for every town”."
    )


def test_a_sealed_name_stays_and_its_owner_hears_of_the_release_once(world: World) -> None:
    path = an_open_letter(world)
    coordinator = world.new_browser()
    sign_in(coordinator)
    invite(coordinator, coordinator.open(path), LINE)
    sign_and_confirm(world, world.mail(SIGNING["email"], "Invitation to sign").link)
    world.at(AFTER_DEADLINE)
    seal(world, path, count=1)

    receipt = next(mail for mail in world.mails(SIGNING["email"]) if mail.subject.startswith("Confirmed"))
    member = world.new_browser()
    page = member.open(receipt.link)
    assert "The letter has been sealed with your name." in words(page)
    assert not [button for button in page.select("button") if "Withdraw" in button.get_text()]

    world.at(LIFT)
    for _sweep in range(3):
        world.work()
    released = [mail for mail in world.mails(SIGNING["email"]) if mail.subject == f"Released: {TITLE}"]
    assert len(released) == 1
    assert "Rivers United" in words(world.new_browser().open(released[0].link))


def test_who_will_not_sign_says_so_with_one_click_and_may_change_their_mind(world: World) -> None:
    path = an_open_letter(world, Listing.PUBLIC_CALL)
    coordinator = world.new_browser()
    sign_in(coordinator)
    invite(coordinator, coordinator.open(path), LINE)
    asked = world.mail(SIGNING["email"], f"Invitation to sign: {TITLE}, by Mon 14 June 2027, 18:00 Brussels")
    assert "please keep it" not in asked.text, "anyone may know of a public call"
    link = asked.link
    member = world.new_browser()

    declined = member.press(member.open(link), "We will not sign")

    assert "Thank you for telling us. Nobody will remind you." in words(declined)
    assert "will not sign" in words(coordinator.open(f"{path}/invitations"))
    sign_and_confirm(world, link)
    assert "Rivers United" in words(coordinator.open(f"{path}/sign-ons"))
