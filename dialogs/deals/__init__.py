"""Deals: a proposal for a rhythm of closeness and of room, with a limit that protects both and a date to look again.

It is read out and agreed on, never demanded; a boundary is what the person does themselves. Agreed times make
closeness predictable for who waits, and bounded for who needs air.
"""
