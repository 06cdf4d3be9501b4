"""Lists of names as rows of our own: shaped, shared out to columns, drawn and tagged as the engine would do it."""
