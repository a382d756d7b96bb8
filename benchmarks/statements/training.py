"""Training of the linear models: which frame a complaint fits, whether a text blames at all, and whether it is danger.

Linear support vector machines, one label against the rest, over the features of ``dialogs.statements.features``,
weighted by kind and rarity. The temperature that turns their scores into probabilities comes from predictions on
held-out fifths (Guo et al., 2017); then the model is fitted on everything, cut to its largest weights and rounded to
whole numbers. Needs the ``train`` group of pyproject.toml (scikit-learn); the models themselves need nothing.
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import scipy.sparse as sp
from scipy.optimize import minimize_scalar
from sklearn.model_selection import StratifiedKFold
from sklearn.svm import LinearSVC

from benchmarks.statements import codes
from benchmarks.statements.examples import ACTS, read_examples
from benchmarks.statements.pairs import Pairs, pairs_of
from content.models import pack_model
from dialogs.assessment.hunches import MODEL as HUNCHES
from dialogs.safety import normalise
from dialogs.safety.normal import plain_text
from dialogs.safety.weighing import concern_features
from dialogs.statements.acts import act_features
from dialogs.statements.dangers import danger_features
from dialogs.statements.features import features_of
from dialogs.statements.signs import read_signs
from dialogs.statements.words import read_words

_MODELS = Path(__file__).parents[2] / "content" / "en" / "statements"
MODELS = (HUNCHES, "frames", "acts", "danger", "concerns")
# The inverse of the regularisation of each, by its figures on the development half.
_STRICTNESS = {"frames": 0.3, "acts": 0.3, "danger": 3.0, "concerns": 1.0}
_FOLDS = 5
_SEED = 7
_WEIGHTS = {
    "word": 1.0,
    "list": 1.0,
    "denied list": 0.5,
    "denied": 0.5,
    "subject": 0.4,
    "pair": 0.5,
    "gap": 0.3,
    "letters": 0.4,
    "form": 0.8,
    "sign": 2.0,
    "role": 0.4,
}
_EMPHASIS = 3.0  # what was written as an act counts that often: it is varied, where many complaints share one frame
_COLUMNS = 40  # labels a feature may speak for or against
_LEAST = 2  # of 127: a smaller weight is left out


@dataclass(frozen=True, slots=True)
class Weights:
    """What a fitted model has to have, by the names of scikit-learn."""

    coef_: Any
    intercept_: Any
    classes_: Sequence[str]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Features in their order, each with its weight: rarity times the weight of its kind."""

    places: dict[str, int]
    weights: Any

    def matrix(self, rows: Sequence[Sequence[str]]) -> Any:
        """The sparse matrix of texts, each of length one."""
        indices: list[int] = []
        data: list[float] = []
        starts = [0]
        for row in rows:
            known = [self.places[feature] for feature in row if feature in self.places]
            length = float(np.sqrt(sum(self.weights[at] ** 2 for at in known))) or 1.0
            indices += known
            data += [self.weights[at] / length for at in known]
            starts.append(len(indices))
        return sp.csr_matrix((data, indices, starts), shape=(len(rows), len(self.places)))


def kind_of(feature: str) -> str:
    """The kind of a feature, by how it is written."""
    if feature.startswith(("^", "$")):
        return "form"
    if feature.startswith("!"):
        return "sign"
    if feature.startswith("%"):
        return "role"
    if feature.startswith("~"):
        return "letters"
    if feature.startswith("@"):
        return "list"
    if feature.startswith("not @"):
        return "denied list"
    if feature.startswith("not "):
        return "denied"
    if ": " in feature:
        return "subject"
    if " _ " in feature:
        return "gap"
    return "pair" if " " in feature else "word"


def learn(name: str, pairs: Pairs) -> tuple[Any, Vocabulary]:
    """A fitted model and its vocabulary."""
    rows = [_features(name, text) for _, text in pairs]
    vocabulary = _vocabulary(rows)
    matrix = vocabulary.matrix(rows)
    model = _classifier(name).fit(matrix, [label for label, _ in pairs], sample_weight=_emphasis(name, pairs))
    return model, vocabulary


def held_out(name: str, pairs: Pairs) -> tuple[list[str], Any, list[str]]:
    """Labels, scores (log-odds) of every text by a model that did not see it, and the true labels."""
    labels = sorted({label for label, _ in pairs})
    rows = [_features(name, text) for _, text in pairs]
    truth = [label for label, _ in pairs]
    emphasis = _emphasis(name, pairs)
    scores = np.zeros((len(pairs), len(labels)))
    for seen, unseen in StratifiedKFold(_FOLDS, shuffle=True, random_state=_SEED).split(rows, truth):
        vocabulary = _vocabulary([rows[at] for at in seen])
        model = _classifier(name)
        matrix = vocabulary.matrix([rows[at] for at in seen])
        model.fit(matrix, [truth[at] for at in seen], sample_weight=emphasis[seen])
        found = model.decision_function(vocabulary.matrix([rows[at] for at in unseen]))
        if found.ndim == 1:
            found = np.stack([-found / 2, found / 2], axis=1)
        scores[np.ix_(unseen, [labels.index(label) for label in model.classes_])] = found
    return labels, scores, truth


