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
from app.letters.circumstances import HEADLINE, INTRO, PressMaterial, Signing, Translated, quote_part
from app.letters.conventions import copies_above, dated, place_and_date, salutation, subject_below
from app.letters.text import LetterText, OwnLetterhead
from app.letters.text_counts import counted, with_counts, without_tokens
from app.letters.text_html import (
    first_list,
    first_paragraph,
    plain,
    safe_html,
    split_back_matter,
    split_notes,
    without_ways_back,
)
from app.letters.word_meter import first_words
from app.letters.wording import Wording, direction, own_name, wording
from app.rendering.document import (
    Document,
    EmbargoNotice,
    Letterhead,
    PressText,
    PrintedQuote,
    SigningCall,
    Translation,
)
from app.rendering.pictures import picture
from app.signons.roll import Roll

_LONGEST_SLUG = 40
_LONGEST_SHORT_TITLE = 70
_MOST_WORDS = 40


@dataclass(frozen=True, slots=True)
class Imprint:
    """What else stands on paper: `dated` (aware) in the metadata, the moment of counting, the colophon.

    `fingerprint` is shown by its first eight characters; `address` is where the letter is published. `letterhead` is
    the campaign's, for letters without their own. `pictures` are PNGs by SHA-256; without one its place is left out.
    The last three are printed where a template has a place for them.
    """

    dated: datetime
    as_of: WallTime | None = None
    edition: int | None = None
    fingerprint: str = ""
    address: str = ""
    letterhead: CampaignLetterhead | None = None
    pictures: Mapping[str, bytes] = field(default_factory=dict)
    press: PressMaterial | None = None
    signing: Signing | None = None
    translations: tuple[Translated, ...] = ()


def compose(written: LetterText, names: Roll, imprint: Imprint) -> Document:
    """Return the document for everyone. `Refused` where the text has an unknown token or is too long."""
    text = counted(written, names.counts)
    words = dated(wording(text.language), text)
    date_line = place_and_date(text)
    body, back_matter = split_back_matter(without_ways_back(safe_html(text.body)))
    if text.closing:  # who reads on from the text to the closing is not to read notes between
        body, notes = split_notes(body)
        back_matter = notes + back_matter
    summary = first_paragraph(body)
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
        letterhead=_letterhead(text.letterhead, imprint),
        addressees=text.addressees,
        via=text.via,
        subject=text.subject,
        salutation=salutation(text),
        closing=text.closing,
        cc=text.cc,
        enclosures=text.enclosures,
        sources=text.sources,
        notes=text.notes,
        contacts=text.contacts,
        end_mark=words.end_mark,
        short_title=_short(text.title),
        short_subject=_short(text.subject),
        colophon=_colophon(words, imprint),
        copies_above=copies_above(text),
        subject_below=subject_below(text),
        count_line=_count(names, words),
        ask=_in_short(text.standfirst or plain(summary)),
        summary=summary,
        demands=first_list(body),
        press=_press(text, imprint.press or PressMaterial(), plain(summary), names),
        signing=_signing(words, imprint.signing),
        translations=tuple(map(_translation, imprint.translations)),
    )


def under_embargo(document: Document, lift: WallTime) -> Document:
    """Return the document with the embargo on it; all else is as everyone will read it."""
    words = wording(document.language)
    notice = EmbargoNotice(words.until(lift), _ladder(words, lift))
    return replace(document, embargo=notice)


def file_name(text: LetterText, *, edition: int, lift: WallTime) -> str:
    """Return "2022-06-17_civil-society-calls-for-urgent-measures_en_v1.pdf": at most 40 letters of title."""
    return f"{_stem(text, edition, lift)}.pdf"


def embargoed_file_name(text: LetterText, *, edition: int, lift: WallTime) -> str:
    """Return the file name of a copy that is read before the lift."""
    return f"{_stem(text, edition, lift)}_EMBARGOED.pdf"


def _stem(text: LetterText, edition: int, lift: WallTime) -> str:
    words = re.findall(r"[a-z0-9]+", anyascii(without_tokens(text.title)).lower())
    lengths = itertools.accumulate(len(word) + 1 for word in words)
    kept = [word for word, length in zip(words, lengths, strict=True) if length <= _LONGEST_SLUG + 1]
    slug = "-".join(kept) or "".join(words)[:_LONGEST_SLUG] or "letter"
    return f"{lift.at:%Y-%m-%d}_{slug}_{text.language}_v{edition}"


def _letterhead(own: OwnLetterhead | None, imprint: Imprint) -> Letterhead | None:
    head = CampaignLetterhead(own.name, own.line, own.digest) if own else imprint.letterhead
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


def _in_short(text: str) -> str:
    """Return at most forty words: the sentences that fit, or as much of the first as does."""
    one_line = " ".join(text.split())
    kept = first_words(one_line, _MOST_WORDS)
    if kept == one_line:
        return text
    whole = re.match(r".*(?:[.!?؟۔](?=\s)|[。！？])", kept)
    return whole[0] if whole else f"{kept}…"


def _press(text: LetterText, material: PressMaterial, summary: str, names: Roll) -> PressText:
    """Return what the media read first. What nobody wrote is taken from the letter itself."""

    def told(part: str, written: str) -> str:
        return with_counts(written, names.counts, text.language, part=part)

    lead = told(INTRO, material.intro) or text.standfirst or summary
    return PressText(
        headline=told(HEADLINE, material.headline) or text.title,
        lead=tuple(filter(None, (" ".join(each.split()) for each in lead.split("\n")))),
        quotes=tuple(
            PrintedQuote(told(quote_part(number), each.text), each.speaker, each.title)
            for number, each in enumerate(material.quotes, 1)
        ),
    )


def _signing(words: Wording, signing: Signing | None) -> SigningCall | None:
    if signing is None or not (signing.address or signing.until):
        return None
    until = signing.until
    return SigningCall(
        address=signing.address,
        until=words.sign_by(until) if until else "",
        ladder=_ladder(words, until) if until else "",
    )


def _ladder(words: Wording, wall: WallTime) -> str:
    return ladder(wall.instant(), wall.zone, dated=words.weekday_and_date, named=words.city)


def _translation(other: Translated) -> Translation:
    return Translation(own_name(other.language), other.language, direction(other.language), other.address)


def _colophon(words: Wording, imprint: Imprint) -> str:
    fingerprint = imprint.fingerprint[:8]
    if imprint.edition is None:  # then it is that of the text alone
        return words.text.format(fingerprint) if fingerprint else ""
    return " · ".join(filter(None, (words.edition.format(imprint.edition), fingerprint, imprint.address)))
