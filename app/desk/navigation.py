"""The screens of one letter, offered on each of them, and its title as they show it."""

from dataclasses import dataclass

from flask import Flask, has_request_context, request, url_for
from flask_babel import gettext as _

from app.signons.queries import title_for_team

SCREENS = (
    ("desk.letter_page", "Home"),
    ("letters.text_page", "Text"),
    ("outreach.invitations_page", "Invitations"),
    ("signons_staff.sign_ons_page", "Sign-ons"),
    ("editions.release_page", "Release"),
    ("press_staff.desk_page", "Press"),
)


@dataclass(frozen=True, slots=True)
class Screen:
    """One entry of the row above a letter's page. `current` marks the part one is in."""

    label: str
    url: str
    current: bool


def init_app(app: Flask) -> None:
    """Give templates `letter_screens`, empty everywhere but on the team's pages of a letter, and `title_for_team`."""
    app.add_template_filter(title_for_team, "title_for_team")

    @app.context_processor
    def screens() -> dict[str, tuple[Screen, ...]]:
        return {"letter_screens": letter_screens()}


def letter_screens() -> tuple[Screen, ...]:
    """The screens of the letter this page is about, or nothing."""
    letter_id = (request.view_args or {}).get("letter_id") if has_request_context() else None
    if letter_id is None or request.endpoint is None:
        return ()
    here = request.endpoint.partition(".")[0]
    return tuple(
        Screen(_(label), url_for(endpoint, letter_id=letter_id), endpoint.partition(".")[0] == here)
        for endpoint, label in SCREENS
    )
