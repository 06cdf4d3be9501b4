"""Pages for organisations, without an account: read and sign, confirm, decide, look, withdraw.

Opening a page changes nothing, so that a mail scanner which follows every link signs nothing.
"""

from dataclasses import dataclass

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from app.audit.rules import link_holder
from app.campaigns import pictures
from app.core import clock
from app.core.db import transaction
from app.core.errors import Obstacle, Refused, refuse_if
from app.core.tokens import Purpose
from app.letters import queries as letters
from app.letters.forms import ButtonForm
from app.letters.letter_file import parse
from app.letters.models import Letter, Revision
from app.letters.rules import LetterState, obstacle_to_signing
from app.signons import actions, queries, rules
from app.signons.emblems import Surroundings, as_on_paper, asked_for, emblem_of, obstacle_to_emblem
from app.signons.emblems import emblem_page as show_emblem
from app.signons.forms import EMBLEM_WORDS, ConfirmationForm, EmblemForm, SigningForm
from app.signons.likeness import likeness
from app.signons.queries import MySignOn
from app.signons.reading import reading
from app.signons.rules import Emblem, Move, Origin, State
from app.web.errors import Gone
from app.web.policy import by_link
from app.web.shell import per_person

bp = Blueprint("signons", __name__, template_folder="templates")


@dataclass(frozen=True, slots=True)
class Offer:
    """What a signing page offers: the text, where the form goes and “We will not sign”, what else stands in the way."""

    revision: Revision
    action: str
    decline: str = ""
    obstacle: Obstacle | None = None


_LIVE = frozenset({State.UNCONFIRMED, State.CONFIRMED, State.ACCEPTED})
_DONE = frozenset({State.CONFIRMED, State.ACCEPTED})


@bp.get("/sign/<token>")
@by_link("letter")
def sign_page(token: str) -> str:
    """Show the text in full, then ask for the name."""
    letter, revision = letters.letter_and_text_to_sign(token)
    offer = Offer(revision, url_for(".sign", token=token))
    return signing_page(letter, signing_form(letter, revision), offer)


@bp.post("/sign/<token>")
@by_link("letter")
@per_person("20 per minute")
def sign(token: str) -> Response | tuple[str, int]:
    """Take an organisation's consent."""
    letter, revision = letters.letter_and_text_to_sign(token)
    offer = Offer(revision, url_for(".sign", token=token))
    form = signing_form(letter, revision)
    answer = answer_to_wrong(letter, form, offer)
    if answer is not None:
        return answer
    with transaction():
        actions.sign(revision, form.application(), origin=Origin.OPEN_LINK, now=clock.now())
    return redirect(url_for(".sent_page", token=token), 303)


@bp.get("/sign/<token>/sent")
@by_link("letter")
def sent_page(token: str) -> str:
    """Say that nothing is signed before the button in the mail. The same page for everyone."""
    letter = letters.letter_to_sign(token)
    return check_your_mail_page(letter, again=url_for(".sign_page", token=token))


@bp.get("/sign-on/<token>")
@by_link("sign-on")
def sign_on_page(token: str) -> str:
    """Show whoever filled in the form how it stands."""
    mine = queries.sign_on_of_typist(token)
    return _sign_on_page(mine, token, ConfirmationForm(data={"role": mine.sign_on.typist_role}))


@bp.post("/sign-on/<token>/confirm")
@by_link("sign-on")
@per_person("20 per minute")
def confirm(token: str) -> Response | tuple[str, int]:
    """Confirm, by whoever filled in the form and decides."""
    mine = queries.sign_on_of_typist(token)
    refuse_if(rules.obstacle_to_confirming_as_typist(mine.sign_on.authority))
    form = ConfirmationForm()
    if mine.sign_on.state not in _DONE and not form.validate():
        return _sign_on_page(mine, token, form), 422
    with transaction():
        actions.confirm(mine.sign_on, form.role.data or "", by=link_holder(mine.sign_on.id), now=clock.now())
    return redirect(url_for(".sign_on_page", token=token), 303)


@bp.post("/sign-on/<token>/withdraw")
@by_link("sign-on")
@per_person("20 per minute")
def withdraw(token: str) -> Response:
    """Take the name back. A second click changes nothing."""
    _withdraw(queries.sign_on_of_typist(token))
    return redirect(url_for(".sign_on_page", token=token), 303)


@bp.get("/sign-on/<token>/pictures/<any(logo, signature):emblem>")
@by_link("sign-on")
def emblem_page(token: str, emblem: str) -> str:
    """Show the picture that is printed with the name, or ask for one."""
    return _emblem_page(queries.sign_on_of_typist(token), token, Emblem(emblem), EmblemForm())


