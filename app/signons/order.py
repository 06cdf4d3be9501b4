"""Sign-ons as signatories, and in the order in which they will be printed. Pure."""

from collections.abc import Sequence

from app.letters.text import LetterText
from app.signons.models import SignOn
from app.signons.roll import Signatory, place_in


def signatory(sign_on: SignOn) -> Signatory:
    """The sign-on as it will be printed."""
    return Signatory(
        name=sign_on.name,
        language=sign_on.language,
        country=sign_on.country,
        group=sign_on.group_name,
        lead=sign_on.is_lead,
        person=sign_on.person,
        person_title=sign_on.person_title,
        acronym=sign_on.acronym,
        native_name=sign_on.native_name,
        sort_key=sign_on.sort_key,
        visibility=sign_on.visibility,
        given=sign_on.given_position,
        signed_at=sign_on.confirmed_at,
    )


def in_printed_order(names: Sequence[SignOn], text: LetterText) -> list[SignOn]:
    """Return `names` in the order of `text`; of two names that are alike, by row."""
    printed = {sign_on.id: signatory(sign_on) for sign_on in names}
    place = place_in(text, list(printed.values()))
    return sorted(names, key=lambda sign_on: (*place(printed[sign_on.id]), sign_on.id.hex))
