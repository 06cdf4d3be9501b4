"""The two keys of a name as rows keep them: one to be found by, one to be sorted by."""

from dataclasses import dataclass

from app.organisations.rules.folding import name_key
from app.organisations.rules.sorting import sort_key

SORT_KEY_LENGTH = 2000
"""PostgreSQL takes no more than some 2,700 bytes into a row of an index; the beginning of a long name is enough."""


@dataclass(frozen=True, slots=True)
class Keys:
    """`name_key` is equal for every spelling of one name, `sort_key` gives the order in any database."""

    name_key: str
    sort_key: str


def keys_of(name: str, language: str = "en", *, sort_as: str = "") -> Keys:
    """Return the keys of a name in `language` (BCP 47). `sort_as` is the form to sort by where a person gave one."""
    return Keys(name_key(name, language), sort_key(name, language, sort_as=sort_as)[:SORT_KEY_LENGTH])
