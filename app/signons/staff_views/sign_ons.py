"""The team's pages of a letter's sign-ons: look, accept, decline, correct, enter."""

from dataclasses import astuple, replace
from uuid import UUID

from flask import Blueprint, flash, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.accounts.guards import me
from app.audit.rules import person
from app.campaigns import pictures
from app.campaigns.guards import my_role
from app.campaigns.rules import Role, may
from app.core import clock
from app.core.db import transaction
from app.core.errors import Refused, refuse_if
from app.core.tokens import Link, Purpose
from app.core.versions import version_of
from app.letters import queries as letters
from app.letters.guards import letter_team
from app.letters.letter_file import parse
from app.letters.models import Letter
from app.letters.rules import LetterState
from app.letters.text import LetterText
from app.signons import actions, queries, rules
from app.signons.emblems import Surroundings, as_on_paper, asked_for, emblem_of, obstacle_to_emblem
from app.signons.emblems import emblem_page as show_emblem
from app.signons.entries import as_printed
from app.signons.forms import EMBLEM_WORDS, DecisionForm, EmblemForm, OnBehalfForm, PrintedNameForm
from app.signons.likeness import likeness
from app.signons.models import SignOn
from app.signons.rules import Emblem, Move, Seen, State
from app.signons.table import Ground, Sight, doubts, table
from app.web.shell import per_person

bp = Blueprint(
    "signons_staff", __name__, template_folder="../templates", url_prefix="/staff/letters/<uuid:letter_id>/sign-ons"
)


@bp.get("")
@letter_team(Role.READER)
def sign_ons_page(letter: Letter) -> str:
    """Everyone who signed, as the list will be printed; on top what needs a person."""
    is_open = letter.state is LetterState.OPEN
    return render_template(
        "signons/sign_ons.html",
        letter=letter,
        tally=queries.tally(letter.id),
        table=table(queries.sign_ons(letter.id), _ground(letter)),
        may_decide=_sight() is Sight.ALL,
        open_link=Link(Purpose.SIGN, letter.id, letter.open_round).address() if is_open else "",
        obstacle_to_adding=actions.obstacle_to_confirming(letter, now=clock.now()),
        decision=DecisionForm(State.CONFIRMED),
        zone=me().zone,
    )


@bp.get("/new")
@letter_team(Role.COORDINATOR)
def add_page(letter: Letter) -> str:
    """Ask for an organisation that told the team it signs."""
    return _add_page(letter, OnBehalfForm(language=_text(letter).language))


@bp.post("/new")
@letter_team(Role.COORDINATOR)
def add(letter: Letter) -> Response | tuple[str, int]:
    """Enter it."""
    form = OnBehalfForm(language=_text(letter).language)
    if not form.validate():
        return _add_page(letter, form), 422
    try:
        with transaction():
            added = actions.add_on_behalf(
                letter, form.application(), evidence=form.evidence.data, by=person(me().id), now=clock.now()
            )
    except Refused as refused:
        return _add_page(letter, form, refusal=refused.obstacle.sentence), 409
    flash("It stands on the list." if added.state is State.ACCEPTED else "It is entered, and waits for your decision.")
    return redirect(url_for(".sign_ons_page", letter_id=letter.id), 303)


@bp.get("/<uuid:sign_on_id>")
@letter_team(Role.COORDINATOR)
def sign_on_page(letter: Letter, sign_on_id: UUID) -> str:
    """One sign-on: who, how it stands, how it is printed."""
    sign_on = queries.sign_on(letter.id, sign_on_id)
    return _sign_on_page(letter, sign_on, PrintedNameForm(sign_on))


@bp.post("/<uuid:sign_on_id>/name")
@letter_team(Role.COORDINATOR)
def correct_name(letter: Letter, sign_on_id: UUID) -> Response | tuple[str, int]:
    """Correct how it is printed."""
    sign_on = queries.sign_on(letter.id, sign_on_id)
    form = PrintedNameForm(sign_on)
    if not form.validate():
        return _sign_on_page(letter, sign_on, form), 422
    try:
        with transaction():
            base = form.base.data or ""
            actions.correct_name(sign_on, form.printed_name(), base=base, by=person(me().id), now=clock.now())
    except Refused as refused:
        return _sign_on_page(letter, queries.sign_on(letter.id, sign_on_id), form, refused.obstacle.sentence), 409
    flash("The name is corrected. The organisation is shown how it is printed now.")
    return redirect(url_for(".sign_on_page", letter_id=letter.id, sign_on_id=sign_on_id), 303)


