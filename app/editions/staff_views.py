"""The team's pages of a release: checklist, seal, hold, kill, withdraw, previews."""

from dataclasses import replace

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Answer

from app.accounts.guards import me
from app.audit.rules import person
from app.campaigns.guards import my_role
from app.campaigns.rules import Role, may
from app.core import clock, files
from app.core.db import transaction
from app.core.errors import NotFound, Refused
from app.core.wall_time import WallTime, describe, ladder
from app.editions import actions, checks, queries, rules
from app.editions.forms import LettingGoForm, ReasonForm, SealForm
from app.editions.models import Edition
from app.editions.rules import Reader, Reading
from app.letters.forms import ButtonForm
from app.letters.guards import letter_team
from app.letters.models import Letter
from app.letters.moment_form import WallTimeForm
from app.letters.queries import planned_lift
from app.letters.wording import direction, wording
from app.signons import queries as signons
from app.signons.rules import printed_line
from app.web.filters import date_order
from app.web.stored import stored_file

bp = Blueprint("editions", __name__, template_folder="templates", url_prefix="/staff/letters/<uuid:letter_id>")


@bp.get("/release")
@letter_team(Role.READER)
def release_page(letter: Letter) -> str:
    """Where the release stands: editions, the checklist, the way to the next seal."""
    return _release_page(letter)


@bp.get("/release/review")
@letter_team(Role.COORDINATOR)
def review_page(letter: Letter) -> str | tuple[str, int]:
    """Show the moment in three zones and everything that would be sealed, before it is."""
    form = WallTimeForm(city=me().zone, given=request.args)
    if not form.validate():
        return _release_page(letter, form), 422
    return _review_page(letter, form.wall_time())


@bp.post("/release/seal")
@letter_team(Role.COORDINATOR)
def seal(letter: Letter) -> Answer | tuple[str, int]:
    """Fix text, names and moment, and have the PDFs made."""
    form = SealForm(expected=queries.candidate(letter, now=clock.now()).counts.total)
    lift = form.moment()
    if not form.validate():
        return _review_page(letter, lift, form=form), 422
    try:
        with transaction():
            seen = form.seen.data or ""
            edition = actions.request_seal(letter, lift, seen=seen, by=person(me().id), now=clock.now())
    except Refused as refused:
        form.count.data = form.seen.data = ""  # what stands on the page now is looked at anew
        return _review_page(letter, lift, form=form, refusal=refused.obstacle.sentence), 409
    flash("Text and names are fixed. The PDFs are being typeset.")
    return redirect(url_for(".edition_page", letter_id=letter.id, number=edition.number), 303)


@bp.get("/editions/<int(max=9999):number>")
@letter_team(Role.READER)
def edition_page(letter: Letter, number: int) -> str:
    """One edition: what is sealed, where it stands, what may be done to it."""
    edition, now = queries.edition(letter.id, number), clock.now()
    standing = queries.standing(edition)
    sealed = queries.sealed_content(edition)
    language = sealed.text.language
    return render_template(
        "editions/edition.html",
        letter=letter,
        edition=edition,
        sealed=sealed,
        unnamed=wording(language).not_named(sealed.roll.unnamed),
        language=language,
        direction=direction(language),
        signature=queries.signature(edition.id),
        printed_line=printed_line,
        stage=rules.stage(standing, now=now),
        file_names=list(_stored(edition, rules.readable(standing, Reader.TEAM, now=now))),
        hold_obstacle=rules.obstacle_to_holding(standing, now=now),
        letting_go_obstacle=rules.obstacle_to_letting_go(standing, now=now),
        kill_obstacle=rules.obstacle_to_killing(standing, now=now),
        withdraw_obstacle=rules.obstacle_to_withdrawing(standing, now=now),
        form=ButtonForm(),
        may_hold=may(my_role(), Role.PRESS_OFFICER),
        may_seal=may(my_role(), Role.COORDINATOR),
        address=_public_address(letter),
    )


