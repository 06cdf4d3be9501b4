"""The mails of accounts."""

from datetime import datetime

from app.accounts.models import Person
from app.accounts.rules import RESET_HOURS, join_until
from app.core.tokens import Link, Purpose
from app.core.wall_time import short
from app.mail.message import Message


def invitation(person: Person, *, inviter: str) -> Message:
    """Asks someone to join. `inviter` is the name of whoever invited them."""
    until = short(join_until(person.invited_at), person.zone)
    return Message(
        key=f"join:{person.id}:{person.join_round}",
        to=person.email,
        subject=f"Your invitation to Undersigned, until {until}",
        body=(
            f"Please join by {until}.\n\n"
            f"Dear {person.name},\n\n"
            f"{inviter} invites you to work on joint letters in Undersigned. "
            "There you write letters together, collect signatures and release them.\n\n"
            "Choose your password here:\n[[link]]\n\n"
            "The link works once. If you did not expect this message, you need not do anything.\n\n"
            f"Undersigned, on behalf of {inviter}\n"
        ),
        link=Link(Purpose.JOIN, person.id, person.join_round),
    )


def new_password(person: Person, *, address: str, occasion: str, until: datetime) -> Message:
    """Brings the link for a new password. One message per `occasion`, however often it is asked for."""
    return Message(
        key=f"new-password:{person.id}:{occasion}",
        to=person.email,
        subject="Your new password for Undersigned",
        body=(
            f"This link works until {short(until, person.zone)}.\n\n"
            f"Dear {person.name},\n\n"
            "Someone asked for a new password for your account. If it was you, choose it here:\n"
            f"{address}\n\n"
            f"The link works once, for {RESET_HOURS} hours. "
            "If it was not you, you need not do anything: your password stays as it is.\n\n"
            "Undersigned\n"
        ),
    )


def password_changed(person: Person, *, occasion: str, at: datetime) -> Message:
    """Tells that the password is another one now."""
    return Message(
        key=f"password-changed:{person.id}:{occasion}",
        to=person.email,
        subject="Your password for Undersigned has changed",
        body=(
            f"Your password changed on {short(at, person.zone)}.\n\n"
            f"Dear {person.name},\n\n"
            "You have been signed out everywhere else. If this was you, all is well.\n\n"
            "If it was not you, ask for a new password on the sign-in page at once, and tell an admin.\n\n"
            "Undersigned\n"
        ),
    )
