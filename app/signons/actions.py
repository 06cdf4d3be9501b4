"""Everything that can be done to a sign-on. Actions ask the rules, change rows and never commit.

Nothing here tells a stranger whether an organisation has signed already: a second sign-on is taken like a first one,
and waits for the team once it is confirmed.
"""

from collections.abc import Mapping, Sequence
from dataclasses import astuple, replace
from datetime import datetime
from types import MappingProxyType
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from app.audit.actions import record
from app.audit.rules import Actor, ActorKind, Subject, link_holder
from app.core.db import advisory_lock, breaks, session
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.versions import obstacle_to_overwriting
from app.letters import queries as letters
from app.letters.letter_file import parse
from app.letters.models import Letter, Revision
from app.letters.rules import is_closed, obstacle_to_signing
from app.letters.signatory_file import FileSignatory
from app.mail.actions import post
from app.organisations.actions import PrintedForm, enter
from app.signons import notices, queries, rules
from app.signons.doubts import arrival
from app.signons.earlier import earlier, find_twin, forms_sent
from app.signons.entries import (
    Application,
    Batch,
    as_printed,
    entered,
    imported,
    obstacle_to_importing,
    print_as,
)
from app.signons.likeness import PrintedName
from app.signons.models import SignOn
from app.signons.occasion import Occasion
from app.signons.rules import MOVES, Authority, Emblem, Move, Origin, Seen, State, Visibility

_ONCE = "uq_sign_ons_counts_once"
_COLUMNS = ("sign_ons.letter_id", "sign_ons.name_key")
_CONFIRMED = frozenset({State.CONFIRMED, State.ACCEPTED})


def sign(revision: Revision, application: Application, *, origin: Origin, now: datetime) -> SignOn:
    """Take an organisation's consent to `revision`, and ask by mail for the button that confirms it.

    The same form sent twice within minutes, as by a double click, is one sign-on and one message.
    """
    advisory_lock(f"sign:{revision.letter_id.hex}:{application.email}")
    before = earlier(revision, application, since=now - rules.SAME_FORM)
    letter = before.letter
    refuse_if(obstacle_to_signing(letters.window(letter), now=now))
    if before.is_repeated:
        twin = find_twin(revision, application, since=now - rules.SAME_FORM)
        if twin is not None:
            return twin
    sign_on = entered(letter, revision, application, origin=origin, now=now)
    tells_typist = sign_on.authority is Authority.OTHER and forms_sent(letter.id, sign_on.email) < rules.MOST_MESSAGES
    session().add(sign_on)
    record("sign-on submitted", about(sign_on, letter), by=link_holder(sign_on.id), now=now, origin=origin)
    if before.asked < rules.MOST_MESSAGES:
        occasion = queries.occasion_in(before.campaign, letter)
        _ask(sign_on, occasion, now=now)
        if tells_typist:
            post(notices.note_to_typist(sign_on, occasion), now=now)
    session().flush()  # an invitation may refer to the row
    return sign_on


def confirm(sign_on: SignOn, role_typed: str, *, by: Actor, now: datetime) -> None:
    """Record that a person with authority pressed the button. A second press changes nothing.

    The sign-on goes onto the list, or waits for the team where something about it is in doubt. Signing may have ended
    meanwhile: the sign-on then waits too, so that what was sent in time is not lost.
    """
    letter = letters.letter(sign_on.letter_id)
    _claim(sign_on)
    if sign_on.state in _CONFIRMED:
        return
    refuse_if(obstacle_to_confirming(letter, now=now))
    refuse_if(rules.obstacle_to(Move.CONFIRM, sign_on.state))
    sign_on.state = MOVES[sign_on.state, Move.CONFIRM]
    sign_on.authority_role = role_typed
    sign_on.confirmed_at = now
    session().flush()  # before the list is tried, so that a clash there leaves the confirmation
    record("sign-on confirmed", about(sign_on, letter), by=by, now=now)
    _list_if_plain(sign_on, letter, by=by, now=now)
    _send_receipts(sign_on, letter, now=now)