@bp.get("/<uuid:sign_on_id>/pictures/<any(logo, signature):emblem>")
@letter_team(Role.COORDINATOR)
def emblem_page(letter: Letter, sign_on_id: UUID, emblem: str) -> str:
    """Show the picture that is printed with the name, or ask for one."""
    return _emblem_page(queries.sign_on(letter.id, sign_on_id), Emblem(emblem), EmblemForm())


@bp.get("/<uuid:sign_on_id>/pictures/<any(logo, signature):emblem>.png")
@letter_team(Role.COORDINATOR)
def emblem_picture(letter: Letter, sign_on_id: UUID, emblem: str) -> Response:
    """The picture as it is kept."""
    return pictures.shown(emblem_of(queries.sign_on(letter.id, sign_on_id), Emblem(emblem)))


@bp.post("/<uuid:sign_on_id>/pictures/<any(logo, signature):emblem>")
@letter_team(Role.COORDINATOR)
@per_person("20 per minute")
def give_emblem(letter: Letter, sign_on_id: UUID, emblem: str) -> Response | tuple[str, int]:
    """Take a picture in, to be printed with the name."""
    sign_on, wanted, form = queries.sign_on(letter.id, sign_on_id), Emblem(emblem), EmblemForm()
    if not form.validate():
        return _emblem_page(sign_on, wanted, form), 422
    refuse_if(obstacle_to_emblem(sign_on))  # before the picture is kept
    try:
        digest = pictures.kept(form.picture)
    except Refused as refused:
        return _emblem_page(sign_on, wanted, form, refusal=refused.obstacle.sentence), 422
    with transaction():
        actions.set_emblem(sign_on, wanted, digest, by=person(me().id), now=clock.now())
    return redirect(url_for(".emblem_page", letter_id=letter.id, sign_on_id=sign_on_id, emblem=emblem), 303)


@bp.post("/<uuid:sign_on_id>/pictures/<any(logo, signature):emblem>/removal")
@letter_team(Role.COORDINATOR)
def take_emblem_away(letter: Letter, sign_on_id: UUID, emblem: str) -> Response:
    """Print no picture."""
    sign_on = queries.sign_on(letter.id, sign_on_id)
    with transaction():
        actions.set_emblem(sign_on, Emblem(emblem), None, by=person(me().id), now=clock.now())
    return redirect(url_for(".emblem_page", letter_id=letter.id, sign_on_id=sign_on_id, emblem=emblem), 303)


@bp.post("/<uuid:sign_on_id>/accept")
@letter_team(Role.COORDINATOR)
def accept(letter: Letter, sign_on_id: UUID) -> Response:
    """Put it onto the list."""
    with transaction():
        actions.accept(queries.sign_on(letter.id, sign_on_id), seen=_seen(), by=person(me().id), now=clock.now())
    flash("Accepted. It stands on the list, and the organisation has its receipt.")
    return redirect(url_for(".sign_ons_page", letter_id=letter.id), 303)


@bp.post("/<uuid:sign_on_id>/decline")
@letter_team(Role.COORDINATOR)
def decline(letter: Letter, sign_on_id: UUID) -> Response:
    """Keep it off the list."""
    with transaction():
        actions.decline(queries.sign_on(letter.id, sign_on_id), seen=_seen(), by=person(me().id), now=clock.now())
    flash("Declined. Nobody is written to; tell the organisation if it should know.")
    return redirect(url_for(".sign_ons_page", letter_id=letter.id), 303)


@bp.post("/<uuid:sign_on_id>/withdraw")
@letter_team(Role.COORDINATOR)
def withdraw(letter: Letter, sign_on_id: UUID) -> Response:
    """Take the name back because the organisation asked for it."""
    with transaction():
        actions.withdraw(queries.sign_on(letter.id, sign_on_id), seen=_seen(), by=person(me().id), now=clock.now())
    flash("Withdrawn. The organisation has a message about it.")
    return redirect(url_for(".sign_ons_page", letter_id=letter.id), 303)