@bp.post("/editions/<int(max=9999):number>/hold")
@letter_team(Role.PRESS_OFFICER)
def hold(letter: Letter, number: int) -> Answer:
    """Keep it from becoming public."""
    with transaction():
        edition = queries.edition_to_change(letter.id, number)
        actions.hold(edition, letter, by=person(me().id), now=clock.latest())
    flash("The release is held. It will not become public until someone lets it go.")
    return _to_edition(letter, number)


@bp.get("/editions/<int(max=9999):number>/letting-go")
@letter_team(Role.COORDINATOR)
def letting_go_page(letter: Letter, number: int) -> str:
    """Ask for a typed word before a hold ends."""
    return _ending_page("editions/letting_go.html", letter, queries.edition(letter.id, number), LettingGoForm())


@bp.post("/editions/<int(max=9999):number>/letting-go")
@letter_team(Role.COORDINATOR)
def let_go(letter: Letter, number: int) -> Answer | tuple[str, int]:
    """End the hold."""
    edition, form = queries.edition(letter.id, number), LettingGoForm()
    if not form.validate():
        return _ending_page("editions/letting_go.html", letter, edition, form), 422
    with transaction():
        edition = queries.edition_to_change(letter.id, number)
        actions.let_go(edition, letter, by=person(me().id), now=clock.latest())
    flash("The hold has ended.")
    return _to_edition(letter, number)


@bp.get("/editions/<int(max=9999):number>/kill")
@letter_team(Role.COORDINATOR)
def kill_page(letter: Letter, number: int) -> str:
    """Ask for the reason before an edition is killed."""
    return _ending_page("editions/kill.html", letter, queries.edition(letter.id, number), ReasonForm())


@bp.post("/editions/<int(max=9999):number>/kill")
@letter_team(Role.COORDINATOR)
def kill(letter: Letter, number: int) -> Answer | tuple[str, int]:
    """End an edition before anyone outside read it."""
    edition, form = queries.edition(letter.id, number), ReasonForm()
    if not form.validate():
        return _ending_page("editions/kill.html", letter, edition, form), 422
    with transaction():
        edition = queries.edition_to_change(letter.id, number)
        actions.kill(edition, letter, reason=form.reason.data or "", by=person(me().id), now=clock.latest())
    flash("The edition is killed. Journalists who have a copy are told not to publish it.")
    return _to_edition(letter, number)


@bp.get("/editions/<int(max=9999):number>/withdrawal")
@letter_team(Role.COORDINATOR)
def withdrawal_page(letter: Letter, number: int) -> str:
    """Ask for the reason before an edition is withdrawn."""
    return _ending_page("editions/withdrawal.html", letter, queries.edition(letter.id, number), ReasonForm())


@bp.post("/editions/<int(max=9999):number>/withdrawal")
@letter_team(Role.COORDINATOR)
def withdraw(letter: Letter, number: int) -> Answer | tuple[str, int]:
    """Take a public edition back."""
    edition, form = queries.edition(letter.id, number), ReasonForm()
    if not form.validate():
        return _ending_page("editions/withdrawal.html", letter, edition, form), 422
    with transaction():
        edition = queries.edition_to_change(letter.id, number)
        actions.withdraw(edition, letter, reason=form.reason.data or "", by=person(me().id), now=clock.latest())
    flash("The edition is withdrawn. Its address says so.")
    return _to_edition(letter, number)


@bp.get("/editions/<int(max=9999):number>/<file_name>")
@letter_team(Role.READER)
def edition_file(letter: Letter, number: int, file_name: str) -> Response:
    """A stored file, for the team: the PDF under embargo before the lift; the public files after it."""
    edition = queries.edition(letter.id, number)
    reading = rules.readable(queries.standing(edition), Reader.TEAM, now=clock.now())
    stored = _stored(edition, reading).get(file_name)
    if stored is None:
        raise NotFound
    return stored_file(files.get(stored), file_name)


