"""The two keys of a name as rows keep them: one to be found by, one to be sorted by, both short enough for an index."""

import hashlib
from dataclasses import dataclass

from app.organisations.rules.folding import name_key
from app.organisations.rules.sorting import sort_key

NAME_KEY_LENGTH = 400
SORT_KEY_LENGTH = 2000
_DIGEST = 32


@dataclass(frozen=True, slots=True)
class Keys:
    """`name_key` is equal for every spelling of one name, `sort_key` gives the order in any database."""

    name_key: str
    sort_key: str


def keys_of(name: str, language: str = "en", *, sort_as: str = "") -> Keys:
    """Return the keys of a name in `language` (BCP 47). `sort_as` is the form to sort by where a person gave one.

    A name can fold into many more characters than it has. A key that grows too long keeps its beginning and ends in a
    hash of the whole, so that two long names still differ; of a long sort key only the beginning counts.
    """
    found_by = name_key(name, language)
    if len(found_by) > NAME_KEY_LENGTH:
        digest = hashlib.sha256(found_by.encode("utf-8", "surrogatepass")).hexdigest()[:_DIGEST]
        found_by = found_by[: NAME_KEY_LENGTH - _DIGEST] + digest
    return Keys(found_by, sort_key(name, language, sort_as=sort_as)[:SORT_KEY_LENGTH])
