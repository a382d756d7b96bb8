"""Check-ins: a short talk of the couple at a time both know, prepared, remembered and looked back on.

Sources: speaker and listener in turn (PREP); an agreed time makes contact predictable for who waits and bounded for who
needs air.
"""
