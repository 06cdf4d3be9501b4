"""What was typed, as it is kept."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.accounts import forms as accounts
from app.core.typed import LONGEST_SHOWN, address, file_name_shown, one_line, whole_number
from app.letters import forms as letters
from app.organisations import forms as organisations
from app.outreach.rules import read_list
from app.press.rules import tidy
from app.signons import forms as signons

NAME = " E\N{COMBINING ACUTE ACCENT}cho\x00Rivers\r\nof\N{LINE SEPARATOR}the\N{NO-BREAK SPACE}\t North\x7f"
KEPT = "\N{LATIN CAPITAL LETTER E WITH ACUTE}cho Rivers of the North"


def test_a_name_is_one_line_however_it_was_typed() -> None:
    assert one_line(NAME) == KEPT
    assert (one_line(None), one_line(" \n\x00 ")) == ("", "")
    assert address(f"{NAME}@X.example") == f"{KEPT.lower()} @x.example"


@settings(deadline=None)
@given(st.text())
def test_what_is_kept_is_kept_as_it_is(text: str) -> None:
    kept = one_line(text)

    assert one_line(kept) == kept
    assert unicodedata.is_normalized("NFC", kept)
    assert not any(unicodedata.category(each) in {"Cc", "Zl", "Zp"} for each in kept)


@pytest.mark.parametrize("package", [accounts, letters, organisations, signons])
def test_every_form_keeps_a_name_alike(package: object) -> None:
    assert getattr(package, "one_line") is one_line  # noqa: B009 - modules of several packages


def test_pasted_and_stamped_names_are_kept_alike() -> None:
    one_row = NAME.replace("\r\n", " ").replace("\t", " ")

    assert [contact.organisation for contact in read_list(f"{one_row};; a@x.example").contacts] == [KEPT]
    assert tidy(NAME) == KEPT


@pytest.mark.parametrize(
    ("sent", "number"), [("17", 17), ("0017", 17), ("999999999", 999999999), ("1000000000", 0), ("9" * 5000, 0)]
)
def test_a_number_of_a_hidden_field_is_bounded(sent: str, number: int) -> None:
    assert whole_number(sent) == number


@settings(deadline=None)
@given(st.text())
def test_whatever_is_sent_as_a_number_some_number_comes_of_it(text: str) -> None:
    assert 0 <= whole_number(text) < 10**9


def test_a_long_file_name_keeps_its_beginning_and_its_end() -> None:
    assert file_name_shown("sign.png") == "sign.png"
    long = f"{'a' * 100}-final-version.png"
    assert file_name_shown(long) == f"{'a' * 43}…inal-version.png"
    assert len(file_name_shown(long)) == LONGEST_SHOWN