def train(name: str) -> str:
    """Train a model, write its file, and say how well it does on held-out fifths."""
    if name == HUNCHES:
        return _train_hunches()
    pairs = pairs_of(name)
    labels, scores, truth = held_out(name, pairs)
    gold = np.array([labels.index(label) for label in truth])
    sharpness = _sharpness(scores, gold)
    order = np.argsort(-scores, axis=1)
    first = float(np.mean(order[:, 0] == gold))
    three = float(np.mean((order[:, :3] == gold[:, None]).any(axis=1)))
    model, vocabulary = learn(name, pairs)
    path = _MODELS / f"{name}.model"
    path.write_bytes(_packed(model, vocabulary, sharpness))
    return (
        f"{name}: {len(pairs)} sentences, {len(labels)} labels, {len(vocabulary.places)} features; on held-out fifths "
        f"{first:.1%} first, {three:.1%} within three; {path.stat().st_size / 1e6:.2f} MB"
    )


def _train_hunches() -> str:
    rows = codes.sentences()
    features, carried = [row[0] for row in rows], [row[1] for row in rows]
    margins = np.zeros((len(rows), len(codes.CODES)))
    for seen, unseen in codes.folds(rows):
        vocabulary = _vocabulary([features[at] for at in seen])
        weights, bias = codes.fit(vocabulary.matrix([features[at] for at in seen]), [carried[at] for at in seen])
        margins[unseen] = vocabulary.matrix([features[at] for at in unseen]) @ weights.T + bias
    vocabulary = _vocabulary(features)
    weights, bias = codes.fit(vocabulary.matrix(features), carried)
    path = _MODELS / f"{HUNCHES}.model"
    path.write_bytes(_packed(Weights(weights, bias, codes.CODES), vocabulary, 1.0))
    return f"{codes.report(margins, carried)}\n{HUNCHES}: {len(rows)} sentences; {path.stat().st_size / 1e6:.2f} MB"


def _classifier(name: str) -> LinearSVC:
    return LinearSVC(C=_STRICTNESS[name], class_weight=None if name == "frames" else "balanced")


def _emphasis(name: str, pairs: Pairs) -> Any:
    """How much each text counts."""
    told = {text for _, text in read_examples(ACTS)} if name == "acts" else set()
    return np.array([_EMPHASIS if text in told else 1.0 for _, text in pairs])


def _features(name: str, text: str) -> tuple[str, ...]:
    if name == "concerns":
        return concern_features(plain_text(normalise(text)))
    words = read_words(text)
    if name == "frames":
        return features_of(words)
    return danger_features(text, words) if name == "danger" else act_features(read_signs(text, words))


def _vocabulary(rows: Sequence[Sequence[str]]) -> Vocabulary:
    counts = Counter(feature for row in rows for feature in row)
    least = {"letters": 2, "pair": 2, "gap": 2, "subject": 2, "denied": 2, "role": 2}
    kept = sorted(feature for feature, count in counts.items() if count >= least.get(kind_of(feature), 1))
    weights = np.array([_weight(feature, counts[feature], len(rows)) for feature in kept])
    return Vocabulary({feature: at for at, feature in enumerate(kept)}, weights)


def _weight(feature: str, count: int, rows: int) -> float:
    """Rarity times the weight of the kind."""
    return float(np.log((1 + rows) / (1 + count)) + 0.5) * _WEIGHTS[kind_of(feature)]


def _sharpness(scores: Any, gold: Any) -> float:
    """The factor on the scores under which the held-out truth is likeliest."""

    def surprise(factor: float) -> float:
        scaled = scores * factor
        scaled -= scaled.max(axis=1, keepdims=True)
        return float(np.mean(np.log(np.exp(scaled).sum(axis=1)) - scaled[np.arange(len(gold)), gold]))

    return float(minimize_scalar(surprise, bounds=(0.1, 80.0), method="bounded").x)


def _packed(model: Any, vocabulary: Vocabulary, sharpness: float) -> bytes:
    coefficients = model.coef_
    bias = model.intercept_
    if len(model.classes_) == 2:
        coefficients = np.concatenate([-coefficients / 2, coefficients / 2])
        bias = np.concatenate([-bias / 2, bias / 2])
    heaviest = float(np.abs(coefficients).max())
    rounded = np.rint(coefficients.T / heaviest * 127).astype(int)
    rows: dict[int, tuple[float, list[tuple[int, int]]]] = {}
    for feature, at in vocabulary.places.items():
        weights = rounded[at]
        columns = [int(column) for column in np.argsort(-np.abs(weights), kind="stable")[:_COLUMNS]]
        found = sorted((column, int(weights[column])) for column in columns if abs(weights[column]) >= _LEAST)
        rows[zlib.crc32(feature.encode())] = (float(vocabulary.weights[at]), found)
    keys = sorted(rows)
    starts, columns_, weights_ = [0], [], []
    for key in keys:
        columns_ += [column for column, _ in rows[key][1]]
        weights_ += [weight for _, weight in rows[key][1]]
        starts.append(len(columns_))
    return pack_model(
        [str(label) for label in model.classes_],
        keys,
        starts,
        columns_,
        weights_,
        [rows[key][0] for key in keys],
        [float(value) for value in bias],
        heaviest,
        sharpness,
    )
