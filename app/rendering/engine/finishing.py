"""The last look at a PDF before it is written: what it may not hold, how its lists are tagged, what it says it is.

Files that the document brings along are added here and nowhere else: whatever a text tried to attach is refused first.
"""

from datetime import UTC

import pydyf  # type: ignore[import-untyped]  # it ships no types

from app.rendering.document import LINK_SCHEMES, Document
from app.rendering.engine.joining import join_items, kids
from app.rendering.failures import TypesettingFailed

_FORBIDDEN_KEYS = frozenset({"JS", "JavaScript", "OpenAction", "AA", "AcroForm", "EmbeddedFiles", "EF"})

# The file is PDF/A-3, for archives, and says that it is PDF/UA-1 too (ISO 14289-1, 5). PDF/A asks that a property it
# does not know be described in the file (ISO 19005-3, 6.6.2.3.3).
ALSO_ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/">
<pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>Accessible PDF</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Document, pdf: pydyf.PDF) -> None:
    """Check and mend the objects before they are written, and add the files that the document brings along."""
    _refuse_active_content(pdf)
    [structure] = [entry for entry in pdf.objects if isinstance(entry, dict) and entry.get("S") == "/Document"]
    _join_lists(pdf, structure)
    join_items(pdf, structure)
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


def _join_lists(pdf: pydyf.PDF, document: pydyf.Dictionary) -> None:
    """Make one list of the columns and pages of names: the engine tags each column as a list within a list."""
    before = None
    for part in kids(pdf, document):
        last = None
        for position, kid in enumerate(kids(pdf, part)):
            inner = kids(pdf, kid)
            last = kid if kid["S"] == "/L" and inner and all(one["S"] == "/L" for one in inner) else None
            if last is None:
                continue
            items = [item for one in inner for item in kids(pdf, one)]
            if position == 0 and before is not None:
                last = before
                part["K"].remove(kid.reference)
            else:
                kid["K"] = pydyf.Array()
            for item in items:
                item["P"] = last.reference
            last["K"].extend(item.reference for item in items)
        before = last
        if not part["K"]:
            document["K"].remove(part.reference)


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
        if isinstance(action, dict) and "URI" in action:
            address = str(action["URI"].string)
            if not address.startswith(LINK_SCHEMES):
                message = f"The link to “{address}” is not a full https address. Correct it or take it out."
                raise TypesettingFailed(message)
