"""The workers: what goes on beside the turns, each one loop that can be killed at any moment."""
