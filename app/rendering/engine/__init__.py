"""WeasyPrint, and what we put in its place: tags, faces, the file itself, all that makes it faster.

`door` alone imports WeasyPrint; nothing else in the application does. `replacing` says what of ours stands in the place
of which part, `typesetting` sets a document.
"""
