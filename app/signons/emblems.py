"""The page of one picture of a name: the same for the member and for the team, at addresses of their own."""

from dataclasses import dataclass

from flask import render_template

from app.campaigns import pictures
from app.core.errors import Obstacle
from app.letters.forms import ButtonForm
from app.letters.text import LetterText
from app.rendering.document import ListForm
from app.signons import rules
from app.signons.entries import as_printed
from app.signons.forms import EMBLEM_WORDS, EmblemForm
from app.signons.likeness import Likeness, likeness
from app.signons.models import SignOn
from app.signons.rules import Emblem


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Who looks (`area` of the layout), how the name is `shown` on paper; the addresses: back, forms, the picture."""

    area: str
    back: str
    action: str
    removal: str
    picture: str
    shown: Likeness


def emblem_of(sign_on: SignOn, emblem: Emblem) -> str | None:
    """The SHA-256 of this picture of a name, None where there is none."""
    return sign_on.logo if emblem is Emblem.LOGO else sign_on.signature


def obstacle_to_emblem(sign_on: SignOn) -> Obstacle | None:
    """Say why no picture of this name can be given or taken away now, if so."""
    return rules.obstacle_to_picturing(sign_on.state, sign_on.visibility, sealed_at=sign_on.sealed_at)


def asked_for(sign_on: SignOn, text: LetterText) -> tuple[Emblem, ...]:
    """The pictures that may be given now: a signature only where the letter is signed in blocks."""
    if obstacle_to_emblem(sign_on) is not None:
        return ()
    return (Emblem.LOGO, Emblem.SIGNATURE) if text.signatures is ListForm.BLOCKS else (Emblem.LOGO,)


def as_on_paper(sign_on: SignOn, text: LetterText, *, signature: str) -> Likeness:
    """The name as it will be printed; `signature` is the address of that picture, shown where there is one."""
    return likeness(as_printed(sign_on), text, picture=signature if sign_on.signature else "")


def emblem_page(
    sign_on: SignOn, emblem: Emblem, form: EmblemForm, surroundings: Surroundings, *, refusal: str = ""
) -> str:
    """The picture as it is, or the form for one."""
    return render_template(
        "signons/emblem.html",
        heading=EMBLEM_WORDS[emblem],
        shown=surroundings.shown,
        is_signature=emblem is Emblem.SIGNATURE,
        has_picture=emblem_of(sign_on, emblem) is not None,
        obstacle=obstacle_to_emblem(sign_on),
        surroundings=surroundings,
        form=form,
        refusal=refusal,
        button_form=ButtonForm(),
        accepted=pictures.ACCEPTED,
    )