def accept(sign_on: SignOn, *, seen: Seen | None = None, by: Actor, now: datetime) -> None:
    """Put a confirmed sign-on onto the list. Here and below, it is refused if it is not any more as it was `seen`."""
    letter = letters.letter(sign_on.letter_id)
    _claim_as(seen, sign_on)
    refuse_if(rules.obstacle_to(Move.ACCEPT, sign_on.state))
    if not _listed(sign_on, now=now):
        raise Refused(
            Obstacle("That name stands on the list already, and counts once. Decline this one, or correct its name.")
        )
    _after_listing(sign_on, letter, by=by, now=now)
    _send_receipts(sign_on, letter, now=now)


def decline(sign_on: SignOn, *, seen: Seen | None = None, by: Actor, now: datetime) -> None:
    """Keep a sign-on off the list: the team's decision, or that of the person with authority."""
    letter = letters.letter(sign_on.letter_id)
    _claim_as(seen, sign_on)
    refuse_if(rules.obstacle_to(Move.DECLINE, sign_on.state))
    _end(sign_on, Move.DECLINE, now=now)
    record("sign-on declined", about(sign_on, letter), by=by, now=now)
    if by.kind is ActorKind.LINK_HOLDER and sign_on.email:
        post(notices.decided_against(sign_on, queries.occasion(letter)), now=now)


def withdraw(sign_on: SignOn, *, seen: Seen | None = None, by: Actor, now: datetime) -> None:
    """Take a name back. The organisation can do it by itself until the name is sealed, the team always."""
    letter = letters.letter(sign_on.letter_id)
    _claim_as(seen, sign_on)
    sealed_at = None if by.kind is ActorKind.PERSON else sign_on.sealed_at
    refuse_if(rules.obstacle_to_withdrawing(sign_on.state, sealed_at=sealed_at))
    _end(sign_on, Move.WITHDRAW, now=now)
    record("sign-on withdrawn", about(sign_on, letter), by=by, now=now)
    for notice in notices.withdrawn(sign_on, queries.occasion(letter)):
        post(notice, now=now)


def correct_name(sign_on: SignOn, printed: PrintedName, *, base: str | None = None, by: Actor, now: datetime) -> None:
    """Change how a name is printed, before it is sealed, and show it to the organisation.

    `base` is the version of `as_printed` that was shown before; refused where it is another one by now. None is for
    whoever was shown none.
    """
    letter = letters.letter(sign_on.letter_id)
    _claim(sign_on)
    refuse_if(obstacle_to_overwriting(base, *astuple(as_printed(sign_on))))
    refuse_if(rules.obstacle_to_correcting(sign_on.state, sealed_at=sign_on.sealed_at))
    try:
        with session().begin_nested():
            print_as(sign_on, printed)
    except IntegrityError as clash:
        _refuse_clash(clash)
    record("sign-on name corrected", about(sign_on, letter), by=by, now=now)
    if sign_on.state is State.ACCEPTED:
        _enter_directory(sign_on, letter, now=now)
    for notice in notices.name_corrected(sign_on, queries.occasion(letter), now=now):
        post(notice, now=now)


def set_emblem(sign_on: SignOn, emblem: Emblem, digest: str | None, *, by: Actor, now: datetime) -> None:
    """Print this kept picture with the name, with permission, or none. What is sealed keeps what it has."""
    letter = letters.letter(sign_on.letter_id)
    _claim(sign_on)
    refuse_if(rules.obstacle_to_picturing(sign_on.state, sign_on.visibility, sealed_at=sign_on.sealed_at))
    match emblem:
        case Emblem.LOGO:
            sign_on.logo = digest
        case Emblem.SIGNATURE:
            sign_on.signature = digest
    what = "given" if digest else "taken away"
    record(f"{emblem} {what}", about(sign_on, letter), by=by, now=now)


