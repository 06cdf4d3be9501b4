"""The post office: messages are rows, written with the change they speak of and delivered by a job.

Promises that a message with the same key is written once, goes to one person, and keeps its Message-ID however
often it is tried. Never sends inside a request, never keeps the text of a message after it has gone.
"""
