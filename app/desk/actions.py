"""What belongs to several capabilities: bringing in a letter folder, a letter in other templates."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime
from uuid import UUID

from app.audit.rules import Actor
from app.core.errors import NotFound, refuse_if
from app.desk import rules
from app.editions import actions as editions
from app.letters import actions as letters
from app.letters import queries as letter_queries
from app.letters.letter_file import TEMPLATE, LetterFolder, parse
from app.letters.models import Letter
from app.letters.pictures_beside import with_kept_logo
from app.press import actions as press
from app.rendering.templates_on_disk import beside_a_letter, kinds_of_letter
from app.signons import actions as signons


def bring_in(campaign_id: UUID, folder: LetterFolder, *, kept: Mapping[str, str], by: Actor, now: datetime) -> Letter:
    """Start a letter from a folder. With signatories it is opened, because they stand under a frozen text.

    Refused where they would stand under what is printed beside a letter, such as a press release.

    `kept` is what `campaigns.pictures.kept_files` says of the folder's pictures. Drawing many of them anew takes longer
    than other writers wait, so it is done before the transaction.
    """
    if folder.signatories:
        refuse_if(rules.obstacle_to_names_under(beside_a_letter(folder.text.template), folder.where(TEMPLATE, 1)))
    letter = letters.start_letter(campaign_id, with_kept_logo(folder.text, kept), by=by, now=now)
    if folder.embargo is not None:
        letters.plan_lift(letter, folder.embargo, by=by, now=now)
    if folder.press is not None:
        press.write_press_text(letter, folder.press, by=by, now=now)
    if folder.signatories:
        letters.open_letter(letter, letters.Opening(letter.newest_number), by=by, now=now)
        signons.import_signatories(letter, folder.signatories, pictures=kept, by=by, now=now)
    return letter


def request_gallery(letter: Letter, *, by: Actor, now: datetime) -> None:
    """Ask for the letter in every template, with what the press page says around it."""
    editions.request_gallery(letter, letter_queries.press_material(letter.id), by=by, now=now)


def choose_template(letter: Letter, key: str, *, base_number: int, by: Actor, now: datetime) -> None:
    """Save the newest text in another template, as the next revision.

    `NotFound` where no letter can have that template; `Refused` as `letters.save_revision`.
    """
    if key not in dict(kinds_of_letter()):
        raise NotFound
    text = parse(letter_queries.newest_text(letter).source)
    letters.save_revision(letter, replace(text, template=key), base_number=base_number, by=by, now=now)
