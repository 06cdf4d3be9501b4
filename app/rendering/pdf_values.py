"""Values of a finished PDF: as those who read it want them, and what every one of ours says of itself."""

import re

from pikepdf import Array, Name, Object, Stream

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

_CHARACTERS = re.compile(rb"beginbfchar(.*?)endbfchar", re.DOTALL)
_CHARACTER = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f\s]*)>")


def entries(value: Object | None) -> list[Object]:
    """The entries of an array, or the one value that stands for an array of one; numbers are Python's."""
    if value is None:
        return []
    return list(value) if isinstance(value, Array) else [value]


def readings(face: Object) -> list[tuple[int, bytes]]:
    """What each code of a typeface reads, in UTF-16; nothing where it does not say (ISO 32000-1, 9.10.3)."""
    written = face.get(Name.ToUnicode)
    if not isinstance(written, Stream):
        return []
    return [
        (int(code, 16), bytes.fromhex(text.decode()))
        for block in _CHARACTERS.findall(written.read_bytes())
        for code, text in _CHARACTER.findall(block)
    ]


def letters(face: Object) -> dict[int, str]:
    """What the codes of a composite typeface of a page read; nothing for another kind."""
    if face.get(Name.Encoding) != Name("/Identity-H"):
        return {}
    return {code: text.decode("utf-16-be", "replace") for code, text in readings(face)}
