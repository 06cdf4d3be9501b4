"""Who stands under a letter, in which order, and how many. Pure; the same for the team's table and for paper."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from app.letters.text import LetterText, Order
from app.letters.text_counts import Counts
from app.organisations.countries import country_name
from app.organisations.rules.folding import name_key
from app.organisations.rules.sorting import sort_key
from app.signons.rules import Visibility

Place = tuple[object, ...]
_NEVER = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Signatory:
    """An organisation or individual whose sign-on counts, as it approved to be printed.

    `sort_key` is made by `organisations.rules.sorting.sort_key`, and computed where it is empty. `given` is
    the place in the file or the one a person chose; `country` is ISO 3166-1 alpha-2; `signed_at` is aware.

    `person` signs for the organisation. An individual has an `affiliation` instead, and is the `name`.
    `late` is who signed after an earlier edition was sealed; `logo` and `signature` are SHA-256 of pictures.
    """

    name: str
    language: str = "en"
    country: str = ""
    group: str = ""
    lead: bool = False
    person: str = ""
    person_title: str = ""
    acronym: str = ""
    native_name: str = ""
    sort_key: str = ""
    visibility: Visibility = Visibility.PUBLIC
    given: int = 0
    signed_at: datetime | None = None
    affiliation: str = ""
    late: bool = False
    logo: str = ""
    signature: str = ""


@dataclass(frozen=True, slots=True)
class Roll:
    """The names to print, in order, and how many there are with the `unnamed`, who stand nowhere else."""

    names: tuple[Signatory, ...]
    counts: Counts

    @property
    def unnamed(self) -> Counts:
        """How many are counted and not named: what `counts` tells beyond `names`, and no more."""
        named = counts(self.names)
        return Counts(self.counts.total - named.total, individuals=self.counts.individuals - named.individuals)


def roll(signatories: Sequence[Signatory], text: LetterText) -> Roll:
    """Return who is printed under `text`, in its order, without those who asked not to be named."""
    named = [signatory for signatory in signatories if signatory.visibility is Visibility.PUBLIC]
    names = ordered(named, text)
    return Roll(names, counts(signatories))


def counts(signatories: Sequence[Signatory]) -> Counts:
    """Count all signatories and their groups. Countries are those of the named, and 0 unless each has one."""
    named = [signatory for signatory in signatories if signatory.visibility is Visibility.PUBLIC]
    groups = Counter(signatory.group for signatory in signatories if signatory.group)
    countries = {signatory.country for signatory in named}
    individuals = sum(1 for signatory in signatories if signatory.affiliation)
    return Counts(len(signatories), tuple(groups.items()), 0 if "" in countries else len(countries), individuals)


def ordered(names: Sequence[Signatory], text: LetterText) -> tuple[Signatory, ...]:
    """Return the names in the printed order of `text`."""
    return tuple(sorted(names, key=place_in(text, names)))


def place_in(text: LetterText, names: Sequence[Signatory]) -> Callable[[Signatory], Place]:
    """Return the key that sorts `names` as `text` wants them. What its policy leaves open is alphabetical.

    Whoever signed late stands after all others.

    The lead named in the text stands beside those marked as such; countries are sorted by their names in the letter's
    language. Groups stand in the order of their first `given`, then by name; names without one last.
    """
    leading = name_key(text.lead) if text.lead else None
    first_of = {one.group: one.given for one in sorted(names, key=lambda one: -one.given)}

    def place(one: Signatory) -> Place:
        match text.order:
            case Order.ALPHABETICAL:
                return ()
            case Order.LEAD_THEN_ALPHABETICAL:
                return (not one.lead and name_key(one.name) != leading,)
            case Order.BY_GROUP:
                return (not one.group, first_of[one.group], sort_key(one.group))
            case Order.BY_COUNTRY:
                return (not one.country, sort_key(country_name(one.country, text.language), text.language))
            case Order.BY_TIME:
                return (one.signed_at or _NEVER, one.given)
            case Order.GIVEN | Order.MANUAL:
                return (one.given,)

    return lambda one: (one.late, *place(one), one.sort_key or sort_key(one.name, one.language), one.name)
