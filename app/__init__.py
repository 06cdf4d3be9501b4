"""Undersigned: joint letters, drafted together, signed by organisations, sealed, public at one exact instant."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flask import Flask

    from app.config import Settings


def create_app(settings: "Settings") -> "Flask":
    """Make the application (`app.application` joins the parts and is the only module that knows them all).

    Raises `UnguardedRoute` if any route does not say who may call it.
    """
    from app.rendering.engine.collector import undisturbed  # noqa: PLC0415 - as below

    with undisturbed():  # what is imported stays: looking for garbage in it takes a sixth of the time
        from app.application import join  # noqa: PLC0415 - typesetting a letter folder needs none of the parts

        return join(settings)
