"""The team's pages: the sign-ons of a letter, and the directory with what each organisation has signed."""
