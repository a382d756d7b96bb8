"""The encoder: one reading of a text by a small transformer, from which several questions are answered.

Where words alone mislead ("she holds my passport", "she holds my hand"), what stands around them decides. It began as
MiniLM (Wang et al., 2020; Reimers & Gurevych, 2019) and was trained on our own examples for our own
questions; see docs/encoder.md.
"""

from __future__ import annotations

import os

# Before numpy is loaded, by `dialogs.encoder.heads`: its matrices are small here, and a second thread that has to wait
# for a busy core makes one reading take many times as long.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
