"""What the members of a team may do, and what stands on a campaign's paper. Values only."""

from dataclasses import dataclass
from enum import StrEnum

from app.core.errors import Obstacle


class Role(StrEnum):
    """A place in a campaign's team. Each may do what those after it may do."""

    LEAD = "lead"
    COORDINATOR = "coordinator"
    PRESS_OFFICER = "press-officer"
    READER = "reader"


ROLE_WORDS = {
    Role.LEAD: "Lead: everything, and the team",
    Role.COORDINATOR: "Coordinator: letters, signing, sealing",
    Role.PRESS_OFFICER: "Press officer: journalists, hold",
    Role.READER: "Reader: sees, changes nothing",
}
_REACH = {Role.LEAD: 3, Role.COORDINATOR: 2, Role.PRESS_OFFICER: 1, Role.READER: 0}


@dataclass(frozen=True, slots=True)
class CampaignLetterhead:
    """What stands on top of every letter without its own: a name, one address line, the SHA-256 of a logo."""

    name: str
    line: str = ""
    logo: str = ""


def may(role: Role, at_least: Role) -> bool:
    """Say whether someone in `role` may do what needs `at_least`."""
    return _REACH[role] >= _REACH[at_least]


def obstacle_to_acting(role: Role, at_least: Role) -> Obstacle | None:
    """Say why someone in `role` may not do what needs `at_least`, if so."""
    if may(role, at_least):
        return None
    needed = ROLE_WORDS[at_least].partition(":")[0].lower()
    return Obstacle(f"This needs the role of {needed} in this campaign. Ask its lead to do it, or to change your role.")


def obstacle_to_leaving(role: Role, *, leads: int) -> Obstacle | None:
    """Say why this member cannot leave or change role, if so: a campaign is never without a lead."""
    if role is Role.LEAD and leads <= 1:
        return Obstacle("A campaign needs a lead. Make someone else lead first.")
    return None
