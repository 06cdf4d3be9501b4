"""The trial of a letter template: what is wrong in its files, in its pages as they are filled in, and on paper."""
