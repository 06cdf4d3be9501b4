"""What a page or a message for an organisation is about, as a value."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a page or a message for an organisation is about, in words that are ready to be read.

    `title` is the letter's, its numbers filled in or open; it may stand in a subject line only if `is_public_call`.
    `is_sealed` says that the names were sealed before: whoever signs now joins the next edition.
    `deadline` ("Thu 16 June 2022, 18:00 Brussels"), `public_from` and the two ladders are empty where there is no such
    moment.
    """

    campaign: str
    title: str
    is_public_call: bool
    deadline: str = ""
    deadline_ladder: str = ""
    public_from: str = ""
    public_ladder: str = ""
    is_sealed: bool = False
