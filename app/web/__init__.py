"""The shell every page shares: layout, macros, fields, error pages, headers, route policy, limits, static files.

Promises that every route says who may call it, that every answer carries the same protection, and that a refusal is a
page with a sentence. Never knows what a letter is.
"""
