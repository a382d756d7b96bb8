"""Nudges: one small thing a day, at a time the person chose, for as long as they want it."""