@bp.get("/sign-on/<token>/pictures/<any(logo, signature):emblem>.png")
@by_link("sign-on")
def emblem_picture(token: str, emblem: str) -> Response:
    """The picture as it is kept."""
    return pictures.shown(emblem_of(queries.sign_on_of_typist(token).sign_on, Emblem(emblem)))


@bp.post("/sign-on/<token>/pictures/<any(logo, signature):emblem>")
@by_link("sign-on")
@per_person("20 per minute")
def give_emblem(token: str, emblem: str) -> Response | tuple[str, int]:
    """Take a picture in, to be printed with the name."""
    mine, wanted, form = queries.sign_on_of_typist(token), Emblem(emblem), EmblemForm()
    if not form.validate():
        return _emblem_page(mine, token, wanted, form), 422
    refuse_if(obstacle_to_emblem(mine.sign_on))  # before the picture is kept
    try:
        digest = pictures.kept(form.picture)
    except Refused as refused:
        return _emblem_page(mine, token, wanted, form, refusal=refused.obstacle.sentence), 422
    with transaction():
        actions.set_emblem(mine.sign_on, wanted, digest, by=link_holder(mine.sign_on.id), now=clock.now())
    return redirect(url_for(".emblem_page", token=token, emblem=emblem), 303)


@bp.post("/sign-on/<token>/pictures/<any(logo, signature):emblem>/removal")
@by_link("sign-on")
@per_person("20 per minute")
def take_emblem_away(token: str, emblem: str) -> Response:
    """Print no picture."""
    mine = queries.sign_on_of_typist(token)
    with transaction():
        actions.set_emblem(mine.sign_on, Emblem(emblem), None, by=link_holder(mine.sign_on.id), now=clock.now())
    return redirect(url_for(".emblem_page", token=token, emblem=emblem), 303)


@bp.get("/authority/<token>")
@by_link("sign-on")
def decision_page(token: str) -> str:
    """Show whoever decides what a colleague has filled in."""
    return _decision_page(queries.sign_on_to_decide(token), token, ConfirmationForm())


@bp.get("/authority/<token>/pictures/<any(logo, signature):emblem>.png")
@by_link("sign-on")
def emblem_to_decide_on(token: str, emblem: str) -> Response:
    """The picture that would be printed with the name, as it is kept."""
    return pictures.shown(emblem_of(queries.sign_on_to_decide(token).sign_on, Emblem(emblem)))


@bp.post("/authority/<token>/confirm")
@by_link("sign-on")
@per_person("20 per minute")
def approve(token: str) -> Response | tuple[str, int]:
    """Confirm, by whoever decides."""
    mine = queries.sign_on_to_decide(token)
    form = ConfirmationForm()
    if mine.sign_on.state not in _DONE and not form.validate():
        return _decision_page(mine, token, form), 422
    with transaction():
        actions.confirm(mine.sign_on, form.role.data or "", by=link_holder(mine.sign_on.id), now=clock.now())
    return redirect(url_for(".decision_page", token=token), 303)


@bp.post("/authority/<token>/decline")
@by_link("sign-on")
@per_person("20 per minute")
def decide_against(token: str) -> Response:
    """Decide that the organisation does not sign. A second click changes nothing."""
    mine = queries.sign_on_to_decide(token)
    if mine.sign_on.state is State.UNCONFIRMED:
        with transaction():
            actions.decline(mine.sign_on, by=link_holder(mine.sign_on.id), now=clock.now())
    return redirect(url_for(".decision_page", token=token), 303)


@bp.post("/authority/<token>/withdraw")
@by_link("sign-on")
@per_person("20 per minute")
def withdraw_decision(token: str) -> Response:
    """Take the name back, by whoever decides."""
    _withdraw(queries.sign_on_to_decide(token))
    return redirect(url_for(".decision_page", token=token), 303)


def signing_form(letter: Letter, revision: Revision, *, name: str = "") -> SigningForm:
    """The form for the frozen text of a letter, with `name` where we know it. Raises `Gone` once stopped."""
    if letter.state is LetterState.STOPPED:
        raise Gone(_obstacle(letter) or Obstacle("This has ended."))
    return SigningForm(language=parse(revision.source).language, name=name)


def answer_to_wrong(letter: Letter, form: SigningForm, offer: Offer) -> tuple[str, int] | None:
    """Return the page that says what is wrong, with everything typed still in it; None if nothing is."""
    obstacle = offer.obstacle or _obstacle(letter)
    if obstacle is not None:
        return signing_page(letter, form, offer, refusal=obstacle.sentence), 409
    if not form.validate():
        return signing_page(letter, form, offer), 422
    return None


