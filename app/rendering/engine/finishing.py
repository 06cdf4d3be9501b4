"""The last look at a PDF before it is written: what it may not hold, how its lists are tagged, what it says it is.

Files that the document brings along are added here and nowhere else: whatever a text tried to attach is refused first.
"""

from datetime import UTC

import pydyf  # type: ignore[import-untyped]  # it ships no types

from app.core.links import fault_in_link
from app.rendering.document import Document
from app.rendering.engine import joining
from app.rendering.failures import TypesettingFailed

_FORBIDDEN_KEYS = frozenset({"JS", "JavaScript", "OpenAction", "AA", "AcroForm", "EmbeddedFiles", "EF"})


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Check and mend the objects before they are written, and add the files that the document brings along."""
    _refuse_active_content(pdf)
    [structure] = [entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("S") == "/Document"]
    joining.join_columns(pdf, structure)
    joining.join_pages(pdf, structure)
    _attach(document, pdf)


def _attach(document: Document, pdf: pydyf.PDF) -> None:
    """Add the files of the document, each once, dated like it (ISO 19005-3, 6.8)."""
    if not document.attachments:
        return
    dated = pydyf.String(document.dated.astimezone(UTC).strftime("D:%Y%m%d%H%M%SZ"))
    names = pydyf.Array()
    listed = pydyf.Array()
    for attachment in sorted(document.attachments, key=lambda each: each.name):
        params = pydyf.Dictionary({"Size": len(attachment.content), "CreationDate": dated, "ModDate": dated})
        subtype = attachment.media_type.replace("/", "#2F")
        described = {"Type": "/EmbeddedFile", "Subtype": f"/{subtype}", "Params": params}
        stream = pydyf.Stream([attachment.content], described, compress=True)
        pdf.add_object(stream)
        name = pydyf.String(attachment.name)
        file = pydyf.Dictionary(
            {
                "Type": "/Filespec",
                "F": name,
                "UF": name,
                "EF": pydyf.Dictionary({"F": stream.reference, "UF": stream.reference}),
                "AFRelationship": f"/{attachment.relationship}",
                "Desc": pydyf.String(attachment.description or attachment.name),
            }
        )
        pdf.add_object(file)
        names.extend((name, file.reference))
        listed.append(file.reference)
    pdf.catalog["AF"] = listed
    pdf.catalog.setdefault("Names", pydyf.Dictionary())["EmbeddedFiles"] = pydyf.Dictionary({"Names": names})


def _refuse_active_content(pdf: pydyf.PDF) -> None:
    """Look through the objects before they are written: no script, form or file, links to https and mail."""
    for entry in pdf.objects:
        if not isinstance(entry, dict):
            continue
        found = _FORBIDDEN_KEYS.intersection(entry)
        if found:
            message = f"The file would hold active content ({', '.join(sorted(found))}). Take it out of the text."
            raise TypesettingFailed(message)
        action = entry.get("A")
        address = action["URI"].string if isinstance(action, dict) and "URI" in action else None
        if address is not None and (message := fault_in_link(str(address))):
            raise TypesettingFailed(message)
