"""What a trial print is made of, and what is done to it before the team sees it."""

from dataclasses import replace
from functools import cache

from pydantic import TypeAdapter

from app.campaigns import queries as campaigns
from app.core.errors import Refused
from app.core.tokens import Link, Purpose
from app.core.wall_time import WallTime, wall_time_at
from app.editions import composition, queries
from app.editions.composition import Imprint
from app.editions.models import Proof
from app.letters import queries as letters
from app.letters.circumstances import PressMaterial, Signing
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.letters.text_counts import with_parts, with_placeholders
from app.rendering.document import Document
from app.rendering.process import stamp
from app.rendering.templates_on_disk import Use, letter_template
from app.signons import queries as signons
from app.signons.order import signatories
from app.signons.roll import roll

TRIAL = "Trial print"


def trial_document(proof: Proof) -> Document:
    """The newest text with the names there are, in the template of the print or in its own."""
    letter = letters.letter(proof.letter_id)
    text = queries.current_text(letter)
    if proof.template:
        text = replace(text, template=proof.template)
    names = roll(signatories(signons.signatories(letter.id)), text)
    letterhead = campaigns.letterhead(letter.campaign_id)
    press = _press().validate_json(proof.press) if proof.press else None
    imprint = Imprint(
        dated=proof.requested_at,
        letterhead=letterhead,
        pictures=queries.pictures(text, names, letterhead),
        press=press,
        signing=_signing(letter) if proof.template else None,
    )
    try:
        document = composition.compose(text, names, imprint)
    except Refused:
        if names.counts.total:
            raise
        # Nobody has signed, so some number has nothing to count yet.
        document = composition.compose(with_parts(text, _with_placeholders), names, imprint)
    lift = _lift(letter)
    is_for_media = letter_template(text.template).use is Use.MEDIA
    if is_for_media and lift is not None and lift.instant() > proof.requested_at:
        return composition.under_embargo(document, lift)
    return document


def marked(pdf: bytes, document: Document) -> bytes:
    """The print as the team gets it: stamped as a trial, but for a form by which one can sign already."""
    is_in_use = document.signing is not None and letter_template(document.template).use is Use.FORM
    return pdf if is_in_use else stamp(pdf, TRIAL)


def press_as_json(press: PressMaterial) -> str:
    """The press text as a print keeps it."""
    return _press().dump_json(press).decode()


def _with_placeholders(_part: str, written: str) -> str:
    return with_placeholders(written)


def _lift(letter: Letter) -> WallTime | None:
    """When the letter is public: as its newest edition says, else as it is planned."""
    edition = queries.newest_edition(letter.id)
    if edition is not None and edition.killed_at is None:
        return queries.sealed_content(edition).lift
    return letters.planned_lift(letter)


def _signing(letter: Letter) -> Signing | None:
    """Where an open letter is signed, and until when."""
    if letter.state is not LetterState.OPEN:
        return None
    until = wall_time_at(letter.deadline_at, letter.deadline_zone or "UTC") if letter.deadline_at else None
    return Signing(Link(Purpose.SIGN, letter.id, letter.open_round).address(), until)


@cache
def _press() -> TypeAdapter[PressMaterial]:
    return TypeAdapter(PressMaterial)
