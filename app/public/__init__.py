"""What everyone may read after the lift: the letter, its list of names, its PDF.

Promises that before the lift its pages answer exactly as if the letter did not exist. Owns no table.
"""
