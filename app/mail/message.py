"""A message as a value."""

from dataclasses import dataclass

from app.core.tokens import Link

LINK = "[[link]]"


@dataclass(frozen=True, slots=True)
class Message:
    """One plain-text mail to one person.

    `key` names the occasion ("lifted:<edition>:<grant>"): a second message with the same key is never written.
    `body` may hold `[[link]]` once; the address of `link` is put there when the mail leaves, so that no table ever
    holds it.
    """

    key: str
    to: str
    subject: str
    body: str
    link: Link | None = None
