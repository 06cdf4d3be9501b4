"""What a form was opened with, so that nobody's words are written over unseen."""

import hashlib
import json

from app.core.errors import Obstacle

_DIGITS = 16


def version_of(*values: str) -> str:
    """A short name of stored values, 16 hexadecimal digits: another one as soon as one of them is changed."""
    return hashlib.sha256(json.dumps(values).encode()).hexdigest()[:_DIGITS]


def obstacle_to_overwriting(base: str | None, *values: str) -> Obstacle | None:
    """Say why `values` are not to be written over, if so: they are not those of version `base`, which a form showed.

    None is for whoever has no form before them, such as an import.
    """
    if base is None or base == version_of(*values):
        return None
    return Obstacle(
        "Somebody saved something else while you were writing. What you typed still stands here, and under it what is "
        "saved now: bring the two together, then save again."
    )
