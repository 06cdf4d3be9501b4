"""Measures Undersigned against its targets: paper, web, start, queries.

Every figure is a ratio or a count taken within one run, because machines differ and drift: what is compared runs in
turns on the same machine. It needs nothing but the application, stands on an invented letter, starts its own servers
in folders that are thrown away, and ends only what it started. It is no test: it says what it found and never fails.
"""
