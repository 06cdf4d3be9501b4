"""Sign-ons as signatories, and in the order in which they will be printed. Pure."""

from collections.abc import Sequence
from datetime import datetime

from app.letters.text import LetterText
from app.signons.models import SignOn
from app.signons.roll import Signatory, place_in


def signatories(sign_ons: Sequence[SignOn]) -> list[Signatory]:
    """All sign-ons that count for a letter as they will be printed.

    An edition notes its moment in every name that it is the first to seal. Names that were not in the first one are
    late.
    """
    first_sealed_at = min((each.sealed_at for each in sign_ons if each.sealed_at is not None), default=None)
    return [_signatory(each, first_sealed_at) for each in sign_ons]


def _signatory(sign_on: SignOn, first_sealed_at: datetime | None) -> Signatory:
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
        affiliation=sign_on.affiliation,
        late=first_sealed_at is not None and sign_on.sealed_at != first_sealed_at,
        logo=sign_on.logo or "",
        signature=sign_on.signature or "",
    )


def in_printed_order(names: Sequence[SignOn], text: LetterText) -> list[SignOn]:
    """Return `names` in the order of `text`; of two names that are alike, by row."""
    printed = {sign_on.id: one for sign_on, one in zip(names, signatories(names), strict=True)}
    place = place_in(text, list(printed.values()))
    return sorted(names, key=lambda sign_on: (*place(printed[sign_on.id]), sign_on.id.hex))
