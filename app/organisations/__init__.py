"""The directory: organisations, their names over time, their aliases; how names are sorted and matched.

Owns    how names are sorted, when two names may mean one body, which names look like a trick.
Promise an order that is the same on every machine and database; two names are never merged without a person.
Never   changes a name as its organisation approved it, or knows what an organisation has signed.
"""
