"""The same letter in other forms than paper: a Word file, one HTML page, plain text.

All of them are read from what the letter template writes for paper, so parts, order, counts and names are the same by
construction, for templates that are added later too. Promises the same bytes for the same document, nothing fetched,
and nothing that people typed understood as anything but text. Pandoc makes the Word file, in a limited process.
"""
