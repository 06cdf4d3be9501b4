"""Organisations under a letter: the form, the confirmation, moderation, the list that counts.

Promises that a sign-on is bound to the words it was given for, that an organisation counts once, that it counts only
after a person with authority confirmed it by a button, and that a name its owner withheld goes nowhere.
Never decides who may read the letter, and never asks anyone to sign.
"""
