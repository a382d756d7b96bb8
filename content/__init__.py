"""The words: every sentence a person reads, as data, and the loaders that validate it."""
