"""Who did what, when: one row per action, written in the same transaction as the change, never changed afterwards.

Promises that nothing in it names a withheld organisation, holds a token or a password. Never decides anything.
"""
