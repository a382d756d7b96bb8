"""The store: one database, written in transactions of one turn or one settled message."""
