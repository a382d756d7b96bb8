"""Practising with a made-up partner: a scene, a few lines of the person's own, and answers that follow from them."""