@bp.post("/<uuid:sign_on_id>/ask-again")
@letter_team(Role.COORDINATOR)
def ask_again(letter: Letter, sign_on_id: UUID) -> Response:
    """Send the message with the button once more."""
    with transaction():
        actions.ask_again(queries.sign_on(letter.id, sign_on_id), seen=_seen(), by=person(me().id), now=clock.now())
    flash("The message with the button is on its way again.")
    return redirect(url_for(".sign_ons_page", letter_id=letter.id), 303)


def _seen() -> Seen:
    return Seen(DecisionForm().state_seen(), me().zone)


def _sight() -> Sight:
    return Sight.ALL if may(my_role(), Role.COORDINATOR) else Sight.NAMED


def _text(letter: Letter) -> LetterText:
    revision = letters.text_to_sign(letter) if letter.frozen_number is not None else letters.newest_text(letter)
    return parse(revision.source)


def _ground(letter: Letter) -> Ground:
    return Ground(_text(letter), letters.window(letter), queries.known_names(letter), _sight())


def _add_page(letter: Letter, form: OnBehalfForm, *, refusal: str = "") -> str:
    obstacle = actions.obstacle_to_confirming(letter, now=clock.now())
    return render_template(
        "signons/add.html",
        letter=letter,
        form=form,
        refusal=refusal,
        obstacle=obstacle,
        shown=likeness(form.printed_name(), _text(letter)),
    )


def _emblem_page(sign_on: SignOn, emblem: Emblem, form: EmblemForm, *, refusal: str = "") -> str:
    def to(endpoint: str) -> str:
        return url_for(endpoint, letter_id=sign_on.letter_id, sign_on_id=sign_on.id, emblem=emblem)

    surroundings = Surroundings(
        area="staff",
        back=url_for(".sign_on_page", letter_id=sign_on.letter_id, sign_on_id=sign_on.id),
        action=to(".give_emblem"),
        removal=to(".take_emblem_away"),
        picture=to(".emblem_picture"),
        shown=as_on_paper(sign_on, _text(letters.letter(sign_on.letter_id)), signature=_signature(sign_on)),
    )
    return show_emblem(sign_on, emblem, form, surroundings, refusal=refusal)


def _signature(sign_on: SignOn) -> str:
    """The address of the picture of the signature."""
    return url_for(".emblem_picture", letter_id=sign_on.letter_id, sign_on_id=sign_on.id, emblem=Emblem.SIGNATURE)


def _sign_on_page(letter: Letter, sign_on: SignOn, form: PrintedNameForm, refusal: str = "") -> str:
    ground = Ground(_text(letter), letters.window(letter), queries.known_names(letter, besides=sign_on.id), Sight.ALL)
    obstacle_to_correcting = rules.obstacle_to_correcting(sign_on.state, sealed_at=sign_on.sealed_at)
    saved = as_printed(sign_on)
    is_stale = bool(refusal) and form.base.data != version_of(*astuple(saved))
    if is_stale or not form.base.data:
        form.base.data = version_of(*astuple(saved))
    return render_template(
        "signons/team_sign_on.html",
        letter=letter,
        sign_on=sign_on,
        doubts=doubts(sign_on, ground),
        emblems=asked_for(sign_on, ground.text),
        emblem_words=EMBLEM_WORDS,
        printed=rules.printed_line(sign_on.name, sign_on.acronym),
        shown=likeness(
            saved if obstacle_to_correcting else form.printed_name(),
            ground.text,
            picture=_signature(sign_on) if sign_on.signature else "",
        ),
        state_words=rules.STATE_WORDS[sign_on.state],
        visibility_words=rules.VISIBILITY_WORDS[sign_on.visibility],
        obstacle_to_accepting=rules.obstacle_to(Move.ACCEPT, sign_on.state),
        obstacle_to_declining=rules.obstacle_to(Move.DECLINE, sign_on.state),
        obstacle_to_asking=rules.obstacle_to_asking_again(sign_on.state, times_asked=sign_on.times_asked),
        obstacle_to_correcting=obstacle_to_correcting,
        form=form,
        saved=astuple(replace(saved, language="")) if is_stale else (),
        refusal=refusal,
        decision=DecisionForm(sign_on.state),
        zone=me().zone,
    )
