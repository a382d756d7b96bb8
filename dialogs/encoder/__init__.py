"""The encoder: one reading of a text by a small transformer, from which several questions are answered.

Where words alone mislead ("she holds my passport", "she holds my hand"), what stands around them decides. It began as
three layers of MiniLM (Wang et al., 2020; Reimers & Gurevych, 2019) and was trained on our own examples for our own
questions; see docs/encoder.md.
"""

from __future__ import annotations

from dialogs.encoder.blending import blend
from dialogs.encoder.heads import chances

__all__ = ["blend", "chances"]
