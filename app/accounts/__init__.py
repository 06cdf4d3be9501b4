"""People who log in: set-up of the first, invitation of the others, sign-in, password, profile.

Promises that nobody has a default password, that an address is told to nobody, and that leaving ends every session.
Knows nothing of campaigns; what a person may do there is for `campaigns`.
"""
