"""What the members of a team may do."""

import pytest

from app.campaigns.rules import Role, may, obstacle_to_acting, obstacle_to_leaving

ORDER = [Role.READER, Role.PRESS_OFFICER, Role.COORDINATOR, Role.LEAD]


@pytest.mark.parametrize("role", ORDER)
@pytest.mark.parametrize("needed", ORDER)
def test_a_role_may_do_what_the_roles_below_it_may(role: Role, needed: Role) -> None:
    assert may(role, needed) == (ORDER.index(role) >= ORDER.index(needed))
    assert (obstacle_to_acting(role, needed) is None) == may(role, needed)


@pytest.mark.parametrize(
    ("role", "leads", "is_refused"),
    [(Role.LEAD, 1, True), (Role.LEAD, 2, False), (Role.COORDINATOR, 1, False), (Role.READER, 0, False)],
)
def test_only_the_last_lead_is_kept(*, role: Role, leads: int, is_refused: bool) -> None:
    assert (obstacle_to_leaving(role, leads=leads) is not None) == is_refused
