"""Paper: turns a document made of primitives into a tagged PDF, in a limited process of its own.

Owns the letter templates, the fonts, the limits of the rendering process and the stamping of copies. Promises
the same bytes for the same document, no network, no files but its own assets. Knows nothing of tables, people
or time. The only importer of WeasyPrint.
"""
