"""Acceptance: how likely a sentence is acceptable, by how likely its situation is; fitted on sentences that were rated.

3,570 sentences made of complaints, of the sets for development and of strangers, from what was retold or from the
likeliest frame, each rated by the five questions of docs/statements.md. Logistic regression, one for each kind: what
was retold in few words is right more often than its chance says, and a frame that is right may be too vague. Needs the
``train`` group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.statements.judged import read_judged
from dialogs.statements.acts import chance_of_blame
from dialogs.statements.candidates import Candidate, acceptance_clues, find_candidates
from dialogs.statements.ranking import rank_frames
from dialogs.statements.signs import read_signs
from dialogs.statements.spelling import correct
from dialogs.statements.words import MOST, read_words

_FILE = Path(__file__).parents[2] / "content" / "en" / "statements" / "acceptance.toml"
_FOLDS = 10

Row = tuple[int, list[float], bool]  # which text, the clues, whether its sentence was acceptable


def fit_acceptance() -> list[str]:
    """Fit the weights, write their file, and say how well they tell what was acceptable on texts they did not see."""
    rated: dict[str, list[tuple[str, str, bool]]] = defaultdict(list)
    for text, kind, name, right in read_judged("said*.tsv"):
        rated[text].append((kind, name, right == "y"))
    rows: dict[str, list[Row]] = {"retold": [], "frame": []}
    names: dict[str, list[str]] = {}
    for number, (text, sentences) in enumerate(rated.items()):
        for one in _candidates(text):
            for kind, name, acceptable in sentences:
                if name == (one.retold.situation if one.retold is not None else one.frame and one.frame.id):
                    known = acceptance_clues(one)
                    names[kind] = list(known)
                    rows[kind].append((number, list(known.values()), acceptable))
    report, lines = [], ["# Written by `make models` (benchmarks/statements/acceptance.py)"]
    for kind, found in rows.items():
        clues = np.array([row[1] for row in found])
        good = np.array([row[2] for row in found])
        texts = np.array([row[0] for row in found])
        model = LogisticRegression(fit_intercept=False)
        chances = cross_val_predict(model, clues, good, groups=texts, cv=GroupKFold(_FOLDS), method="predict_proba")
        report.append(
            f"{kind}: {len(good)} rated, {good.mean():.1%} right, AUC {roc_auc_score(good, chances[:, 1]):.3f}"
        )
        weights = model.fit(clues, good).coef_[0]
        lines += [
            "",
            f"[{kind}]",
            *(f'"{name}" = {weight:.4f}' for name, weight in zip(names[kind], weights, strict=True)),
        ]
    report.append(_compare(rows, names["retold"].index("clear")))
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return report


def _compare(rows: Mapping[str, Sequence[Row]], clear: int) -> str:
    """How much of what is clear was acceptable, and of the frames beside it. ``clear``: the place of that clue."""
    frames = {number: right for number, _, right in rows["frame"]}
    pairs = [(right, frames[number]) for number, clues, right in rows["retold"] if clues[clear] and number in frames]
    told, framed = np.mean(pairs, axis=0)
    return f"clear: {len(pairs)} rated beside a frame, {told:.1%} right, {framed:.1%} of the frames"


def _candidates(text: str) -> tuple[Candidate, ...]:
    text = correct(text)
    signs = read_signs(text, read_words(text, most=None)[:MOST])
    return find_candidates(signs, rank_frames(text, signs.told), chance_of_blame(signs))
