"""How templates write addresses of mail."""

import pytest

from app.web.filters import mail_link


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("mara@example.org", "mailto:mara@example.org"),
        ("mara.o'neil+press@example.org", "mailto:mara.o'neil+press@example.org"),
        ("50%?subject=x&cc=y#z@example.org", "mailto:50%25%3Fsubject%3Dx%26cc%3Dy%23z@example.org"),
        ("ilić@example.org", "mailto:ili%C4%87@example.org"),
    ],
)
def test_a_link_to_an_address_is_readable_and_leads_nowhere_else(address: str, link: str) -> None:
    assert mail_link(address) == link
