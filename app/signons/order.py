"""In which order names are printed. Pure; the same for the team's table and for the paper."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Protocol, TypeVar
from uuid import UUID

from app.letters.text import Order
from app.organisations.countries import country_name
from app.organisations.rules.sorting import sort_key


class Listed(Protocol):
    """What the order of a name depends on."""

    @property
    def id(self) -> UUID:
        """Decides where nothing else does."""

    @property
    def sort_key(self) -> str:
        """The place in the alphabet."""

    @property
    def is_lead(self) -> bool:
        """Whether it leads the letter."""

    @property
    def group_name(self) -> str:
        """The heading it stands under."""

    @property
    def country(self) -> str:
        """Its ISO 3166-1 code."""

    @property
    def submitted_at(self) -> datetime:
        """When it signed."""

    @property
    def given_position(self) -> int:
        """Its place in an imported list, or where a person put it."""


L = TypeVar("L", bound=Listed)
Place = tuple[object, ...]


def in_printed_order(names: Iterable[L], order: Order) -> list[L]:
    """Return `names` as they are printed. Ties are broken by the alphabet, then by row, so that there is one order."""
    place = _PLACES[order]
    return sorted(names, key=lambda name: (*place(name), name.sort_key, name.id.hex))


_PLACES: dict[Order, Callable[[Listed], Place]] = {
    Order.ALPHABETICAL: lambda _name: (),
    Order.LEAD_THEN_ALPHABETICAL: lambda name: (not name.is_lead,),
    Order.BY_GROUP: lambda name: (sort_key(name.group_name),),
    Order.BY_COUNTRY: lambda name: (sort_key(country_name(name.country)),),
    Order.BY_TIME: lambda name: (name.submitted_at,),
    Order.GIVEN: lambda name: (name.given_position,),
    Order.MANUAL: lambda name: (name.given_position,),
}
