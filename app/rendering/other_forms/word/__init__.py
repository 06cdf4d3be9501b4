"""Word files: our own styles, pages and running lines around what Pandoc writes from a tree that we hand it.

Pandoc never reads HTML or Markdown here, so there is nothing in a letter for it to include, fetch or take for code.
"""
