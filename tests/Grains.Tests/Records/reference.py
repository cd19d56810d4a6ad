"""Writes reference.json: what scikit-learn says of outputs for rows of classes, and what PyTorch's ReduceLROnPlateau does with values."""
import json
import pathlib

import numpy as np
import torch
from sklearn import metrics

RANDOM = np.random.default_rng(5)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return (e / e.sum(axis=1, keepdims=True)).astype(np.float32)


def evaluation(name, classes, labels, outputs):
    """Outputs are probabilities; a single one is that of the second class."""
    labels = np.asarray(labels)
    scores = outputs if outputs.shape[1] > 1 else np.concatenate([np.float32(1) - outputs, outputs], axis=1)
    predicted = scores.argmax(axis=1) if outputs.shape[1] > 1 else (outputs[:, 0] >= 0.5).astype(int)
    everything = list(range(classes))
    precision, recall, f1, _ = metrics.precision_recall_fscore_support(
        labels, predicted, labels=everything, average="macro", zero_division=0)
    exact = np.clip(scores.astype(np.float64), np.finfo(np.float32).eps, 1 - np.finfo(np.float32).eps)
    return {
        "name": name, "classes": classes, "labels": labels.tolist(), "outputs": [float(str(v)) for v in outputs.ravel()],
        "accuracy": metrics.accuracy_score(labels, predicted), "precision": precision, "recall": recall, "f1": f1,
        "logLoss": metrics.log_loss(labels, exact / exact.sum(axis=1, keepdims=True), labels=everything),
        "top5": metrics.top_k_accuracy_score(labels, scores, k=5, labels=everything) if classes > 5 else None,
        "auc": metrics.roc_auc_score(labels, scores[:, 1]) if classes == 2 and len(set(labels)) == 2 else None,
    }


def evaluations():
    several = softmax(RANDOM.normal(size=(300, 4)))
    yield evaluation("several classes", 4, RANDOM.integers(4, size=300), several)
    many = softmax(np.round(RANDOM.normal(size=(600, 9))))
    yield evaluation("ties among many classes", 9, RANDOM.integers(9, size=600), many)
    yield evaluation("a class without rows", 7, RANDOM.integers(6, size=100), softmax(2 * RANDOM.normal(size=(100, 7))))
    yield evaluation("one class alone", 3, np.full(40, 1), softmax(RANDOM.normal(size=(40, 3))))
    single = np.round(RANDOM.random((500, 1)), 2).astype(np.float32)
    yield evaluation("two classes with ties", 2, (single[:, 0] + RANDOM.normal(0, 0.4, 500) > 0.6).astype(int), single)
    yield evaluation("two classes, one of them alone", 2, np.zeros(30, int), RANDOM.random((30, 1)).astype(np.float32))
    yield evaluation("certain and wrong", 2, [0, 1, 0, 1], np.array([[0, 1], [1, 0], [1, 0], [0, 1]], np.float32))


def plateau(mode, values, **settings):
    parameter = torch.nn.Parameter(torch.zeros(1))
    optimizer = torch.optim.SGD([parameter], lr=0.5)
    schedule = torch.optim.lr_scheduler.ReduceLROnPlateau(optimizer, mode=mode, **settings)
    rates = []
    for value in values:
        schedule.step(value)
        rates.append(optimizer.param_groups[0]["lr"])
    return {"mode": mode, **settings, "values": list(values), "rates": rates}


def plateaus():
    falling = [float(v) for v in np.round(1 / np.arange(1, 41) + 0.02 * RANDOM.normal(size=40), 6)]
    yield plateau("min", falling, patience=2)
    yield plateau("min", falling, patience=0, factor=0.5, threshold=0.1, min_lr=0.01)
    yield plateau("min", falling, patience=1, factor=0.3, cooldown=3)
    yield plateau("max", [1 - v for v in falling], patience=2, factor=0.7, threshold=0.01, cooldown=1)
    yield plateau("min", [1.0] * 20, patience=3, factor=0.1, min_lr=0.001)


if __name__ == "__main__":
    text = json.dumps({"evaluations": list(evaluations()), "plateaus": list(plateaus())}, indent=1)
    pathlib.Path(__file__).with_name("reference.json").write_text(text + "\n", encoding="utf-8")
