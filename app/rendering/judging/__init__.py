"""The judge of every file that is kept: its tags, its form for archives, and that no withheld name is in it."""
