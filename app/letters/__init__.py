"""The text agreed on: the letter, its revisions and translations, its comments, and the freeze.

Owns    every printed part of a text and its canonical form, the living counts, the letter file; what a text may hold;
        the words, dates and customs of its language; the words for the press around it.
Promise what was frozen is never changed: one text has one canonical form and one fingerprint on every machine.
Never   knows who signed, or what is sealed: it has the words for both, and asks whoever knows when a letter is public.
"""
