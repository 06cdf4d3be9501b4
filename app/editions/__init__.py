"""Editions: text, names and PDFs sealed together under one hash, and the moment when they become public.

Owns    composing and sealing, the embargo, who may read an edition when, the lift, what is verified afterwards.
Promise what was sealed never changes; a release changes who may read it, never what it says.
Never   names an organisation that asked not to be named, or lets a job decide who may read.
"""
