"""Pages of accounts for those who are signed in: one's own, everyone's, and the outgoing mail."""
