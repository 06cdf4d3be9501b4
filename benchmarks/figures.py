"""What was measured, one line of JSON each, and the sentence at the end."""

import json
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from statistics import median


@dataclass(frozen=True, slots=True)
class Figure:
    """One number. `target` reads "≤ 1.2"; it is empty, and `ok` is None, where nothing is asked of the number."""

    figure: str
    value: float
    unit: str
    target: str = ""
    ok: bool | None = None


def plain(figure: str, value: float, unit: str) -> Figure:
    """A number beside the others, of which nothing is asked."""
    return Figure(figure, _rounded(value), unit)


def at_most(figure: str, value: float, unit: str, *, target: float) -> Figure:
    """A number that should not be higher than `target`."""
    return Figure(figure, _rounded(value), unit, f"≤ {target:g}", value <= target)


def at_least(figure: str, value: float, unit: str, *, target: float) -> Figure:
    """A number that should not be lower than `target`."""
    return Figure(figure, _rounded(value), unit, f"≥ {target:g}", value >= target)


def ratio(ours: Sequence[float], others: Sequence[float]) -> float:
    """The median of the ratios of what was measured in the same round."""
    return median(one / other for one, other in zip(ours, others, strict=True))


def printed(figures: Iterable[Figure]) -> list[Figure]:
    """Print each figure as soon as it is there, and return them all."""
    seen = []
    for figure in figures:
        seen.append(figure)
        say(json.dumps(asdict(figure), ensure_ascii=False))
    return seen


def conclusion(figures: Sequence[Figure]) -> str:
    """One sentence: whether every target was met, and which was not."""
    asked = [each for each in figures if each.ok is not None]
    missed = [each for each in asked if not each.ok]
    if not missed:
        return f"All {len(asked)} targets are met."
    named = "; ".join(f"{each.figure} is {each.value:g} {each.unit}, target {each.target}" for each in missed)
    return f"{len(missed)} of {len(asked)} targets are missed: {named}."


def say(line: str) -> None:
    """Write one line to standard output, at once."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def progress(line: str) -> None:
    """Say on standard error what is being measured."""
    sys.stderr.write(f"{line}\n")
    sys.stderr.flush()


def _rounded(value: float) -> float:
    return round(value, 3)
