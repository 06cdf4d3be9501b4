"""Naming a place in a document by its words. `near` is asked where the error was raised, in the rendering process."""

from collections.abc import Iterator
from typing import Protocol, runtime_checkable

from app.rendering.html_elements import shortened

# What holds the whole text tells nothing.
_TOO_WIDE = frozenset({"html", "body", "main", "article", "section"})


@runtime_checkable
class _Element(Protocol):
    """An element of the page, as the engine's boxes refer to it."""

    tag: str

    def itertext(self) -> Iterator[str]: ...


def near(error: BaseException) -> str:
    """The words that were being laid out, as ", near “…”"; empty where that cannot be known.

    The engine lays out box within box: the innermost call that has a box with words is the closest.
    """
    frames = []
    trace = error.__traceback__
    while trace is not None:
        frames.append(trace.tb_frame)
        trace = trace.tb_next
    for frame in reversed(frames):
        for value in frame.f_locals.values():
            element = getattr(value, "element", None)
            if isinstance(element, _Element) and element.tag not in _TOO_WIDE:
                words = shortened("".join(element.itertext()))
                if words:
                    return f", near “{words}”"
    return ""
