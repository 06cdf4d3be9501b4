"""Which names may be one body."""

import csv
import itertools
from collections import Counter
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.organisations.rules.folding import name_key
from app.organisations.rules.matching import Verdict, judge

REAL_LETTERS = Path(__file__).parents[2].parent / "shared" / "letters"
PIECES = [
    "Uyghur",
    "Uighur",
    "Rights",
    "Human",
    "the",
    "Swiss",
    "Sweden",
    "Association",
    "Union",
    "in",
    "Fund",
]
names = st.lists(st.sampled_from(PIECES), min_size=1, max_size=6).map(" ".join)


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        ("World Uyghur Congress", "World Uyghur Congress", Verdict.SAME),
        ("Uyghur Human Rights Project", "The Uyghur Human Rights Project", Verdict.SAME),
        ("Campaign for Uyghurs", "Campaign For Uyghurs", Verdict.SAME),
        ("Norwegian Uyghur Committee", "Norway Uyghur Committee", Verdict.ASK),
        ("Sweden Uyghur Union", "Sweden Uyghur Association", Verdict.ASK),
        ("World Uyghur Congress Foundation", "World Uyghur Congress Foundation in Turkey", Verdict.ASK),
        ("Uyghur Academy Canada", "Uyghur Academy", Verdict.PARENT_OR_CHAPTER),
        ("World Uyghur Congress", "World Uyghur Congress Foundation", Verdict.RELATED),
        ("Austria Uyghur Association", "Australian Uyghur Association", Verdict.DIFFERENT),
        ("Swiss Uyghur Association", "Sweden Uyghur Association", Verdict.DIFFERENT),
        ("Uyghur UK Association", "U.K. Uyghur Association", Verdict.ASK),
        ("Uyghur American Association", "U.S. Uyghur Association", Verdict.ASK),
        ("UHRP", "Uyghur Human Rights Project", Verdict.ASK),
        ("Peace Centre of the Netherlands", "Dutch Peace Center", Verdict.ASK),
        ("Asian Judges for Human Rights", "ASEAN Judges for Human Rights", Verdict.ASK),
        ("Isa Yusup Alptekin Foundation", "Isa Yusuf Alptekin Foundation", Verdict.ASK),
        ("World Youth Peace Congress", "World Peace Congress", Verdict.ASK),
        ("Article 19", "Article 20", Verdict.DIFFERENT),
        ("Japan Peace Association", "Peace Academy Japan", Verdict.DIFFERENT),
        ("Refugee Congress", "Refugees International", Verdict.DIFFERENT),
        ("Мемориал", "Мемориалы", Verdict.DIFFERENT),
    ],
)
def test_two_names_are_judged(one: str, other: str, verdict: Verdict) -> None:
    assert judge(one, other) is verdict


@settings(deadline=None)
@given(names, names)
def test_the_order_of_the_two_does_not_matter(one: str, other: str) -> None:
    assert judge(one, other) is judge(other, one)


@settings(deadline=None)
@given(names, names)
def test_only_one_form_is_the_same(one: str, other: str) -> None:
    assert (judge(one, other) is Verdict.SAME) == (name_key(one) == name_key(other))


def test_two_real_letters_raise_at_most_ten_questions() -> None:
    if not REAL_LETTERS.exists():
        pytest.skip("The real letters do not stand beside this repository.")
    printed = []
    for letter in ("refoulement-2022", "blinken-2023"):
        with (REAL_LETTERS / letter / "signatories.csv").open(encoding="utf-8", newline="") as source:
            printed += [row["name"] for row in csv.DictReader(source)]

    verdicts = Counter(judge(one, other) for one, other in itertools.combinations(printed, 2))

    assert verdicts[Verdict.SAME] == 5
    assert verdicts[Verdict.ASK] + verdicts[Verdict.PARENT_OR_CHAPTER] <= 10
