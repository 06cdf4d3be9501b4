"""The coordinators' desk: what is on it, and for each letter where it stands and what to do next.

Sees across capabilities and owns no table. Promises that the next step is one, and obvious. Also brings in letter
folders, because a folder holds what several capabilities own: text, names, press texts.
"""
