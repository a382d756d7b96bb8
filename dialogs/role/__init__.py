"""Who reaches and who retreats: scoring of the twelve questions, and a first guess from a person's own words."""
