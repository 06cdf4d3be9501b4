"""What a page or a message for an organisation is about, as a value."""

from dataclasses import dataclass

from app.letters.release import Course


@dataclass(frozen=True, slots=True)
class Occasion:
    """What a page or a message for an organisation is about, in words that are ready to be read.

    `title` is the letter's, its numbers filled in or open; it may stand in a subject line only if `is_public_call`.
    `is_sealed` says that the names were sealed before: whoever signs now joins the next edition.
    `course` says how the release stands, and so what `public_from` means: planned, bound by a seal, or since when it is
    public. `deadline` ("Thu 16 June 2022, 18:00 Brussels"), `public_from` and the two ladders are empty where there is
    no such moment, `address` where nothing is public, `next_from` where no further edition is sealed.
    """

    campaign: str
    title: str
    is_public_call: bool
    deadline: str = ""
    deadline_ladder: str = ""
    public_from: str = ""
    public_ladder: str = ""
    is_sealed: bool = False
    course: Course = Course.PLANNED
    address: str = ""
    next_from: str = ""

    @property
    def is_public(self) -> bool:
        """Whether everyone can read the letter, so that nobody need keep silent."""
        return self.course is Course.PUBLIC
