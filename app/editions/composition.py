"""Composing what is printed: the text, the names in order, the counts in words. Withheld names stay out."""

import itertools
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from anyascii import anyascii

from app.campaigns.rules import CampaignLetterhead
from app.core.wall_time import WallTime, ladder
from app.editions.names_on_paper import names_on_paper
from app.editions.wording import Wording, direction, wording
from app.letters.text import LetterText, Template
from app.letters.text_counts import counted
from app.letters.text_html import safe_html, split_back_matter, without_ways_back
from app.rendering.document import Document, EmbargoNotice, Letterhead
from app.rendering.pictures import picture
from app.signons.roll import Roll

_LONGEST_SLUG = 40
_LONGEST_SHORT_TITLE = 70
_WITH_END_MARK = frozenset({Template.JOINT_STATEMENT})


@dataclass(frozen=True, slots=True)
class Imprint:
    """What else stands on paper: `dated` (aware) in the metadata, the moment of counting, the colophon.

    `fingerprint` is shown by its first eight characters; `address` is where the letter is published. `letterhead` is
    the campaign's, for letters without their own. `pictures` are PNGs by SHA-256; without one its place is left out.
    """

    dated: datetime
    as_of: WallTime | None = None
    edition: int | None = None
    fingerprint: str = ""
    address: str = ""
    letterhead: CampaignLetterhead | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)


def compose(written: LetterText, names: Roll, imprint: Imprint) -> Document:
    """Return the document for everyone. `Refused` where the text has an unknown token or is too long."""
    text = counted(written, names.counts)
    words = wording(text.language)
    date_line = ", ".join(filter(None, (text.place, words.date(text.date) if text.date else "")))
    body, back_matter = split_back_matter(without_ways_back(safe_html(text.body)))
    return Document(
        template=text.template,
        language=text.language,
        direction=direction(text.language),
        paper=text.paper,
        title=text.title,
        body=body,
        back_matter=back_matter,
        signatories=names_on_paper(text, names, words, as_of=imprint.as_of, pictures=imprint.pictures),
        dated=imprint.dated,
        label=text.label,
        standfirst=text.standfirst,
        dateline=" · ".join(filter(None, (date_line, _count(names, words)))),
        date_line=date_line,
        letterhead=text.letterhead or _letterhead(imprint),
        addressees=text.addressees,
        via=text.via,
        subject=text.subject,
        salutation=text.salutation,
        closing=text.closing,
        cc=text.cc,
        sources=text.sources,
        notes=text.notes,
        contacts=text.contacts,
        end_mark=words.end_mark if text.template in _WITH_END_MARK else "",
        # A letter's title is what others call it; its own pages bear its subject, if anything.
        short_title=_short(text.subject if text.template is Template.FORMAL_LETTER else text.title),
        colophon=_colophon(words, imprint),
    )


def under_embargo(document: Document, lift: WallTime) -> Document:
    """Return the document with the embargo on it; all else is as everyone will read it."""
    notice = EmbargoNotice(wording(document.language).until(lift), ladder(lift.instant(), lift.zone))
    return replace(document, embargo=notice)


def file_name(text: LetterText, *, edition: int, lift: WallTime) -> str:
    """Return "2022-06-17_civil-society-calls-for-urgent-measures_en_v1.pdf": at most 40 letters of title."""
    return f"{_stem(text, edition, lift)}.pdf"


def embargoed_file_name(text: LetterText, *, edition: int, lift: WallTime) -> str:
    """Return the file name of a copy that is read before the lift."""
    return f"{_stem(text, edition, lift)}_EMBARGOED.pdf"


def _stem(text: LetterText, edition: int, lift: WallTime) -> str:
    words = re.findall(r"[a-z0-9]+", anyascii(re.sub(r"\{\{.*?\}\}", "", text.title)).lower())
    lengths = itertools.accumulate(len(word) + 1 for word in words)
    kept = [word for word, length in zip(words, lengths, strict=True) if length <= _LONGEST_SLUG + 1]
    slug = "-".join(kept) or "".join(words)[:_LONGEST_SLUG] or "letter"
    return f"{lift.at:%Y-%m-%d}_{slug}_{text.language}_v{edition}"


def _letterhead(imprint: Imprint) -> Letterhead | None:
    head = imprint.letterhead
    if head is None:
        return None
    logo = imprint.pictures.get(head.logo)
    # What is read instead of a logo is the name that stands beside it.
    return Letterhead(head.name, head.line, picture(logo, alternative=head.name) if logo is not None else None)


def _count(names: Roll, words: Wording) -> str:
    if not names.counts.total:
        return ""
    return words.signers_and_origin(names.counts)


def _short(title: str) -> str:
    if len(title) <= _LONGEST_SHORT_TITLE:
        return title
    return f"{title[:_LONGEST_SHORT_TITLE].rpartition(' ')[0] or title[:_LONGEST_SHORT_TITLE]}…"


def _colophon(words: Wording, imprint: Imprint) -> str:
    numbered = words.edition.format(imprint.edition) if imprint.edition is not None else ""
    return " · ".join(filter(None, (numbered, imprint.fingerprint[:8], imprint.address)))
