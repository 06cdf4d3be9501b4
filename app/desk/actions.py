"""Bringing in a letter folder: what it holds belongs to several capabilities."""

from datetime import datetime
from uuid import UUID

from app.audit.rules import Actor
from app.campaigns import pictures
from app.letters import actions as letters
from app.letters.letter_file import LetterFolder
from app.letters.models import Letter
from app.letters.rules import Listing
from app.press import actions as press
from app.signons import actions as signons


def bring_in(campaign_id: UUID, folder: LetterFolder, *, by: Actor, now: datetime) -> Letter:
    """Start a letter from a folder. With signatories it is opened, because they stand under a frozen text."""
    letter = letters.start_letter(campaign_id, folder.text, by=by, now=now)
    if folder.embargo is not None:
        letters.plan_lift(letter, folder.embargo, by=by, now=now)
    if folder.press is not None:
        press.write_press_text(letter, folder.press, by=by, now=now)
    if folder.signatories:
        letters.open_letter(letter, deadline=None, listing=Listing.QUIET, by=by, now=now)
        kept = pictures.kept_files(folder.pictures)
        signons.import_signatories(letter, folder.signatories, pictures=kept, by=by, now=now)
    return letter
