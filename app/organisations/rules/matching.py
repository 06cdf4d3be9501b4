"""When two names may mean one body: a name is a place, a kind of body, and a core. Only people merge."""

import re
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from functools import lru_cache

from app.organisations.rules.folding import folded, name_key, words
from app.organisations.rules.places import LONGEST, places

_SPELLINGS = {
    "centre": "center",
    "defence": "defense",
    "eastern": "east",
    "labour": "labor",
    "northern": "north",
    "organisation": "organization",
    "southern": "south",
    "turkestan": "turkistan",
    "uigur": "uyghur",
    "uighur": "uyghur",
    "uygur": "uyghur",
    "western": "west",
}
_KINDS = {
    "academy": "academy",
    "alliance": "network",
    "association": "body",
    "campaign": "project",
    "center": "school",
    "coalition": "network",
    "committee": "body",
    "community": "body",
    "congress": "congress",
    "council": "body",
    "federation": "network",
    "forum": "network",
    "foundation": "fund",
    "fund": "fund",
    "group": "body",
    "initiative": "project",
    "institute": "school",
    "league": "body",
    "network": "network",
    "organization": "body",
    "project": "project",
    "school": "school",
    "society": "body",
    "trust": "fund",
    "union": "body",
}
_SMALL = frozenset(
    re.findall(r"\w+", "a an and at by de der des die du el et for im in la le les of on the to und with y")
)
_AMERICAN = re.compile(r"\bU\.?S\.?(?:A\.?)?(?!\w)")
_NEAR = 0.8
_SHORTEST_NEAR = 5
_SHORTEST_PLURAL = 4
_SHORTEST_ACRONYM = 3
_ENOUGH_CORE = 2


class Verdict(StrEnum):
    """What two names are to each other. All but SAME and DIFFERENT is a question for a person."""

    SAME = "same"
    ASK = "ask"
    RELATED = "related"
    PARENT_OR_CHAPTER = "parent or chapter"
    DIFFERENT = "different"


@dataclass(frozen=True, slots=True)
class _Parts:
    place: frozenset[str]
    kind: frozenset[str]
    core: frozenset[str]
    seated: bool
    initials: str
    spelt: frozenset[str]

    @property
    def families(self) -> frozenset[str]:
        return frozenset(_KINDS[kind] for kind in self.kind)


def judge(a: str, b: str) -> Verdict:
    """Say what two printed names are to each other. The order of the two does not matter."""
    if name_key(a) == name_key(b):
        return Verdict.SAME
    one, two = _parts(a), _parts(b)
    if _is_acronym(a, two) or _is_acronym(b, one):
        return Verdict.ASK
    if one.place == two.place:
        return _same_place(one, two)
    if one.core == two.core and one.kind == two.kind and one.core and not (one.place and two.place):
        return Verdict.ASK if one.seated or two.seated else Verdict.PARENT_OR_CHAPTER
    return Verdict.ASK if _one_word_near(one, two) else Verdict.DIFFERENT


def _same_place(one: _Parts, two: _Parts) -> Verdict:
    if one.core == two.core:
        if one.kind == two.kind:
            return Verdict.ASK
        if one.kind ^ two.kind == {"foundation"}:
            return Verdict.RELATED
        telling = bool(one.place and one.core) or len(one.core) >= _ENOUGH_CORE
        return Verdict.ASK if telling and one.families == two.families else Verdict.DIFFERENT
    if one.kind == two.kind and len(one.core ^ two.core) == 1 and len(one.core & two.core) >= _ENOUGH_CORE:
        return Verdict.ASK
    return Verdict.ASK if _one_word_near(one, two) else Verdict.DIFFERENT


def _one_word_near(one: _Parts, two: _Parts) -> bool:
    """Say whether the names differ in one word, spelt nearly alike, that is not a place in both."""
    only_left, only_right = one.spelt - two.spelt, two.spelt - one.spelt
    if len(only_left) != 1 or len(only_right) != 1 or not one.spelt & two.spelt:
        return False
    (word,), (other,) = sorted((tuple(only_left), tuple(only_right)))
    if word in places() and other in places():
        return False
    if min(len(word), len(other)) < _SHORTEST_NEAR or word.isdecimal() or other.isdecimal():
        return False
    return SequenceMatcher(None, word, other, autojunk=False).ratio() >= _NEAR


def _is_acronym(name: str, whole: _Parts) -> bool:
    """Say whether `name` is nothing but the initials of another name."""
    word = name.strip().replace(".", "")
    return word.isalpha() and word.isupper() and len(word) >= _SHORTEST_ACRONYM and word.lower() == whole.initials


@lru_cache(maxsize=20_000)
def _parts(name: str) -> _Parts:
    counted = [folded(word) for word in words(_AMERICAN.sub("USA", name))]
    initials = "".join(word[0] for word in counted if word and word not in _SMALL)
    spelt = [_SPELLINGS.get(word, word) for word in counted]
    place, rest, seated = _split_places(spelt)
    counting = [_SPELLINGS.get(_singular(word), _singular(word)) for word in rest if word not in _SMALL]
    kind = frozenset(word for word in counting if word in _KINDS)
    return _Parts(place, kind, frozenset(counting) - kind, seated, initials, frozenset(spelt) - _SMALL)


def _split_places(counted: list[str]) -> tuple[frozenset[str], list[str], bool]:
    """Take the places out, the longest first; the last value says that one was named with "in"."""
    found, rest, seated, at = set(), [], False, 0
    while at < len(counted):
        for length in range(min(LONGEST, len(counted) - at), 0, -1):
            place = places().get(" ".join(counted[at : at + length]))
            if place:
                found.add(place)
                seated = seated or (at > 0 and counted[at - 1] == "in")
                at += length
                break
        else:
            rest.append(counted[at])
            at += 1
    return frozenset(found), rest, seated


def _singular(word: str) -> str:
    if len(word) < _SHORTEST_PLURAL or word.endswith(("ss", "us", "is")):
        return word
    return f"{word[:-3]}y" if word.endswith("ies") else word.removesuffix("s")
