"""Names that are withheld, and what of each is looked for: one table for the rule and for those who ask it."""

from typing import NamedTuple


class Withheld(NamedTuple):
    """A row that is counted and not named, and what must stand nowhere for its sake."""

    looked_for: tuple[str, ...]
    name: str
    native_name: str = ""
    person: str = ""
    acronym: str = ""


WITHHELD = (
    Withheld(("Silent Lake",), "Silent Lake"),
    Withheld(("Harbour Watch", "HAWA"), "Harbour Watch", acronym="HAWA"),
    Withheld(("River Union",), "River Union", acronym="RU"),
    Withheld(("Quay Circle", "Cercle du Quai"), "Quay Circle", native_name="Cercle du Quai"),
    Withheld(("Wells for All", "Mira Solenova", "WELLS"), "Wells for All", person="Mira Solenova", acronym="WELLS"),
)