def ask_again(sign_on: SignOn, *, seen: Seen | None = None, by: Actor, now: datetime) -> None:
    """Send the message with the button once more."""
    letter = letters.letter(sign_on.letter_id)
    _claim_as(seen, sign_on)
    refuse_if(rules.obstacle_to_asking_again(sign_on.state, times_asked=sign_on.times_asked))
    refuse_if(obstacle_to_confirming(letter, now=now))
    _ask(sign_on, queries.occasion(letter), now=now)
    record("sign-on asked again", about(sign_on, letter), by=by, now=now)


def add_on_behalf(letter: Letter, application: Application, *, evidence: str, by: Actor, now: datetime) -> SignOn:
    """Enter an organisation that told the team it signs, after the deadline too. `evidence` says how it told."""
    refuse_if(obstacle_to_confirming(letter, now=now))
    revision = letters.text_to_sign(letter)
    sign_on = entered(letter, revision, application, origin=Origin.COORDINATOR, now=now)
    session().add(sign_on)
    sign_on.evidence = evidence
    sign_on.state = MOVES[sign_on.state, Move.CONFIRM]
    sign_on.confirmed_at = now
    session().flush()  # before the list is tried, so that a clash there leaves the sign-on waiting
    record("sign-on added on behalf", about(sign_on, letter), by=by, now=now)
    _list_if_plain(sign_on, letter, by=by, now=now)
    _send_receipts(sign_on, letter, now=now)
    return sign_on


def import_signatories(
    letter: Letter,
    rows: Sequence[FileSignatory],
    *,
    pictures: Mapping[str, str] = MappingProxyType({}),
    by: Actor,
    now: datetime,
) -> list[SignOn]:
    """Put a whole list under an open letter, in the order given, all of it or nothing.

    `pictures` are the SHA-256 of kept pictures by the file names in the list.

    `Refused` names the first row that is too long, or whose name stands on the list already, by any spelling. Nobody is
    written to.
    """
    refuse_if(obstacle_to_confirming(letter, now=now))
    refuse_if(obstacle_to_importing(rows))
    revision = letters.text_to_sign(letter)
    batch = Batch(letter.id, revision.id, parse(revision.source).language, pictures, now)
    taken = {each.name_key: each.name for each in queries.signatories(letter.id)}
    sign_ons = [imported(batch, row, position) for position, row in enumerate(rows, 1)]
    for position, sign_on in enumerate(sign_ons, 1):
        other = taken.setdefault(sign_on.name_key, sign_on.name)
        if other is not sign_on.name:
            shown = f"Row {position}: “{sign_on.name}” and “{other}” are one name and count once."
            raise Refused(Obstacle(f"{shown} Keep one of the two; nothing was imported."))
    try:
        with session().begin_nested():
            session().add_all(sign_ons)
    except IntegrityError as clash:
        _refuse_clash(clash)
    for sign_on in sign_ons:
        _enter_directory(sign_on, letter, now=now)
    subject = Subject("letter", letter.id, letter.campaign_id)
    record("signatories imported", subject, by=by, now=now, count=str(len(sign_ons)))
    return sign_ons


def note_seal(letter_id: UUID, *, now: datetime) -> None:
    """Mark every signatory of a letter as sealed: from now on an organisation cannot take its name back alone."""
    session().execute(
        update(SignOn)
        .where(SignOn.letter_id == letter_id, SignOn.state == State.ACCEPTED, SignOn.sealed_at.is_(None))
        .values(sealed_at=now)
    )


def forget_seal(letter_id: UUID, *, sealed_at: datetime) -> None:
    """Undo the `note_seal` of that moment: its edition has ended unread. Names of an earlier edition stay sealed."""
    session().execute(
        update(SignOn).where(SignOn.letter_id == letter_id, SignOn.sealed_at == sealed_at).values(sealed_at=None)
    )


