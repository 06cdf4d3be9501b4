"""The names under a letter as they are printed: in groups, each with what stands beside it. Pure."""

import itertools
from collections.abc import Mapping, Sequence

from app.core.wall_time import WallTime
from app.editions.scripts import direction_of, language_of
from app.letters.text import LetterText, Order
from app.letters.wording import Wording
from app.organisations.countries import country_name
from app.rendering.document import ListForm, NameGroup, Picture, PrintedName, SignatoryList
from app.rendering.pictures import picture, wall_of
from app.rendering.words import Words
from app.rendering.words import words as words_of
from app.signons.likeness import MOST_BLOCKS, beside
from app.signons.roll import Roll, Signatory
from app.signons.rules import printed_line


def names_on_paper(
    text: LetterText, names: Roll, words: Wording, *, as_of: WallTime | None, pictures: Mapping[str, bytes]
) -> SignatoryList:
    """All that is printed of the signatories. `pictures` are by SHA-256; one that is not given is left out."""
    if not names.counts.total:
        return SignatoryList("", "", "", ())
    count = words.signers(names.counts)
    form = form_of(text, named=len(names.names))
    paper = words_of(text.language)
    logos = (_picture(each.logo, printed_line(each.name, each.acronym), pictures) for each in names.names)
    return SignatoryList(
        heading=words.signatories,
        summary=words.as_of.format(count, words.moment(as_of)) if as_of else count,
        order_note="" if form is ListForm.BLOCKS or len(names.names) <= 1 else words.orders[text.order],
        groups=tuple(
            NameGroup(heading, tuple(_printed(each, form, paper, pictures) for each in group))
            for heading, group in itertools.groupby(names.names, lambda one: _heading(one, text, paper))
        ),
        unnamed=words.not_named(names.unnamed),
        disclaimer=paper.affiliations if any(each.affiliation for each in names.names) else "",
        form=form,
        logos=wall_of(filter(None, logos), names=len(names.names)),
    )


def form_of(text: LetterText, *, named: int) -> ListForm:
    """How so many names are printed under this text."""
    return text.signatures if named <= MOST_BLOCKS else ListForm.LIST


def digests(names: Sequence[Signatory]) -> frozenset[str]:
    """The SHA-256 of every picture that these signatories gave."""
    return frozenset(filter(None, (digest for each in names for digest in (each.logo, each.signature))))


def _heading(signatory: Signatory, text: LetterText, paper: Words) -> str:
    if signatory.late:
        return paper.late
    if text.order is Order.BY_GROUP:
        return signatory.group
    if text.order is Order.BY_COUNTRY and signatory.country:
        return country_name(signatory.country, text.language)
    return ""


def _printed(signatory: Signatory, form: ListForm, paper: Words, pictures: Mapping[str, bytes]) -> PrintedName:
    """An organisation with the person who signs for it, or a person with the organisation they belong to."""
    is_block = form is ListForm.BLOCKS
    with_it = beside(signatory.person, signatory.person_title, signatory.affiliation, form=form, comma=paper.comma)
    signed_by = with_it.signer or signatory.name
    return PrintedName(
        name=printed_line(signatory.name, signatory.acronym),
        language=signatory.language,
        direction=direction_of(signatory.name),
        native=signatory.native_name,
        native_language=language_of(signatory.native_name, language=signatory.language),
        native_direction=direction_of(signatory.native_name),
        detail=with_it.detail,
        signer=with_it.signer,
        signer_title=with_it.signer_title,
        affiliation=with_it.affiliation,
        signature=_picture(signatory.signature, paper.signature.format(name=signed_by), pictures) if is_block else None,
    )


def _picture(digest: str, alternative: str, pictures: Mapping[str, bytes]) -> Picture | None:
    content = pictures.get(digest)
    return picture(content, alternative=alternative) if content is not None else None
