"""Bringing in a letter folder from the command line."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path

from app.audit.rules import SYSTEM
from app.campaigns import pictures
from app.campaigns import queries as campaigns
from app.campaigns.models import Campaign
from app.core import clock
from app.core.db import session, transaction
from app.core.errors import NotFound
from app.core.quoting import quoted
from app.desk import actions
from app.desk.rules import before_opening, gathered, standing_already
from app.editions import queries as editions
from app.letters import queries as letters
from app.letters.letter_file import LetterFolder, read_letter_folder
from app.letters.models import Letter
from app.letters.rules import doubts_about_dates, doubts_about_release, doubts_about_signing
from app.organisations import queries as organisations
from app.organisations.rules.sorting import out_of_place, sort_key
from app.rendering.templates_on_disk import beside_a_letter
from app.signons import queries as signons


def import_folder(folder: Path, *, campaign: str) -> list[str]:
    """Bring `folder` into the campaign of this name and say what was done, a sentence a line.

    Raises `LetterFileProblem`, `Refused`, or `NotFound` when there is no such campaign. Needs an application context.
    """
    read = read_letter_folder(folder)
    with transaction():
        _campaign(campaign)  # before any picture is kept
    kept = pictures.kept_files(read.pictures, where=read.where_named)
    with transaction():
        return [
            *_import(_campaign(campaign), read, kept, clock.now()),
            "It stands on the desk of the campaign's team now.",
        ]


def try_importing(folder: Path, *, campaign: str) -> list[str]:
    """Do the same against the real tables, and keep nothing of it: no rows and no pictures."""
    read = read_letter_folder(folder)
    looked_at = pictures.digests(read.pictures, where=read.where_named)
    try:
        return [*_import(_campaign(campaign), read, looked_at, clock.now()), "This was a dry run: nothing was saved."]
    finally:
        session().rollback()


def _campaign(name: str) -> Campaign:
    found = campaigns.find_campaign_named(name)
    if found is None:
        raise NotFound
    return found


def _import(campaign: Campaign, folder: LetterFolder, kept: Mapping[str, str], now: datetime) -> Iterator[str]:
    known = len(organisations.directory(campaign.id))
    letter = actions.bring_in(campaign.id, folder, kept=kept, by=SYSTEM, now=now)
    session().flush()  # what follows counts rows
    yield f"{quoted(signons.title_for_team(letter))} in the campaign “{campaign.name}”."
    fingerprint = letters.newest_text(letter).fingerprint
    yield f"Text: revision 1, fingerprint {fingerprint}."
    if others := letters.others_with_text(letter, fingerprint):
        yield standing_already(len(others))
    yield from filter(None, [before_opening(beside_a_letter(folder.text.template))])
    if folder.signatories:
        new = len(organisations.directory(campaign.id)) - known
        yield "It is open for signing and its text is frozen, because names stand under it."
        yield f"Signatories: {signons.tally(letter.id).signatories}. New in the directory: {new}."
        yield from _remarks(letter, folder)
    if folder.embargo is not None:
        yield f"Planned release: {folder.embargo}."
        yield from doubts_about_release(folder.embargo, deadline_at=folder.signing_ends_at, now=now)
    yield from doubts_about_dates(folder.text.date, lift=folder.embargo, as_of=folder.as_of, now=now)
    yield from doubts_about_signing(folder.signing_until, now=now)
    if folder.signing is not None or folder.translations:
        yield "Left in the file: where to sign and other languages. This installation has addresses of its own."


def _remarks(letter: Letter, folder: LetterFolder) -> Iterator[str]:
    names = [each.name for each in folder.signatories]
    misplaced = out_of_place([sort_key(name, folder.text.language) for name in names])
    if misplaced:
        few = f"{len(misplaced)} {'name is' if len(misplaced) == 1 else 'names are'}"
        told = f"{few} out of alphabetical order in the file"
        yield gathered(told, [f"{place + 1}. {names[place]}" for place in misplaced])
    yield from editions.remarks(letter, where=folder.where)