def obstacle_to_confirming(letter: Letter, *, now: datetime) -> Obstacle | None:
    """Say why no sign-on of this letter can be confirmed, if so. The deadline is not a reason."""
    return obstacle_to_signing(replace(letters.window(letter), deadline_at=None), now=now)


def about(sign_on: SignOn, letter: Letter) -> Subject:
    """The sign-on as the subject of an audit row."""
    return Subject("sign-on", sign_on.id, letter.campaign_id)


def _claim(sign_on: SignOn) -> None:
    """Hold the row and see it as it is now, so that of two people moving it one is told it has moved."""
    session().refresh(sign_on, with_for_update=True)


def _claim_as(seen: Seen | None, sign_on: SignOn) -> None:
    """The same, refused where it has moved since its page was opened."""
    _claim(sign_on)
    if seen is not None:
        refuse_if(
            rules.obstacle_to_deciding(sign_on.state, seen.state, last=queries.last_move(sign_on, zone=seen.zone))
        )


def _ask(sign_on: SignOn, occasion: Occasion, *, now: datetime) -> None:
    sign_on.times_asked += 1
    if sign_on.authority is Authority.OTHER:
        post(notices.please_decide(sign_on, occasion), now=now)
    else:
        post(notices.please_confirm(sign_on, occasion), now=now)


def _list_if_plain(sign_on: SignOn, letter: Letter, *, by: Actor, now: datetime) -> None:
    arrived = arrival(
        sign_on.name,
        origin=sign_on.origin,
        known=queries.known_names(letter, besides=sign_on.id),
        is_late=is_closed(letters.window(letter), now=now),
    )
    if rules.state_after_confirming(arrived) is State.ACCEPTED and _listed(sign_on, now=now):
        _after_listing(sign_on, letter, by=by, now=now)


def _listed(sign_on: SignOn, *, now: datetime) -> bool:
    """Try to put it onto the list; the index decides whether the name stands there already."""
    try:
        with session().begin_nested():
            sign_on.state = MOVES[State.CONFIRMED, Move.ACCEPT]
            sign_on.accepted_at = now
    except IntegrityError as clash:
        if not breaks(clash, constraint=_ONCE, columns=_COLUMNS):
            raise
        return False
    return True


def _after_listing(sign_on: SignOn, letter: Letter, *, by: Actor, now: datetime) -> None:
    record("sign-on accepted", about(sign_on, letter), by=by, now=now)
    _enter_directory(sign_on, letter, now=now)


def _enter_directory(sign_on: SignOn, letter: Letter, *, now: datetime) -> None:
    """Let the campaign remember the organisation, if it is named in public."""
    if sign_on.visibility is not Visibility.PUBLIC:
        return
    form = PrintedForm(
        name=sign_on.name,
        language=sign_on.language,
        acronym=sign_on.acronym,
        native_name=sign_on.native_name,
        country=sign_on.country,
        url=sign_on.url,
        sort_as=sign_on.sort_as,
    )
    sign_on.organisation_id = enter(letter.campaign_id, form, now=now).id


def _end(sign_on: SignOn, move: Move, *, now: datetime) -> None:
    sign_on.state = MOVES[sign_on.state, move]
    sign_on.ended_at = now
    session().flush()  # the name is free again for whoever signs next


def _send_receipts(sign_on: SignOn, letter: Letter, *, now: datetime) -> None:
    revision = session().get(Revision, sign_on.revision_id)
    assert revision is not None  # noqa: S101 - a sign-on's revision cannot be deleted
    about_letter = queries.occasion_with_release(letter, now=now, to=sign_on)
    occasion = replace(about_letter, is_sealed=queries.is_sealed(letter.id))
    for notice in notices.receipts(sign_on, revision, occasion):
        post(notice, now=now)


def _refuse_clash(clash: IntegrityError) -> None:
    if not breaks(clash, constraint=_ONCE, columns=_COLUMNS):
        raise clash
    raise Refused(
        Obstacle("Another signatory has that name, and a name counts once. Decline one of the two first.")
    ) from clash
