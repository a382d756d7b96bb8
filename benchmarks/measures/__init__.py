"""The measures, each a module that takes how long it may last and gives what it found."""
