"""Whole numbers in words, where the language is English. Pure."""

_MOST_IN_WORDS = 9999
_ONES = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen "
    "seventeen eighteen nineteen"
)
_TENS = "- - twenty thirty forty fifty sixty seventy eighty ninety"


def in_words(number: int, language: str) -> str:
    """Return "seventy-two"; digits outside 0 to 9999 and in languages other than English.

    "one hundred and five" is British; American English (en-US) leaves the "and" out.
    """
    if language.partition("-")[0] != "en" or not 0 <= number <= _MOST_IN_WORDS:
        return str(number)
    return _english(number, " " if language == "en-US" else " and ")


def _english(number: int, joint: str) -> str:
    ones, tens = _ONES.split(), _TENS.split()
    if number < len(ones):
        return ones[number]
    if number < 100:  # noqa: PLR2004 - ten tens
        ten, one = divmod(number, 10)
        return f"{tens[ten]}-{ones[one]}" if one else tens[ten]
    size, name = (1000, "thousand") if number >= 1000 else (100, "hundred")  # noqa: PLR2004
    many, rest = divmod(number, size)
    head = f"{_english(many, joint)} {name}"
    if not rest:
        return head
    return f"{head}{joint if rest < 100 else ' '}{_english(rest, joint)}"  # noqa: PLR2004


NUMBERS: dict[str, int] = {_english(number, " and "): number for number in range(2, 100)}
"""Numbers by their words, from two to ninety-nine."""
