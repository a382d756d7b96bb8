"""Wall-clock time: when something that recurs by the person's own clock is next due. Pure."""
