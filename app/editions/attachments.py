"""What the clean edition brings along for machines to read. Pure."""

from collections.abc import Sequence

from app.letters.signatory_file import FileSignatory, write_signatories
from app.signons.roll import Signatory


def names_csv(names: Sequence[Signatory]) -> str:
    """Return signatories.csv of those who are printed, in printed order. Others never get here (`roll`)."""
    return write_signatories(
        [
            FileSignatory(
                name=each.name,
                acronym=each.acronym,
                native_name=each.native_name,
                country=each.country,
                group=each.group,
                lead=each.lead,
                person=each.person,
                person_title=each.person_title,
                affiliation=each.affiliation,
            )
            for each in names
        ]
    )
