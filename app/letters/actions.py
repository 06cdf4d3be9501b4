"""Everything that can be done to a letter. Actions ask the rules, change rows and never commit."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from anyascii import anyascii
from sqlalchemy import select, update

from app.audit.actions import record
from app.audit.rules import Actor, ActorKind, Subject
from app.core.db import rows_changed, session
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.tokens import Link, Purpose
from app.core.wall_time import WallTime
from app.letters import rules
from app.letters.front_matter import LetterFileProblem
from app.letters.letter_file import parse
from app.letters.models import Letter, Revision
from app.letters.queries import newest_text
from app.letters.release import obstacle_to_planning, release
from app.letters.rules import MOVES, LetterState, Listing, Move
from app.letters.text import LetterText, canonical, fingerprint
from app.letters.text_counts import without_tokens
from app.rendering.templates_on_disk import beside_a_letter

SLUG_LENGTH = 60
_OF_THE_ID = 6


@dataclass(frozen=True, slots=True)
class Opening:
    """How a letter is opened: `base_number` is the revision that was read before, `deadline` when signing ends."""

    base_number: int
    deadline: WallTime | None = None
    listing: Listing = Listing.QUIET


def start_letter(campaign_id: UUID, text: LetterText, *, by: Actor, now: datetime) -> Letter:
    """Begin a letter with its first revision, as a draft."""
    source = _source_of(text)
    number = uuid4()
    letter = Letter(
        id=number,
        campaign_id=campaign_id,
        slug=_slug(text.title, number),
        title=text.title,
        newest_number=1,
        created_at=now,
    )
    session().add(letter)
    session().flush()  # the revision refers to it
    _write_revision(letter, source, by=by, now=now)
    record("letter started", about(letter), by=by, now=now)
    return letter


def save_revision(letter: Letter, text: LetterText, *, base_number: int, by: Actor, now: datetime) -> Revision:
    """Write the next revision. `base_number` is the revision the writer had before them.

    Refused when somebody else has saved meanwhile: nobody's words are written over unseen.
    """
    refuse_if(rules.obstacle_to_editing(letter.state))
    source = _source_of(text)
    taken = rows_changed(
        update(Letter)
        .where(Letter.id == letter.id, Letter.newest_number == base_number, Letter.state == LetterState.DRAFT)
        .values(newest_number=base_number + 1, title=text.title)
    )
    if taken != 1:
        raise Refused(
            Obstacle(
                "Somebody saved another revision while you were writing. Your text still stands here: "
                "open the newest revision beside it, bring the two together, and save again."
            )
        )
    session().refresh(letter)
    revision = _write_revision(letter, source, by=by, now=now)
    record("revision saved", about(letter), by=by, now=now, number=str(revision.number))
    return revision


def open_letter(letter: Letter, opening: Opening, *, by: Actor, now: datetime) -> None:
    """Freeze the newest revision and let organisations sign it.

    Refused when somebody has saved another than was read: no text is frozen unseen. A press release is never opened:
    frozen, it could be neither sealed nor set in another template.
    """
    _claim(letter)
    refuse_if(rules.obstacle_to(Move.OPEN, letter.state))
    if letter.newest_number != opening.base_number:
        raise Refused(
            Obstacle(
                "Somebody saved another revision while you were looking. The newest text stands below now: "
                "read it, then press the button again."
            )
        )
    refuse_if(rules.obstacle_to_signing_in(beside_a_letter(parse(newest_text(letter).source).template)))
    if opening.deadline is not None:
        refuse_if(rules.obstacle_to_deadline(opening.deadline.instant(), now=now))
    letter.slug = _slug(letter.title, letter.id)
    letter.state = MOVES[letter.state, Move.OPEN]
    letter.listing = opening.listing
    letter.frozen_number = letter.newest_number
    letter.opened_at = now
    letter.open_token_hash = Link(Purpose.SIGN, letter.id, letter.open_round).token_hash()
    _set_deadline(letter, opening.deadline)
    record("letter opened", about(letter), by=by, now=now, revision=str(letter.frozen_number))


def change_deadline(letter: Letter, deadline: WallTime, *, by: Actor, now: datetime) -> None:
    """Move the end of signing, also after it has passed: the letter then takes names again.

    A sealed edition is no reason against it: what is sealed stays, and who signs later joins the next one.
    """
    _claim(letter)
    if letter.state is not LetterState.OPEN:
        raise Refused(Obstacle("Only an open letter has a deadline. Open the letter first."))
    refuse_if(rules.obstacle_to_deadline(deadline.instant(), now=now))
    _set_deadline(letter, deadline)
    record("deadline changed", about(letter), by=by, now=now, deadline=str(deadline))


def close_now(letter: Letter, *, zone: str, by: Actor, now: datetime) -> None:
    """End signing at this moment, told by the clocks of `zone` unless a deadline was. It can be moved again."""
    _claim(letter)
    if letter.state is not LetterState.OPEN or rules.is_closed(
        rules.Window(letter.state, letter.opened_at, letter.deadline_at), now=now
    ):
        raise Refused(Obstacle("Signing has ended already. Reload the page to see the letter as it is now."))
    letter.deadline_zone = letter.deadline_zone or zone
    letter.deadline_at = now
    record("signing ended", about(letter), by=by, now=now)


def stop_letter(letter: Letter, *, by: Actor, now: datetime) -> None:
    """End the letter for good. Its links say so from now on."""
    _claim(letter)
    refuse_if(rules.obstacle_to(Move.STOP, letter.state))
    letter.state = MOVES[letter.state, Move.STOP]
    letter.stopped_at = now
    record("letter stopped", about(letter), by=by, now=now)


def plan_lift(letter: Letter, lift: WallTime | None, *, by: Actor, now: datetime) -> None:
    """Note when the letter is meant to become public. A plan binds nobody; sealing does, and then none is noted."""
    refuse_if(obstacle_to_planning(release(letter, now=now)))
    letter.planned_lift = str(lift) if lift is not None else None
    record("release planned", about(letter), by=by, now=now, lift=letter.planned_lift or "none")


def about(letter: Letter) -> Subject:
    """The letter as the subject of an audit row."""
    return Subject("letter", letter.id, letter.campaign_id)


def _source_of(text: LetterText) -> str:
    """The text as it is kept. Refused where it could not be read again: a letter that no page can show is no letter."""
    source = canonical(text)
    try:
        parse(source)
    except LetterFileProblem as problem:
        raise Refused(Obstacle(problem.sentence)) from problem
    return source


def _write_revision(letter: Letter, source: str, *, by: Actor, now: datetime) -> Revision:
    revision = Revision(
        letter_id=letter.id,
        number=letter.newest_number,
        source=source,
        fingerprint=fingerprint(source),
        written_by=by.id if by.kind is ActorKind.PERSON else None,
        written_at=now,
    )
    session().add(revision)
    return revision


def _claim(letter: Letter) -> None:
    """Hold the letter's row and see it as it is now, so that of two people moving it one is told it has moved."""
    session().execute(select(Letter.id).where(Letter.id == letter.id).with_for_update())
    session().refresh(letter)


def _set_deadline(letter: Letter, deadline: WallTime | None) -> None:
    letter.deadline_at = deadline.instant() if deadline is not None else None
    letter.deadline_zone = deadline.zone if deadline is not None else None


def _slug(title: str, letter_id: UUID) -> str:
    """A readable address of its own: "clean-water-before-the-summer-3f9c01". No token of the title stands in it.

    It ends the same way whether or not another letter has that title: an address must not tell that there is one.
    """
    plain = anyascii(unicodedata.normalize("NFKC", without_tokens(title))).lower()
    words = re.findall(r"[a-z0-9]+", plain.replace("'", "").replace("’", ""))
    stem = ""
    for word in words:
        if len(stem) + len(word) >= SLUG_LENGTH:
            break
        stem = f"{stem}-{word}" if stem else word
    return f"{stem or 'letter'}-{letter_id.hex[:_OF_THE_ID]}"
