"""Copies for one reader: prepared once for an edition, stamped and marked, known again when a file comes back."""
