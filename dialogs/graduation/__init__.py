"""Graduation: for who needs the coach less, a page in their own words and a plan for when the loop returns.

The coach is designed for leaving: exit and not engagement. Slips are part of it, so the plan is made while it is calm.
"""
