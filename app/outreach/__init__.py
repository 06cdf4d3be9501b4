"""Asking organisations to sign: invitations, and the board that says what became of them.

Promises one message at a time to one address for one letter, no more than five in all, none after an answer.
Never signs for anyone.
"""
