"""How wide the columns of a table are. Pure: no engine, no page. All widths are in one unit, paddings included."""

from collections.abc import Sequence


def column_widths(least: Sequence[float], most: Sequence[float], *, room: float) -> list[float]:
    """Widths that together are no wider than `room`, each at most what its column needs to break no line.

    `least` is as wide as the longest word of each column, `most` as its longest line. The widest give way first: a
    column that needs no more than an even share keeps its lines whole, such as dates beside a column of sentences.
    Words are broken only where they could not stand beside each other at all, and then in the widest columns.
    """
    if sum(most) <= room:
        return list(most)
    if sum(least) >= room:
        return within(least, room=room)
    whole = _whole(least, most, room=room)
    others = [at for at in range(len(most)) if at not in whole]
    least_of_others = sum(least[at] for at in others)
    left = room - sum(most[at] for at in whole) - least_of_others
    part = left / (sum(most[at] for at in others) - least_of_others)
    return [most[at] if at in whole else least[at] + (most[at] - least[at]) * part for at in range(len(most))]


def within(wanted: Sequence[float], *, room: float) -> list[float]:
    """Return these widths, the widest made narrower and equal until together they are no wider than `room`."""
    found = list(wanted)
    left = room
    waiting = sorted(range(len(wanted)), key=wanted.__getitem__)
    for done, at in enumerate(waiting):
        found[at] = min(wanted[at], left / (len(waiting) - done))
        left -= found[at]
    return found


def _whole(least: Sequence[float], most: Sequence[float], *, room: float) -> set[int]:
    """Columns whose lines are not broken, the narrowest first, as long as the others get their words beside them."""
    found: set[int] = set()
    left, needed = room, sum(least)
    for at in sorted(range(len(most)), key=most.__getitem__):
        needed -= least[at]
        if most[at] > left / (len(most) - len(found)) or left - most[at] < needed:
            break
        found.add(at)
        left -= most[at]
    return found
