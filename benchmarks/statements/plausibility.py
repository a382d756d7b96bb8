"""Plausibility: the weights of `dialogs.statements.appraising`, fitted on guesses that readers judged.

Of 1,517 complaints of the sets for development and 1,030 of strangers, readers said which of the five feelings and the
four needs that the branch finds likeliest ring true, of the strangers' also whether a need to be considered does.
Logistic regression over how likely the branch finds a guess, how likely the frames are that have it, and which one it
is; what is known of each by itself counts only as far as it was judged often (L2). Needs the ``train`` group.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold, cross_val_predict

from benchmarks.statements.judged import read_judged
from dialogs.encoder.questions import FEELINGS, NEEDS
from dialogs.statements.appraising import BY_FRAMES, READ, guess_clues
from dialogs.statements.spelling import correct

_FILE = Path(__file__).parents[2] / "content" / "en" / "statements" / "plausibility.toml"
_CLUES = (READ, BY_FRAMES)
_BY_ITSELF = 0.1  # how much a guess counts by itself: the less, the more often it must have been judged
_FOLDS = 8

Row = tuple[int, str, Mapping[str, float], bool]  # which text, a guess, what speaks for it, whether it rings true


def fit_plausibility() -> list[str]:
    """Fit the weights, write their file, and say how often the first guess rings true on texts they did not see."""
    report, lines = [], ["# Written by `make models` (benchmarks/statements/plausibility.py)"]
    for column, question in enumerate((FEELINGS, NEEDS)):
        rows = list(_rows(column, question))
        names = sorted({name for _, name, _, _ in rows})
        clues = np.zeros((len(rows), len(_CLUES) + len(names)))
        for at, (_, name, known, _) in enumerate(rows):
            clues[at, : len(_CLUES)] = [known[clue] for clue in _CLUES]
            clues[at, len(_CLUES) + names.index(name)] = _BY_ITSELF
        texts, right = np.array([row[0] for row in rows]), np.array([row[3] for row in rows])
        model = LogisticRegression(max_iter=3000)
        chances = cross_val_predict(model, clues, right, groups=texts, cv=GroupKFold(_FOLDS), method="predict_proba")
        report.append(f"{question}: {len(rows)} judged, {_first(rows, chances[:, 1])}")
        weights = model.fit(clues, right).coef_[0]
        own = weights[len(_CLUES) :] * _BY_ITSELF
        lines += ["", f"[{question}]"]
        lines += [f'"{name}" = {weight:.4f}' for name, weight in zip(_CLUES, weights, strict=False)]
        lines += [f"{name} = {weight:.3f}" for name, weight in zip(names, own - own.mean(), strict=True)]
    _FILE.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return report


def _rows(column: int, question: str) -> Iterator[Row]:
    for number, (text, *judged) in enumerate(read_judged("parts*.tsv")):
        guesses = [(each[:-1], each.endswith("+")) for each in judged[column].split()]
        known = guess_clues(question, correct(text), [name for name, _ in guesses])
        yield from ((number, name, known[name], right) for name, right in guesses)


def _first(rows: list[Row], chances: np.ndarray) -> str:
    """How often the first guess is right: by the branch alone, and by the weights."""
    by_text: dict[int, list[tuple[float, float, bool]]] = defaultdict(list)
    for (text, _, known, right), chance in zip(rows, chances, strict=True):
        by_text[text].append((known[READ], float(chance), right))
    before = np.mean([max(each)[2] for each in by_text.values()])
    after = np.mean([max(each, key=lambda one: one[1])[2] for each in by_text.values()])
    return f"the first rings true in {after:.1%} (by the branch alone: {before:.1%})"
