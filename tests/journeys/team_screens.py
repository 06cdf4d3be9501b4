"""What the team does in a real browser, looking at every screen it meets."""

from pathlib import Path

from tests.factories import PASSWORD
from tests.journeys.chromium import Visitor
from tests.journeys.harbour import ADA, LETTER, NORA, SIGNATORIES, TESS
from tests.journeys.server import Server


def the_first_start(ada: Visitor, server: Server) -> None:
    ada.open(server.first_start)
    ada.look("set-up")
    ada.fill(ADA | {"password": "short"})
    ada.press("Create my account")
    ada.look("set-up with an error")
    ada.fill(ADA)
    ada.press("Create my account")
    ada.look("empty desk")


def people_and_mail(ada: Visitor, server: Server) -> None:
    ada.open("/staff/people")
    ada.look("people")
    ada.press("Invite someone")
    ada.look("invite someone")
    ada.fill({"name": "Grace Hopper", "email": "grace@example.org"})
    ada.press("Send the invitation")
    ada.press("Grace Hopper")
    ada.look("one person")
    invitation = server.mail("grace@example.org", "Your invitation")
    ada.open("/staff/outbox")
    ada.look("outgoing mail")
    ada.open("/staff/profile")
    ada.look("your account")
    ada.open("/staff/profile/password")
    ada.look("change your password")
    ada.open("/staff/sign-out")
    ada.look("sign out")
    ada.press("Sign out everywhere")
    ada.look("sign in")
    ada.press("Ask for a new password")
    ada.look("ask for a new password")
    ada.open(invitation.link)
    ada.look("join")
    ada.open("/staff/sign-in")
    ada.fill({"email": ADA["email"], "password": PASSWORD})
    ada.press("Sign in")


def a_campaign_begins(ada: Visitor) -> str:
    ada.press("Begin a campaign")
    ada.look("begin a campaign")
    ada.fill({"name": "Harbour lights", "purpose": "Lamps on every quay."})
    ada.press("Begin the campaign")
    ada.look("empty campaign")
    campaign = ada.page.url
    ada.press("Letterhead")
    ada.look("letterhead")
    ada.open(campaign)
    ada.press("Team")
    ada.look("team")
    ada.press("Change name and purpose")
    ada.look("change a campaign")
    ada.open(campaign)
    ada.press("Organisations")
    ada.look("no organisations yet")
    ada.open(campaign)
    return campaign


def a_draft_is_written_and_stopped(ada: Visitor, campaign: str) -> None:
    ada.open(campaign)
    ada.press("Write a letter")
    ada.look("write a letter")
    ada.fill({"title": "A first try", "body": "We are {{count}} organisations.\n\n1. One.\n2. Two."})
    ada.press("Start the letter")
    ada.look("home of a draft")
    home = ada.page.url
    ada.press("Text")
    ada.look("text of a draft")
    ada.fill({"body": "We are {{count}} organisations.\n\n1. One.\n2. Three."})
    ada.press("Preview")
    ada.look("preview")
    ada.press("Save as a new revision")
    ada.open(f"{home}/gallery")
    ada.look("kinds of letter, as samples")
    ada.press("Set this letter in every kind")
    ada.look("kinds of letter, being set")
    ada.open(f"{home}/text")
    ada.press("All revisions")
    ada.look("revisions")
    ada.press("Revision 2")
    ada.look("one revision")
    for link in (
        "Invitations",
        "Sign-ons",
        "Release",
        "Press",
        "Planned release",
        "Open for signing",
        "Stop this letter",
    ):
        ada.open(home)
        ada.press(link)
        ada.look(f"{link} of a draft")
    ada.press("Stop the letter for good")
    ada.look("home of a stopped letter")


def a_letter_folder_comes_in(ada: Visitor, campaign: str, folder: Path) -> str:
    (folder / "letter.md").write_text(LETTER)
    (folder / "signatories.csv").write_text(SIGNATORIES)
    ada.open(f"{campaign}/letters/new")
    ada.page.get_by_text("Bring in a letter folder instead").click()
    ada.page.set_input_files("[name=letter_file]", folder / "signatories.csv")
    ada.press("Start the letter")
    ada.look("a letter file with a mistake")
    ada.page.set_input_files("[name=letter_file]", folder / "letter.md")
    ada.page.set_input_files("[name=signatories_file]", folder / "signatories.csv")
    ada.press("Start the letter")
    ada.look("home of an open letter")
    letter = ada.page.url
    ada.open(campaign)
    ada.look("campaign with letters")
    ada.press("Organisations")
    ada.look("organisations")
    ada.press("Harbour Watch")
    ada.look("one organisation")
    ada.open("/staff/")
    ada.look("desk with letters")
    return letter


def organisations_are_invited(ada: Visitor, letter: str, server: Server) -> tuple[str, str]:
    ada.open(f"{letter}/text")
    ada.look("a frozen text")
    ada.open(f"{letter}/deadline")
    ada.look("deadline")
    ada.open(f"{letter}/invitations")
    ada.look("nobody invited yet")
    ada.fill({"contacts": f"Lamps for All; Tess Typist; {TESS['email']}\nPier Society; Nora Pier; {NORA['email']}"})
    ada.press("Look at the list")
    ada.look("invitations before they go out")
    ada.press("Send 2 invitations")
    ada.look("board of invitations")
    return (
        server.mail(TESS["email"], "Invitation to sign").link,
        server.mail(NORA["email"], "Invitation to sign").link,
    )


def signing_ends(ada: Visitor, letter: str) -> None:
    ada.open(f"{letter}/sign-ons")
    ada.look("sign-ons")
    ada.press("Lamps for All")
    ada.look("one sign-on")
    ada.open(f"{letter}/sign-ons/new")
    ada.look("add a name")
    ada.press("Add the organisation")
    ada.look("add a name with errors")
    ada.open(f"{letter}/deadline")
    ada.press("End signing now")
    ada.look("home of a closed letter")


def the_sealed_edition_is_looked_at(ada: Visitor, letter: str) -> None:
    ada.open(f"{letter}/press")
    ada.look("press desk")
    ada.press("Write the press page")
    ada.look("press page")
    ada.open(letter)
    ada.look("home of a sealed letter")
    ada.open(f"{letter}/release")
    ada.look("release of a sealed letter")
    ada.open(f"{letter}/editions/1")
    ada.look("edition under embargo")
    ada.open(f"{letter}/editions/1/letting-go")
    ada.look("let it go")
    ada.open(f"{letter}/editions/1/kill")
    ada.look("kill the edition")


def the_letter_is_withdrawn(ada: Visitor, letter: str) -> None:
    ada.open(letter)
    ada.look("home of a public letter")
    ada.open(f"{letter}/editions/1")
    ada.look("public edition")
    ada.press("Withdraw this edition")
    ada.look("withdraw the edition")
    ada.page.check("[name=sure]")
    ada.press("Withdraw the edition for good")
    ada.look("withdrawn edition")


def the_letter_in_every_kind(ada: Visitor, letter: str) -> None:
    ada.open(f"{letter}/gallery")
    ada.press("Set this letter in every kind")
    for _look in range(100):
        if not ada.page.get_by_text("Look again").count():
            break
        ada.page.wait_for_timeout(300)
        ada.press("Look again")
    ada.look("kinds of letter")
