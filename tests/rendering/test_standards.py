"""Every template, in every script, as every edition, before the judge of the standards."""

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pikepdf
import pytest

from app.rendering.document import Attachment, Relationship
from app.rendering.engine import typesetting
from app.rendering.judging import checking
from app.rendering.stamps.masters import stamp
from app.rendering.templates_on_disk import letter_templates
from tests.rendering import samples, scripts
from tests.rendering.test_plain_rows import beside
from tests.verapdf import judge, require_verapdf

ATTACHED = (
    Attachment("letter.md", "text/markdown", Relationship.SOURCE, "# Чистая вода\n".encode()),
    Attachment("signatories.csv", "text/csv", Relationship.DATA, "name\nŁódź\n".encode()),
)


@pytest.mark.begins_first
def test_every_template_script_and_edition_is_pdf_a_3_and_pdf_ua_1(tmp_path: Path) -> None:
    require_verapdf()
    made = {}
    for writing in scripts.WRITINGS:
        for template in letter_templates():
            document = scripts.document(writing, template.key)
            embargoed = typesetting.render(replace(document, embargo=scripts.notice(writing))).pdf
            name = f"{writing.language}-{template.key}"
            made[f"{name}-clean.pdf"] = typesetting.render(replace(document, attachments=ATTACHED)).pdf
            made[f"{name}-embargoed.pdf"] = embargoed
            made[f"{name}-copy.pdf"] = stamp(embargoed, f"17 · {writing.names[0]}")
    made["long.pdf"] = typesetting.render(samples.statement(count=400, embargo=None)).pdf
    for writing in scripts.WRITINGS:
        made[f"beside-{writing.language}.pdf"] = typesetting.render(beside(writing)).pdf
    ours = {name: checking.faults(pdf) for name, pdf in made.items()}
    made["broken.pdf"] = _without_language(made["long.pdf"])
    for name, pdf in made.items():
        (tmp_path / name).write_bytes(pdf)

    found = judge(sorted(tmp_path.glob("*.pdf")))

    assert found.keys() == made.keys()
    assert any("7.2" in fault for fault in found.pop("broken.pdf")), "the judge must see what is broken"
    assert {name: faults for name, faults in found.items() if faults} == {}
    assert {name: faults for name, faults in ours.items() if faults} == {}


def _without_language(pdf: bytes) -> bytes:
    with pikepdf.open(BytesIO(pdf)) as document:
        del document.Root.Lang
        written = BytesIO()
        document.save(written, deterministic_id=True)
    return written.getvalue()
