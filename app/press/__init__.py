"""Journalists: contacts, grants to read one letter early, accepted terms, personal stamped copies, the press page.

Promises that nobody reads a word before they accepted the terms, that every copy names its reader, and that a revoked
grant opens nothing any more. Never shows a title before that.
"""
