"""What follows from a name: its place in a list, what else may be the same body, what looks like a trick."""
