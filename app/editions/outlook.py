"""What would come of a letter on paper, told before it is sealed: can it be set, would it give a name away."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import Refused
from app.editions import attachments
from app.editions.composition import Imprint, compose
from app.letters.text import LetterText
from app.rendering.document import Document
from app.rendering.fonts import refuse_what_cannot_be_drawn
from app.rendering.judging.withholding import faults_of_list, places_that_name
from app.rendering.templates_on_disk import letter_template, refuse_what_is_missing
from app.signons.roll import Roll


@dataclass(frozen=True, slots=True)
class Outlook:
    """Both sentences are empty where there is nothing to say. What is given away is said without the name."""

    on_paper: str = ""
    given_away: str = ""


def outlook(text: LetterText, names: Roll, imprint: Imprint, *, withheld: Sequence[str]) -> Outlook:
    """Say why the seal would end late, if it would: better now than after it was asked for."""
    try:
        document = compose(text, names, imprint)
        template = letter_template(document.template)
        refuse_what_is_missing(document, template)
        refuse_what_cannot_be_drawn(document)
    except Refused as refused:
        return Outlook(refused.obstacle.sentence)
    return Outlook(given_away=given_away(document, text, names, withheld))


def given_away(document: Document, text: LetterText, names: Roll, withheld: Sequence[str]) -> str:
    """Say whether a withheld name would come out by what is published with the letter, and by what; else nothing."""
    for fault in faults_of_list(document, withheld):
        return fault
    places = places_that_name(document, withheld, attachments.texts_by_place(text, names.names))
    if not places:
        return ""
    return (
        f"Somebody who asked not to be named would come out by what is published with the letter: {', '.join(places)}. "
        "Ask them whether they sign by name instead, or take it out. A text that people sign already wants a new "
        "letter for that."
    )
