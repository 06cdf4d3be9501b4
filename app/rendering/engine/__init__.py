"""WeasyPrint, and what we put in its place: tags, faces, the file itself, all that makes it faster.

Nothing else in the application imports WeasyPrint.
"""
