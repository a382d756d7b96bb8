"""Fitness: the weights of `dialogs.statements.candidates`, fitted on situations that readers judged.

Logistic regression with a little L2, one for what was retold and one for frames, on clues of mean 0 and variance 1; the
weights are written for the clues as they are. Of complaints the branch has learned only frames are weighed, and only of
one text in three, which the encoder has not learned: of what they know they are too sure. Needs the ``train`` group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.statements.pairs import is_weighed, read_events
from benchmarks.statements.told import read_told
from content.statements import frames_by_id
from dialogs.statements.acts import chance_of_blame
from dialogs.statements.candidates import frame_clues, retold_clues
from dialogs.statements.ranking import rank_frames
from dialogs.statements.retelling import retell
from dialogs.statements.signs import read_signs
from dialogs.statements.spelling import correct
from dialogs.statements.words import MOST, read_words

_FILE = Path(__file__).parents[2] / "content" / "en" / "statements" / "fitness.toml"
_STRICTNESS = 0.5
_FOLDS = 8
_SHARES = (0.1, 0.2, 0.3, 0.4, 0.5, 0.6)

Row = tuple[int, Mapping[str, float], bool]  # which text, what speaks for a situation, whether it was what happened


def fit_weights() -> list[str]:
    """Fit the weights, write their file, and say how well they do on texts they did not see."""
    rows: dict[str, list[Row]] = defaultdict(list)
    learned = {one.text for one in read_told()}
    for number, (text, judged) in enumerate(read_events().items()):
        known = text in learned
        if known and not is_weighed(text):
            continue
        for kind, row in _rows(number, text, judged):
            if kind == "frame" or not known:
                rows[kind].append(row)
    report, lines, unseen = [], ["# Written by `make models` (benchmarks/statements/fitness.py)"], []
    for kind in ("retold", "frame"):
        names = sorted(rows[kind][0][1])
        clues = np.array([[float(row[1][name]) for name in names] for row in rows[kind]])
        texts = np.array([row[0] for row in rows[kind]])
        right = np.array([row[2] for row in rows[kind]])
        middle, spread = clues.mean(axis=0), np.maximum(clues.std(axis=0), 1e-6)
        middle[names.index("")], spread[names.index("")] = 0.0, 1.0
        scaled = (clues - middle) / spread
        model = LogisticRegression(C=_STRICTNESS, fit_intercept=False, max_iter=5000)
        chances = cross_val_predict(model, scaled, right, groups=texts, cv=GroupKFold(_FOLDS), method="predict_proba")
        report.append(
            f"{kind}: {len(right)} judged, {right.mean():.1%} right, AUC {roc_auc_score(right, chances[:, 1]):.3f}"
        )
        unseen += list(zip(texts, chances[:, 1], right, strict=True))
        weights = model.fit(scaled, right).coef_[0] / spread
        weights[names.index("")] -= float((weights * middle).sum())
        lines += ["", f"[{kind}]", *(f'"{name}" = {weight:.4f}' for name, weight in zip(names, weights, strict=True))]
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return [*report, _by_share(unseen)]


def _rows(number: int, text: str, judged: Mapping[tuple[str, str], bool]) -> Iterator[tuple[str, Row]]:
    text = correct(text)
    words = read_words(text, most=None)[:MOST]
    signs = read_signs(text, words)
    ranking = rank_frames(text, signs.told)
    retold = {f"{one.connector} {one.situation}": one for one in retell(text, signs.words)}
    blame = chance_of_blame(signs)
    for (name, situation), right in judged.items():
        if name in frames_by_id():
            [clues] = frame_clues(signs, ranking, [frames_by_id()[name]], blame, told=bool(retold))
            yield "frame", (number, clues, right)
        elif situation in retold:
            yield "retold", (number, retold_clues(signs, retold[situation]), right)


def _by_share(unseen: list[tuple[Any, Any, Any]]) -> str:
    """How often the likeliest situation of a text is right, among the texts where it is likeliest."""
    best: dict[int, tuple[float, bool]] = {}
    for text, chance, right in unseen:
        if text not in best or chance > best[text][0]:
            best[text] = (chance, right)
    ordered = [right for _, right in sorted(best.values(), key=lambda one: -one[0])]
    shares = [(share, ordered[: round(share * len(ordered))]) for share in _SHARES]
    return "the likeliest is right: " + ", ".join(f"{sum(of) / len(of):.0%} of {share:.0%}" for share, of in shares)
