"""In which order the team sees names: the one in which they will be printed. Pure.

Printing itself orders what was sealed, by the same policies; a test holds the two together.
"""

from collections.abc import Sequence
from datetime import UTC, datetime

from app.letters.text import LetterText, Order
from app.organisations.countries import country_name
from app.organisations.rules.folding import name_key
from app.organisations.rules.sorting import sort_key
from app.signons.models import SignOn

_NEVER = datetime.max.replace(tzinfo=UTC)


def in_printed_order(names: Sequence[SignOn], text: LetterText) -> list[SignOn]:
    """Return `names` in the order of `text`. What its policy leaves open is alphabetical, then by row."""
    leading = name_key(text.lead) if text.lead else None
    groups = {each.group_name: each.given_position for each in sorted(names, key=lambda one: -one.given_position)}

    def place(one: SignOn) -> tuple[object, ...]:
        match text.order:
            case Order.ALPHABETICAL:
                return ()
            case Order.LEAD_THEN_ALPHABETICAL:
                return (not one.is_lead and name_key(one.name) != leading,)
            case Order.BY_GROUP:
                return (not one.group_name, groups[one.group_name], sort_key(one.group_name))
            case Order.BY_COUNTRY:
                return (not one.country, sort_key(country_name(one.country, text.language), text.language))
            case Order.BY_TIME:
                return (one.confirmed_at or _NEVER, one.given_position)
            case Order.GIVEN | Order.MANUAL:
                return (one.given_position,)

    return sorted(names, key=lambda one: (*place(one), one.sort_key, one.id.hex))
