"""Writes reference.json: labels, outputs, and what scikit-learn says of them. Run it again after a change here."""
import json

import numpy as np
from sklearn import metrics


def report(labels, predicted, classes):
    precision, recall, f1, support = metrics.precision_recall_fscore_support(
        labels, predicted, labels=range(classes), zero_division=0)
    return {
        "precision": precision.tolist(), "recall": recall.tolist(), "f1": f1.tolist(), "support": support.tolist(),
        "macro": list(metrics.precision_recall_fscore_support(labels, predicted, labels=range(classes), average="macro", zero_division=0)[:3]),
        "weighted": list(metrics.precision_recall_fscore_support(labels, predicted, labels=range(classes), average="weighted", zero_division=0)[:3]),
    }


random = np.random.default_rng(1)


def two_classes():
    outputs = np.round(random.random(200), 2).astype(np.float32)
    labels = (outputs + random.normal(0, 0.4, 200) > 0.6).astype(int)
    both = np.stack([1 - outputs, outputs], axis=1)
    return {
        "labels": labels.tolist(), "outputs": outputs.tolist(), **report(labels, (outputs >= 0.5).astype(int), 2),
        "accuracy": metrics.accuracy_score(labels, outputs >= 0.5),
        "logLoss": metrics.log_loss(labels, both), "auc": metrics.roc_auc_score(labels, outputs),
    }


def four_classes():
    # Nobody is predicted as the last class, and the third one has no rows.
    raw = random.random((150, 4)) ** 3
    raw[:, 3] *= 0.001
    outputs = (raw / raw.sum(axis=1, keepdims=True)).astype(np.float32)
    labels = random.choice([0, 1, 3], 150)
    outputs[5] = [1, 0, 0, 0]
    labels[5] = 1
    predicted = outputs.argmax(axis=1)
    return {
        "labels": labels.tolist(), "outputs": outputs.flatten().tolist(), **report(labels, predicted, 4),
        "accuracy": metrics.accuracy_score(labels, predicted), "logLoss": metrics.log_loss(labels, outputs, labels=range(4)),
        "confusion": metrics.confusion_matrix(labels, predicted, labels=range(4)).flatten().tolist(),
    }


def values():
    labels = (250_000 + random.normal(0, 1000, 90)).astype(np.float32)
    outputs = (labels + random.normal(0, 300, 90)).astype(np.float32)
    return {
        "labels": labels.tolist(), "outputs": outputs.tolist(), "r2": metrics.r2_score(labels.astype(float), outputs.astype(float)),
        "mae": metrics.mean_absolute_error(labels.astype(float), outputs.astype(float)),
        "rmse": metrics.mean_squared_error(labels.astype(float), outputs.astype(float), squared=False),
    }


with open("reference.json", "w", encoding="utf-8") as file:
    json.dump({"twoClasses": two_classes(), "fourClasses": four_classes(), "values": values()}, file)
    file.write("\n")
