"""The team's pages of a letter's text: write, look at it, compare, open, end, stop."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from app.accounts.guards import me
from app.audit.rules import person
from app.campaigns import pictures
from app.campaigns.rules import Role
from app.core import clock
from app.core.db import transaction
from app.core.errors import Refused
from app.letters import actions, queries, rules
from app.letters.differences import differences
from app.letters.forms import ButtonForm, OpeningForm, TextForm
from app.letters.guards import letter_team
from app.letters.letter_file import parse
from app.letters.models import Letter, Revision
from app.letters.moment_form import WallTimeForm
from app.letters.on_screen import before_there_is_a_list
from app.letters.release import obstacle_to_planning, release
from app.letters.rules import Move
from app.letters.text import LetterText, blanks
from app.letters.text_counts import with_counts_so_far, with_parts
from app.letters.text_faults import faults_of
from app.letters.unprinted import unprinted
from app.letters.word_meter import room, words_in
from app.rendering.templates_on_disk import beside_a_letter, kinds_of_letter
from app.web.filters import date_order
from app.web.shell import per_person

bp = Blueprint("letters", __name__, template_folder="templates", url_prefix="/staff/letters/<uuid:letter_id>")


@bp.get("/text")
@letter_team(Role.READER)
def text_page(letter: Letter) -> str:
    """Show the text; to those who may, while it is a draft, in a form."""
    revision = queries.newest_text(letter)
    return _text_page(letter, text_form(text=revision_text(revision), number=revision.number))


@bp.post("/text")
@letter_team(Role.COORDINATOR)
@per_person("30 per minute")
def save(letter: Letter) -> Response | tuple[str, int]:
    """Save the next revision, or show what it would look like."""
    form = text_form(text=revision_text(queries.newest_text(letter)))
    if not form.validate():
        return _text_page(letter, form), 422
    if "preview" in request.form:
        return _text_page(letter, form, preview=form.text()), 200
    try:
        text = form.text(logo=pictures.kept(form.letterhead_logo))
    except Refused as refused:
        return _text_page(letter, form, refusal=refused.obstacle.sentence), 422
    try:
        with transaction():
            revision = actions.save_revision(letter, text, base_number=form.base(), by=person(me().id), now=clock.now())
    except Refused as refused:
        return _text_page(letter, form, refusal=refused.obstacle.sentence), 409
    flash(f"Revision {revision.number} is saved.")
    return redirect(url_for(".text_page", letter_id=letter.id), 303)


@bp.get("/letterhead-logo.png")
@letter_team(Role.READER)
def letterhead_logo(letter: Letter) -> Response:
    """The logo of the letter's own letterhead, as it is kept."""
    head = revision_text(queries.newest_text(letter)).letterhead
    return pictures.shown(head.digest if head else None)


@bp.get("/revisions")
@letter_team(Role.READER)
def revisions_page(letter: Letter) -> str:
    """List every revision with what it changed."""
    revisions = queries.revisions(letter.id)
    return render_template("letters/revisions.html", letter=letter, revisions=revisions, changes=_changes(revisions))


@bp.get("/revisions/<int(max=9999):number>")
@letter_team(Role.READER)
def revision_page(letter: Letter, number: int) -> str:
    """Show one revision, and in red what it changed."""
    revision = queries.revision(letter.id, number)
    before = queries.revision(letter.id, number - 1) if number > 1 else None
    return render_template(
        "letters/revision.html",
        letter=letter,
        revision=revision,
        before=before,
        pieces=differences(before.source, revision.source) if before else (),
        shown=before_there_is_a_list(revision_text(revision)),
    )


@bp.get("/revisions/<int(max=9999):number>/letter.md")
@letter_team(Role.READER)
def revision_file(letter: Letter, number: int) -> Response:
    """The canonical file whose SHA-256 is the fingerprint."""
    revision = queries.revision(letter.id, number)
    return Response(revision.source.encode(), content_type="text/markdown; charset=utf-8")


@bp.get("/opening")
@letter_team(Role.COORDINATOR)
def opening_page(letter: Letter) -> str:
    """Ask for the deadline before a letter is opened."""
    return _opening_page(letter, OpeningForm(city=me().zone))


@bp.post("/opening")
@letter_team(Role.COORDINATOR)
def open_for_signing(letter: Letter) -> Response | tuple[str, int]:
    """Freeze the text and let organisations sign."""
    form = OpeningForm(city=me().zone)
    if not form.validate():
        return _opening_page(letter, form), 422
    try:
        with transaction():
            actions.open_letter(letter, form.opening(), by=person(me().id), now=clock.now())
    except Refused as refused:
        return _opening_page(letter, form, refusal=refused.obstacle.sentence), 409
    flash("The letter is open for signing. Its text is frozen.")
    _flash_doubts(letter)
    return redirect(url_for("desk.letter_page", letter_id=letter.id), 303)


@bp.get("/deadline")
@letter_team(Role.COORDINATOR)
def deadline_page(letter: Letter) -> str:
    """Ask for another deadline, or end signing now."""
    return _deadline_page(letter, WallTimeForm(city=letter.deadline_zone or me().zone))


