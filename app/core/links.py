"""Where links of a letter may lead: to a full https address, or to one address of mail. Pure.

A link to mail fills in nothing: who else gets the mail and what it says is for whoever writes it.
"""

import re
from urllib.parse import quote

_HTTPS, _MAIL = "https://", "mailto:"
# What stands for itself in the local part of such a link (RFC 6068, 2), but for what parts addresses and fields.
_KEPT = "!$'*+"
_PART_OF_LINK = r"[^\s?#,;:@<>\"&]*"
_MAIL_LINK = re.compile(f"{_MAIL}(?=.){_PART_OF_LINK}@?{_PART_OF_LINK}")
_PART_OF_ADDRESS = r"[^\s?#,;:@<>()\[\]\"\\&/]+"
_ADDRESS = re.compile(f"{_PART_OF_ADDRESS}@{_PART_OF_ADDRESS}")
_SHOWN = 60


def mail_link(address: str) -> str:
    """Return the link that writes to this address: readable, with all encoded that would end it or begin another.

    What may stand there is said in RFC 6068, section 2. What is no address, as in a text from before addresses were
    looked at, becomes a link to one that does not exist.
    """
    local, at, domain = address.partition("@")
    return f"{_MAIL}{quote(local, safe=_KEPT)}{at}{quote(domain, safe='')}"


def is_to_mail(link: str) -> bool:
    """Say whether a link would write a mail, to whomever."""
    return link.casefold().startswith(_MAIL)


def without_fields(link: str) -> str:
    """Return a link with its scheme in small letters, and if it is one to mail, without what it would fill in."""
    scheme, colon, rest = link.partition(":")
    whole = f"{scheme.lower()}{colon}{rest}"
    return whole.partition("?")[0] if is_to_mail(whole) else whole


def fault_in_link(link: str) -> str:
    """Say why a link may not lead there; empty where it may."""
    if link.startswith(_HTTPS) or _MAIL_LINK.fullmatch(link):
        return ""
    if link.startswith(_MAIL):
        return f"The link to “{link}” is to more than one e-mail address alone. Take out what stands beside that."
    return f"The link to “{link}” is not a full https address. Correct it or take it out."


def fault_in_address(written: str) -> str:
    """Say why this is not one address to write to; empty where it is one."""
    if _ADDRESS.fullmatch(written):
        return ""
    shown = written if len(written) <= _SHOWN else f"{written[:_SHOWN]}…"
    return f"“{shown}” is not one e-mail address. Write one such as press@example.org, and nothing beside it."
