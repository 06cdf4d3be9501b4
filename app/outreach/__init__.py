"""Asking organisations to sign: invitations, and the board that says what became of them.

Promises one message to one address for one letter. Never signs for anyone.
"""
