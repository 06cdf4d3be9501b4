"""Whoever holds no link and no account comes nowhere, at any stage, by any address that others went."""

import re
from datetime import timedelta
from uuid import UUID

from tests.browser import Browser
from tests.factories import PASSWORD, a_person
from tests.journeys.steps import (
    A_DAY_BEFORE,
    AFTER_DEADLINE,
    ANA,
    BEGINNING,
    LIFT,
    World,
    begin_campaign,
    follow,
    invite,
    invite_journalist,
    open_letter,
    open_link,
    seal,
    set_up,
    sign_and_confirm,
    sign_in,
    write_letter,
)

TOKEN = re.compile(r"/[\w-]{43}(?=/|$)")
OTHER_TOKEN = f"/{'A' * 43}"
FOR_ANYONE = re.compile(r"/(robots\.txt|staff/(sign-in|new-password))?$")
SLUG = re.compile(r"/letters/[\w-]+")
INVITED = "Rivers United; Tess Typist; tess@rivers.example"


def test_a_stranger_comes_nowhere_at_any_stage(world: World) -> None:
    world.at(BEGINNING)
    ada = world.new_browser()
    set_up(world, ada)
    letter = write_letter(ada, begin_campaign(ada))
    path = ada.address
    guessed = public_addresses(UUID(path.rpartition("/")[2]))
    for page in ("text", "revisions", "revisions/1", "revisions/1/letter.md", "opening", "plan", "stopping"):
        ada.get(f"{path}/{page}")
    a_stranger_tries_everything(world, guessed, public=404)

    board = invite(ada, open_letter(ada, letter), INVITED)
    sign_and_confirm(world, world.mail("tess@rivers.example", "Invitation to sign").link)
    ada.open(open_link(board))
    a_stranger_tries_everything(world, guessed, public=404)

    world.at(AFTER_DEADLINE)
    sign_in(ada)
    ada.press(ada.open(f"{path}/release"), "Make a trial print")
    seal(world, path, count=1)
    ada.get(f"{path}/proof.pdf")
    a_stranger_tries_everything(world, guessed, public=404)

    world.at(A_DAY_BEFORE)
    ana = world.new_browser()
    landing = ana.open(invite_journalist(world, path).link)
    room = ana.press(landing, "Accept and read", {"accepts": "y"})
    button = room.select_one("form.one-click")
    assert button is not None
    token = button.select_one("[name=csrf_token]")
    assert token is not None
    ana.get(ana.post(str(button["action"]), {"csrf_token": str(token["value"])}).location)
    world.at(LIFT - timedelta(milliseconds=1))
    a_stranger_tries_everything(world, guessed, public=404)

    world.at(LIFT)
    reader = world.new_browser()
    public = follow(reader, reader.open("/"), "Clean water for every town")
    for link in public.select("a[href^='/letters/']"):
        reader.get(str(link["href"]))
    assert {each for each in world.visited if SLUG.match(each)} == guessed, "the guesses before the lift were right"
    a_stranger_tries_everything(world, guessed, public=200)

    sign_in(ada)
    ending = follow(ada, ada.open(f"{path}/editions/1"), "Withdraw this edition")
    ada.press(ending, "Withdraw the edition for good", {"sure": "y"})
    a_stranger_tries_everything(world, guessed, public=410)
    assert world.mails(ANA["email"]), "somebody else did get somewhere"


def test_an_account_without_a_place_in_the_team_sees_nothing_of_the_campaign(world: World) -> None:
    world.at(BEGINNING)
    ada = world.new_browser()
    set_up(world, ada)
    open_letter(ada, write_letter(ada, begin_campaign(ada)))
    path = ada.address
    for page in ("text", "revisions", "deadline", "invitations", "sign-ons", "release", "press", "press/page"):
        assert ada.get(f"{path}/{page}").status_code == 200
    inside = [each for each in world.visited if re.match(r"/staff/(campaigns|letters)/[0-9a-f]{8}", each)]
    assert len(inside) >= 10

    outsider = a_person("Otto Outside")
    otto = Browser(world.app.test_client())
    otto.press(otto.open("/staff/sign-in"), "Sign in", {"email": outsider.email, "password": PASSWORD})

    assert {each: otto.get(each).status_code for each in inside} == dict.fromkeys(inside, 404)


def public_addresses(letter_id: UUID) -> set[str]:
    """Where the letter will be, for one who knows its title and, by a miracle, how its address ends."""
    address = f"/letters/clean-water-for-every-town-{letter_id.hex[:6]}"
    stem = "2027-06-17_clean-water-for-every-town_en_v1"
    forms = (f"{stem}.{ending}" for ending in ("pdf", "html", "txt", "docx"))
    return {address, *(f"{address}/{file}" for file in ("letter.md", "signatories.csv", *forms))}


def a_stranger_tries_everything(world: World, guessed: set[str], *, public: int) -> None:
    """Fetch every address that anyone went to, as far as it can be guessed: without what stands in a token."""
    for visited in sorted(world.visited | guessed):
        if FOR_ANYONE.match(visited) or visited.startswith("/static/"):
            continue
        stranger = Browser(world.app.test_client())
        answer = stranger.get(TOKEN.sub(OTHER_TOKEN, visited))
        if visited.startswith("/staff/"):
            assert (answer.status_code, answer.location.partition("?")[0]) == (302, "/staff/sign-in"), visited
        else:
            assert answer.status_code == (public if SLUG.match(visited) else 404), visited
        if answer.status_code != 200:
            assert answer.headers["Cache-Control"] == "no-store", visited