@bp.post("/deadline")
@letter_team(Role.COORDINATOR)
def change_deadline(letter: Letter) -> Response | tuple[str, int]:
    """Move the end of signing."""
    form = WallTimeForm(city=letter.deadline_zone or me().zone)
    if not form.validate():
        return _deadline_page(letter, form), 422
    try:
        with transaction():
            actions.change_deadline(letter, form.wall_time(), by=person(me().id), now=clock.now())
    except Refused as refused:
        return _deadline_page(letter, form, refusal=refused.obstacle.sentence), 409
    flash("The deadline has moved.")
    _flash_doubts(letter)
    return redirect(url_for("desk.letter_page", letter_id=letter.id), 303)


@bp.post("/closing")
@letter_team(Role.COORDINATOR)
def close_now(letter: Letter) -> Response:
    """End signing at once."""
    with transaction():
        actions.close_now(letter, zone=me().zone, by=person(me().id), now=clock.now())
    flash("Signing has ended. No further names are taken.")
    return redirect(url_for("desk.letter_page", letter_id=letter.id), 303)


@bp.get("/stopping")
@letter_team(Role.COORDINATOR)
def stopping_page(letter: Letter) -> str:
    """Ask once more before a letter is stopped for good."""
    return render_template(
        "letters/stopping.html", letter=letter, form=ButtonForm(), obstacle=rules.obstacle_to(Move.STOP, letter.state)
    )


@bp.post("/stopping")
@letter_team(Role.COORDINATOR)
def stop(letter: Letter) -> Response:
    """Stop the letter for good."""
    with transaction():
        actions.stop_letter(letter, by=person(me().id), now=clock.now())
    flash("The letter is stopped. Its links say so from now on.")
    return redirect(url_for("desk.letter_page", letter_id=letter.id), 303)


@bp.get("/plan")
@letter_team(Role.COORDINATOR)
def plan_page(letter: Letter) -> str:
    """Ask when the letter is meant to become public."""
    return _plan_page(letter, WallTimeForm(city=me().zone, at=queries.planned_lift(letter)))


@bp.post("/plan")
@letter_team(Role.COORDINATOR)
def plan(letter: Letter) -> Response | tuple[str, int]:
    """Note when the letter is meant to become public."""
    form = WallTimeForm(city=me().zone)
    if not form.validate():
        return _plan_page(letter, form), 422
    try:
        with transaction():
            actions.plan_lift(letter, form.wall_time(), by=person(me().id), now=clock.now())
    except Refused:  # the page says why
        return _plan_page(letter, form), 409
    flash("The planned release is noted.")
    _flash_doubts(letter)
    return redirect(url_for("desk.letter_page", letter_id=letter.id), 303)


def _flash_doubts(letter: Letter) -> None:
    """Say at once where release and deadline do not go together."""
    plan, now = queries.planned_lift(letter), clock.now()
    for doubt in rules.doubts_about_release(plan, deadline_at=letter.deadline_at, now=now, order=date_order()):
        flash(doubt)


def text_form(*, text: LetterText, number: int = 0) -> TextForm:
    """The form of a letter's text with the templates that are installed."""
    return TextForm(templates=kinds_of_letter(), text=text, number=number)


def revision_text(revision: Revision) -> LetterText:
    """What a revision says, as a value."""
    return parse(revision.source)


def _changes(revisions: list[Revision]) -> dict[int, int]:
    """How many words each revision added or took away."""
    older = {revision.number: revision for revision in revisions}
    return {
        number: sum(
            len(piece.text.split())
            for piece in differences(older[number - 1].source, revision.source)
            if piece.kind != "same"
        )
        for number, revision in older.items()
        if number - 1 in older
    }


def _text_page(letter: Letter, form: TextForm, *, preview: LetterText | None = None, refusal: str = "") -> str:
    revision = queries.newest_text(letter)
    shown = preview or revision_text(revision)
    return render_template(
        "letters/text.html",
        letter=letter,
        revision=revision,
        form=form,
        accepted=pictures.ACCEPTED,
        shown=before_there_is_a_list(shown),
        is_preview=preview is not None,
        words=(count := words_in(with_parts(shown, lambda _part, written: with_counts_so_far(written, None, "")))),
        room=room(count),
        refusal=refusal,
        obstacle=rules.obstacle_to_editing(letter.state),
    )


def _opening_page(letter: Letter, form: OpeningForm, *, refusal: str = "") -> str:
    revision = queries.newest_text(letter)
    text = revision_text(revision)
    if refusal or not form.base_number.data:
        form.base_number.data = str(revision.number)  # after a refusal it is read again
    return render_template(
        "letters/opening.html",
        letter=letter,
        form=form,
        refusal=refusal,
        revision=revision,
        shown=before_there_is_a_list(text),
        blanks=blanks(text),
        doubts=faults_of(text),
        unprinted=unprinted(text),
        obstacle=rules.obstacle_to(Move.OPEN, letter.state),
        kind_obstacle=rules.obstacle_to_signing_in(beside_a_letter(text.template)),
    )


def _deadline_page(letter: Letter, form: WallTimeForm, *, refusal: str = "") -> str:
    is_open = rules.obstacle_to_signing(queries.window(letter), now=clock.now()) is None
    return render_template(
        "letters/deadline.html", letter=letter, form=form, refusal=refusal, closing=ButtonForm(), is_open=is_open
    )


def _plan_page(letter: Letter, form: WallTimeForm) -> str:
    stands = release(letter, now=clock.now())
    obstacle = obstacle_to_planning(stands)
    return render_template("letters/plan.html", letter=letter, form=form, release=stands, obstacle=obstacle)