def signing_page(letter: Letter, form: SigningForm, offer: Offer, *, refusal: str = "") -> str:
    """The text in full, then the form, or why there is none."""
    occasion = queries.occasion_with_release(letter, now=clock.now())
    counts = queries.text_counts(letter.id) if occasion.is_public_call else None
    return render_template(
        "signons/sign.html",
        letter=letter,
        revision=offer.revision,
        occasion=occasion,
        is_sealed=queries.is_sealed(letter.id),
        reading=reading(offer.revision, counts),
        counts=counts,
        obstacle=offer.obstacle or _obstacle(letter),
        form=form,
        button_form=ButtonForm(),
        offer=offer,
        refusal=refusal,
        shown=likeness(form.printed_name(), parse(offer.revision.source)),
    )


def check_your_mail_page(letter: Letter, *, again: str) -> str:
    """The page after every sign-on, new or not."""
    return render_template("signons/sent.html", letter=letter, occasion=queries.occasion(letter), again=again)


def _obstacle(letter: Letter) -> Obstacle | None:
    return obstacle_to_signing(letters.window(letter), now=clock.now())


def _withdraw(mine: MySignOn) -> None:
    if mine.sign_on.state in _LIVE:
        with transaction():
            actions.withdraw(mine.sign_on, by=link_holder(mine.sign_on.id), now=clock.now())


def _sign_on_page(mine: MySignOn, token: str, form: ConfirmationForm) -> str:
    waits_for_other = rules.obstacle_to_confirming_as_typist(mine.sign_on.authority)
    return _page(mine, token, form, purpose=Purpose.SIGN_ON, waits_for_other=waits_for_other)


def _decision_page(mine: MySignOn, token: str, form: ConfirmationForm) -> str:
    return _page(mine, token, form, purpose=Purpose.AUTHORITY, waits_for_other=None)


def _emblem_page(mine: MySignOn, token: str, emblem: Emblem, form: EmblemForm, *, refusal: str = "") -> str:
    signature = url_for(".emblem_picture", token=token, emblem=Emblem.SIGNATURE)
    surroundings = Surroundings(
        area="link",
        back=url_for(".sign_on_page", token=token),
        action=url_for(".give_emblem", token=token, emblem=emblem),
        removal=url_for(".take_emblem_away", token=token, emblem=emblem),
        picture=url_for(".emblem_picture", token=token, emblem=emblem),
        shown=as_on_paper(mine.sign_on, parse(mine.revision.source), signature=signature),
    )
    return show_emblem(mine.sign_on, emblem, form, surroundings, refusal=refusal)


def _page(
    mine: MySignOn, token: str, form: ConfirmationForm, *, purpose: Purpose, waits_for_other: Obstacle | None
) -> str:
    sign_on, letter = mine.sign_on, mine.letter
    occasion = queries.occasion_with_release(letter, now=clock.now(), to=sign_on)
    counts = queries.text_counts(letter.id) if occasion.is_public_call else None
    is_readable = letter.state is not LetterState.STOPPED and sign_on.state in _LIVE
    is_unconfirmed, text = sign_on.state is State.UNCONFIRMED, parse(mine.revision.source)
    signature = ".emblem_to_decide_on" if purpose is Purpose.AUTHORITY else ".emblem_picture"
    return render_template(
        "signons/sign_on.html",
        sign_on=sign_on,
        letter=letter,
        revision=mine.revision,
        occasion=occasion,
        is_late=sign_on.sealed_at is None and queries.is_sealed(letter.id),
        reading=reading(mine.revision, counts) if is_readable else None,
        printed=rules.printed_line(sign_on.name, sign_on.acronym),
        shown=as_on_paper(sign_on, text, signature=url_for(signature, token=token, emblem=Emblem.SIGNATURE)),
        state_words=rules.MEMBER_WORDS[sign_on.state],
        visibility_words=rules.VISIBILITY_WORDS[sign_on.visibility],
        stopped=actions.obstacle_to_confirming(letter, now=clock.now()),
        waits_for_other=waits_for_other if is_unconfirmed else None,
        obstacle_to_confirming=rules.obstacle_to(Move.CONFIRM, sign_on.state),
        obstacle_to_withdrawing=rules.obstacle_to_withdrawing(sign_on.state, sealed_at=sign_on.sealed_at),
        form=form,
        button_form=ButtonForm(),
        decides=purpose is Purpose.AUTHORITY,
        emblems=asked_for(sign_on, text) if purpose is Purpose.SIGN_ON else (),
        emblem_words=EMBLEM_WORDS,
        token=token,
    )
