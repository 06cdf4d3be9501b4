"""The process in which whatever is foreign or heavy is done: how it is started, held, asked and ended."""