@bp.post("/proof")
@letter_team(Role.COORDINATOR)
def request_proof(letter: Letter) -> Answer:
    """Have a trial print made."""
    with transaction():
        actions.request_proof(letter, by=person(me().id), now=clock.now())
    flash("The trial print is being typeset. It takes a few seconds.")
    return redirect(url_for(".release_page", letter_id=letter.id) + "#proof", 303)


@bp.get("/proof.pdf")
@letter_team(Role.READER)
def proof_file(letter: Letter) -> Response:
    """The newest trial print."""
    proof = queries.newest_proof(letter.id)
    if proof is None or proof.file is None:
        raise NotFound
    return Response(files.get(proof.file), mimetype="application/pdf")


def _stored(edition: Edition, reading: Reading) -> dict[str, str]:
    """The SHA-256 of each file that may be read, by its name."""
    if reading is Reading.CLEAN:
        return queries.public_files(edition)
    if reading is Reading.EMBARGOED and edition.embargoed_file is not None:
        return {queries.embargoed_file_name(edition): edition.embargoed_file}
    return {}


def _release_page(letter: Letter, form: WallTimeForm | None = None) -> str:
    now = clock.now()
    candidate, may_seal = queries.candidate(letter, now=now), may(my_role(), Role.COORDINATOR)
    if not may_seal:
        candidate = replace(candidate, given_away="")  # they may not know the withheld names
    points = checks.checklist(candidate, now=now, order=date_order())
    plan = planned_lift(letter)
    ahead = plan if plan and plan.instant() > now else None
    return render_template(
        "editions/release.html",
        letter=letter,
        editions=[(each, rules.stage(queries.standing(each), now=now)) for each in queries.editions(letter.id)],
        points=points,
        obstacle=checks.obstacle_to_sealing(points),
        form=form or WallTimeForm(city=plan.zone if plan else me().zone, at=ahead),
        proof=queries.newest_proof(letter.id),
        proofing=ButtonForm(),
        may_seal=may_seal,
    )


def _review_page(letter: Letter, lift: WallTime, *, form: SealForm | None = None, refusal: str = "") -> str:
    now, order = clock.now(), date_order()
    candidate = queries.candidate(letter, now=now)
    obstacle = checks.obstacle_to_sealing(checks.checklist(candidate, now=now))
    if obstacle is None:
        obstacle = rules.obstacle_to_lifting_at(lift.instant(), deadline_at=letter.deadline_at, now=now)
    shown = form or SealForm(expected=candidate.counts.total)
    shown.lift.data = str(lift)
    if not shown.seen.data:
        shown.seen.data = queries.content_to_seal(letter, signons.signatories(letter.id)).fingerprint
    return render_template(
        "editions/review.html",
        letter=letter,
        lift=lift,
        instant=lift.instant(),
        described=describe(lift.instant(), lift.zone, order=order),
        ladder=ladder(lift.instant(), lift.zone),
        doubts=rules.doubts_about(lift.instant(), lift.zone, now=now, dated=candidate.text.date, order=order),
        candidate=candidate,
        form=shown,
        refusal=refusal or (obstacle.sentence if obstacle else ""),
        can_seal=obstacle is None,
        mine=describe(lift.instant(), me().zone, order=order),
    )


def _ending_page(template: str, letter: Letter, edition: Edition, form: LettingGoForm | ReasonForm) -> str:
    return render_template(
        template,
        letter=letter,
        edition=edition,
        form=form,
        described=describe(edition.lift_at, edition.lift_zone, order=date_order()),
    )


def _to_edition(letter: Letter, number: int) -> Answer:
    return redirect(url_for(".edition_page", letter_id=letter.id, number=number), 303)


def _public_address(letter: Letter) -> str:
    return url_for("public.letter_page", slug=letter.slug, _external=False)
