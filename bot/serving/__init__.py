"""Serving: what is asked of a running Halfway over HTTP: the webhook, health, figures.

Loaded only where something is served: polling without OPS_LISTEN, and the terminal, start without any of it.
"""
