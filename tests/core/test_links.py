"""Where links may lead, and addresses of mail."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.links import fault_in_address, fault_in_link, is_to_mail, mail_link, without_fields


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("mara@example.org", "mailto:mara@example.org"),
        ("mara.o'neil+press@example.org", "mailto:mara.o'neil+press@example.org"),
        ("50%?subject=x&cc=y#z@example.org", "mailto:50%25%3Fsubject%3Dx%26cc%3Dy%23z@example.org"),
        ("ilić@example.org", "mailto:ili%C4%87@example.org"),
        ("press@ngo.example?bcc=spy@evil.example", "mailto:press@ngo.example%3Fbcc%3Dspy%40evil.example"),
        ("bo@ngo.example, spy@evil.example", "mailto:bo@ngo.example%2C%20spy%40evil.example"),
        ("see our page", "mailto:see%20our%20page"),
    ],
)
def test_a_link_to_an_address_is_readable_and_leads_nowhere_else(address: str, link: str) -> None:
    assert mail_link(address) == link


@given(st.text(min_size=1))
def test_whatever_is_written_the_link_has_one_address_and_no_fields(address: str) -> None:
    assert fault_in_link(mail_link(address)) == ""


@pytest.mark.parametrize("address", ["press@ngo.example", "m.o'neil+press@a-b.example", "ilić@müller.example", "a@b"])
def test_one_address_is_taken(address: str) -> None:
    assert fault_in_address(address) == ""


@pytest.mark.parametrize(
    "address",
    [
        "press@ngo.example?bcc=spy@evil.example&body=x",
        "press@ngo.example?subject=x",
        "bo@ngo.example, spy@evil.example",
        "bo@ngo.example,spy@evil.example",
        "bo@ngo.example;spy@evil.example",
        "bo@ngo.example spy@evil.example",
        "Bo <bo@ngo.example>",
        "mailto:bo@ngo.example",
        "bo@ngo.example\n",
        "press office",
        "@ngo.example",
    ],
)
def test_what_is_more_or_less_than_one_address_is_said_to_be_none(address: str) -> None:
    assert fault_in_address(address).startswith(f"“{address}” is not one e-mail address. ")


@pytest.mark.parametrize("link", ["mailto:us@us.example", "mailto:us%2Bx@us.example", "https://us.example/?a=b,c@d"])
def test_a_link_leads_to_https_or_to_one_address(link: str) -> None:
    assert fault_in_link(link) == ""


@pytest.mark.parametrize(
    ("link", "said"),
    [
        ("mailto:us@us.example?subject=Water", "is to more than one e-mail address alone. "),
        ("mailto:us@us.example?bcc=spy@evil.example", "is to more than one e-mail address alone. "),
        ("mailto:us@us.example,spy@evil.example", "is to more than one e-mail address alone. "),
        ("mailto:us@us.example;spy@evil.example", "is to more than one e-mail address alone. "),
        ("mailto:", "is to more than one e-mail address alone. "),
        ("http://us.example", "is not a full https address. "),
        ("javascript:alert(1)", "is not a full https address. "),
    ],
)
def test_a_link_that_leads_elsewhere_is_told(link: str, said: str) -> None:
    assert fault_in_link(link).startswith(f"The link to “{link}” {said}")


def test_what_a_link_would_fill_in_is_taken_off() -> None:
    assert without_fields("MailTo:us@us.example?bcc=spy@evil.example") == "mailto:us@us.example"
    assert without_fields("HTTPS://us.example/?a=B") == "https://us.example/?a=B"
    assert is_to_mail("MailTo:us@us.example")
    assert not is_to_mail("https://mailto.example")
