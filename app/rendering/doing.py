"""How each kind of work is done. Runs in the rendering process only; what is heavy is imported by its own kind."""

from functools import singledispatch
from typing import cast

from app.rendering.document import Typeset
from app.rendering.work import Answer, Job, Render, Stamp, Stamped


@singledispatch
def _do(job: object) -> object:
    message = f"Nobody says how to do {type(job).__name__}."
    raise TypeError(message)


@_do.register
def _(job: Render) -> Typeset:
    from app.rendering import typesetting  # noqa: PLC0415 - see the module

    return typesetting.render(job.document)


@_do.register
def _(job: Stamp) -> Stamped:
    from app.rendering import stamping  # noqa: PLC0415 - see the module

    return Stamped(stamping.stamp(job.pdf, line=job.line, mark=job.mark))


def do(job: Job[Answer]) -> Answer:
    """Do it. Raises `TypesettingFailed` with a sentence, and `NotFound` for an unknown template."""
    return cast("Answer", _do(job))
