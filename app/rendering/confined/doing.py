"""How each kind of work is done. Runs in the rendering process only; what is heavy is imported by its own kind."""

from functools import singledispatch
from typing import cast

from app.rendering.document import Typeset
from app.rendering.stamps.copies import Master
from app.rendering.work import (
    Answer,
    Drawn,
    DrawPages,
    Examine,
    FilledIn,
    FillIn,
    Hidden,
    Job,
    KeptPicture,
    LookAtPages,
    LookedThrough,
    LookForParts,
    LookOver,
    LookThrough,
    Prepare,
    Remarks,
    Render,
    RenderToKeep,
    Stamp,
    Stamped,
    TakePicture,
    Write,
    Written,
)


@singledispatch
def _do(job: object) -> object:
    message = f"Nobody says how to do {type(job).__name__}."
    raise TypeError(message)


@_do.register
def _(job: Render) -> Typeset:
    from app.rendering.engine import typesetting  # noqa: PLC0415 - see the module

    return typesetting.render(job.document, job.on_trial)


@_do.register
def _(job: Examine) -> Remarks:
    from app.rendering.engine import typesetting  # noqa: PLC0415 - see the module

    return Remarks(typesetting.remarks_on(job.css))


@_do.register
def _(job: LookOver) -> Remarks:
    from app.rendering.trial import checks  # noqa: PLC0415 - see the module

    return Remarks(checks.problems_in_files(job.template))


@_do.register
def _(job: FillIn) -> FilledIn:
    from app.rendering.trial import checks  # noqa: PLC0415 - see the module

    return FilledIn(*checks.faults_in_page(job.template, job.document))


@_do.register
def _(job: LookForParts) -> Remarks:
    from app.rendering.trial import on_paper  # noqa: PLC0415 - see the module

    return Remarks(
        (
            *on_paper.problems_in_names(job.template, job.document),
            *on_paper.problems_in_parts(job.template, job.document),
        )
    )


@_do.register
def _(job: LookAtPages) -> Hidden:
    from app.rendering.trial import on_paper  # noqa: PLC0415 - see the module

    return Hidden(on_paper.hidden_on_paper(job.template, job.document, job.pdf))


@_do.register
def _(job: DrawPages) -> Drawn:
    from app.rendering import page_pictures  # noqa: PLC0415 - see the module

    return Drawn(page_pictures.pictures(job.pdf, width=job.width, most=job.most))


@_do.register
def _(job: RenderToKeep) -> Typeset:
    from app.rendering.engine import typesetting  # noqa: PLC0415 - see the module
    from app.rendering.judging import checking  # noqa: PLC0415 - see the module

    typeset = typesetting.render(job.document, job.on_trial)
    checking.refuse_what_breaks_a_rule(typeset.pdf, job.document, withheld=job.withheld, besides=typeset.faults)
    return typeset


@_do.register
def _(job: Stamp) -> Stamped:
    from app.rendering.stamps import masters  # noqa: PLC0415 - see the module

    return Stamped(masters.stamp(job.pdf, job.line))


@_do.register
def _(job: Prepare) -> Master:
    from app.rendering.stamps import masters  # noqa: PLC0415 - see the module

    return masters.prepare(job.pdf, job.lines)


@_do.register
def _(job: Write) -> Written:
    from app.rendering.stamps import masters  # noqa: PLC0415 - see the module

    return Written(tuple(map(masters.line, job.lines)))


@_do.register
def _(job: LookThrough) -> LookedThrough:
    from app.rendering.stamps import sightings  # noqa: PLC0415 - see the module

    return LookedThrough(sightings.look_through(job.pdf))


@_do.register
def _(job: TakePicture) -> KeptPicture:
    from app.rendering import decoding  # noqa: PLC0415 - see the module

    return KeptPicture(decoding.redrawn(job.content))


def do(job: Job[Answer]) -> Answer:
    """Do it. Raises `TypesettingFailed` with a sentence, and `NotFound` for an unknown template."""
    return cast("Answer", _do(job))
