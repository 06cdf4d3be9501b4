"""Paper, and what else a document becomes.

Owns:
- setting a document of primitives as a tagged PDF, with the letter templates and typefaces it is set in;
- the trial of letter templates that somebody writes;
- its other forms: plain text, an HTML page, a Word file, and pictures of its pages;
- taking in pictures that people upload, drawn anew;
- the judge of every file that is kept: tags, archive, no name that was withheld;
- copies: stamped and marked for one reader, and their traces read from a file that comes back;
- the limited process, without network or files but its own, in which whatever is foreign or heavy is done.

Its rooms, each knowing only those after it:
- `other_forms`: what is no PDF;
- `confined`: the process, what holds it, and what it does with each job of `work`;
- `engine`, WeasyPrint and what we put in its place, and beside it `judging`, and the `trial` of letter templates;
- `lists`, long lists of names as rows of our own, and beside it `stamps`, the copies.

Above them stand `process`, which the application asks, and `taking_in`; `markup`, which makes a page of a document,
stands beside `lists`; below them all is what has no room of its own, from `document` to `words`.

Promises the same bytes for the same document, and a sentence for a person where it cannot be done. Knows nothing of
tables, people or time.
"""
