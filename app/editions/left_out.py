"""What a letter brings along and does not print, or prints in another way than it asks. Pure."""

from dataclasses import replace

from app.letters.disagreements import disagreements_in
from app.letters.numbers_in_words import in_words
from app.letters.rules import FORM_WORDS, ORDER_WORDS
from app.letters.text import LetterText, Order
from app.letters.text_counts import Where, countable, groups_counted, line_at, line_of_part, tokens_in
from app.letters.unprinted import unprinted
from app.organisations.rules.folding import name_key
from app.rendering.document import ListForm
from app.rendering.pictures import LEAST_LOGOS, MOST_LOGOS, OF_NAMES, are_enough_logos
from app.signons.likeness import MOST_BLOCKS
from app.signons.roll import Roll


def remarks(text: LetterText, names: Roll, *, where: Where = line_of_part) -> tuple[str, ...]:
    """Return everything that is worth a look before such a letter is published, a sentence each."""
    disagreeing = disagreements_in(text, names.counts, where=where)
    return (
        *disagreeing,
        *_counted_none(text, names, where),
        *left_out(text, names),
        *filter(None, (unprinted_with(text, names),)),
    )


def _counted_none(text: LetterText, names: Roll, where: Where) -> tuple[str, ...]:
    """The first number that is counted where there is nobody to be counted."""
    found = (
        (part, line_at(written, each.start), each) for part, written in countable(text) for each in tokens_in(written)
    )
    if names.counts.total or not (first := next(found, None)):
        return ()
    part, line, token = first
    return (f"{where(part, line)}: “{token.written}” counts nobody, for there are no names. Give the list of names.",)


def left_out(text: LetterText, names: Roll) -> tuple[str, ...]:
    """Say what of the names is not printed as the letter asks, or not at all: blocks, logos, groups and more."""
    found = (_blocks(text, names), _signatures(text, names), _logos(names), _groups(text, names), _lead(text, names))
    return tuple(filter(None, found))


def unprinted_with(text: LetterText, names: Roll) -> str:
    """Say which parts of `text` are public without being printed; a leading organisation that signs by name is not."""
    leading = name_key(text.lead)
    is_named = bool(leading) and any(name_key(name.name) == leading for name in names.names)
    return unprinted(replace(text, lead="") if is_named else text)


def _blocks(text: LetterText, names: Roll) -> str:
    if text.signatures is ListForm.LIST or len(names.names) <= MOST_BLOCKS:
        return ""
    signed = sum(1 for each in names.names if each.signature)
    without = " without signatures" if signed else ""
    return (
        f"Signature blocks are for at most {MOST_BLOCKS} names, and there are {len(names.names)}. "
        f"A list will be printed{without}."
    )


def _signatures(text: LetterText, names: Roll) -> str:
    signed = sum(1 for each in names.names if each.signature)
    if not signed or text.signatures is ListForm.BLOCKS:
        return ""
    gave = "1 name comes with a signature" if signed == 1 else f"{signed} names come with signatures"
    if len(names.names) > MOST_BLOCKS:
        return (
            f"{gave}, which cannot be printed: signature blocks are for at most {MOST_BLOCKS} names, "
            f"and there are {len(names.names)}."
        )
    blocks = f"“{FORM_WORDS[ListForm.BLOCKS]}” (signatures: {ListForm.BLOCKS})"
    return f"{gave}, and this letter prints a list without them. The form of names {blocks} prints them."


def _logos(names: Roll) -> str:
    given = sum(1 for each in names.names if each.logo)
    if not given or are_enough_logos(given, names=len(names.names)):
        return ""
    gave = f"{given} of {len(names.names)} names {'comes' if given == 1 else 'come'} with a logo"
    least = f"{in_words(LEAST_LOGOS, 'en')} in {in_words(OF_NAMES, 'en')}"
    return f"{gave}, and none is printed: logos are, where at least {least} have one, and at most {MOST_LOGOS}."


def _groups(text: LetterText, names: Roll) -> str:
    if text.order is Order.BY_GROUP or not any(each.group for each in names.names) or groups_counted(text):
        return ""
    return f"Names have groups, and this letter neither prints nor counts them: {_order(Order.BY_GROUP)} prints them."


def _lead(text: LetterText, names: Roll) -> str:
    sorted_without = (Order.ALPHABETICAL, Order.BY_GROUP, Order.BY_COUNTRY, Order.BY_TIME)
    if text.order not in sorted_without or not any(each.lead for each in names.names):
        return ""
    first = _order(Order.LEAD_THEN_ALPHABETICAL)
    return f"A name is marked as leading, and stands among the others: {first} puts it first."


def _order(order: Order) -> str:
    """The order of names as the page of the text calls it, with the key that letter.md has for it."""
    return f"the order of names “{ORDER_WORDS[order]}” (order: {order})"
