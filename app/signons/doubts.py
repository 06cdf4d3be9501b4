"""What about a sign-on a person should look at: a name already on the list, a name that is not what it seems. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from app.organisations.rules.folding import name_key
from app.organisations.rules.look_alikes import look_alike_key, suspicious
from app.organisations.rules.matching import Verdict, judge
from app.signons.rules import Arrival, Doubt, Origin, doubts_about


@dataclass(frozen=True, slots=True)
class Known:
    """Names to compare with: those on the letter's list, and those of the campaign's directory."""

    listed: tuple[str, ...]
    directory: tuple[str, ...] = ()


def arrival(name: str, *, origin: Origin, known: Known, is_late: bool) -> Arrival:
    """Say what decides whether this confirmed sign-on goes straight onto the list."""
    return Arrival(origin, duplicate_of(name, known.listed), suspicion(name, known), is_late)


def sentences(arrived: Arrival) -> tuple[str, ...]:
    """Say to the team, in whole sentences, why a sign-on waits for it."""
    words = {
        Doubt.DUPLICATE: f"It may be the same organisation as “{arrived.duplicate_of}”, which stands on the list.",
        Doubt.SUSPICION: arrived.suspicion,
        Doubt.LATE: "It was confirmed after signing had ended.",
        Doubt.OPEN_LINK: "It came through the open link. Check that the organisation knows of it.",
    }
    found = tuple(words[doubt] for doubt in doubts_about(arrived))
    return found or ("Nothing about it is in doubt any more. Accept it.",)


def duplicate_of(name: str, listed: Iterable[str]) -> str:
    """Return the first name on the list that may be the same body, or nothing. The same spelling comes first."""
    verdicts = [(other, judge(name, other)) for other in listed]
    same = [other for other, verdict in verdicts if verdict is Verdict.SAME]
    asked = [other for other, verdict in verdicts if verdict not in {Verdict.SAME, Verdict.DIFFERENT}]
    return next(iter((*same, *asked)), "")


def suspicion(name: str, known: Known) -> str:
    """Say in one sentence what is odd about the characters of a name, or nothing."""
    twin = _twin(name, (*known.listed, *known.directory))
    if twin:
        return f"It looks like “{twin}”, but is spelt with other characters. Ask the organisation."
    return suspicious(name) or ""


def _twin(name: str, others: Sequence[str]) -> str:
    looks, spelt = look_alike_key(name), name_key(name)
    return next((other for other in others if look_alike_key(other) == looks and name_key(other) != spelt), "")
