"""The ground every part stands on: clock, wall time, database, errors, tokens, files, the task queue, the log.

Owns nothing a user could name. Never imports another package of the application.
"""
