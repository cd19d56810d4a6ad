#!/usr/bin/env python3
"""Makes a mixed table and test rows for it, train.csv and test.csv, and features.json with the features that scikit-learn makes of both.

Everything is fitted on the training rows alone. Names of features are Granary's.
"""

import datetime
import json
import pathlib
import warnings

import numpy as np
import pandas as pd
from sklearn.impute import SimpleImputer
from sklearn.preprocessing import MinMaxScaler, OneHotEncoder, StandardScaler

HERE = pathlib.Path(__file__).parent
MISSING = ["", "NA", "?", "null", "NaN"]
random = np.random.default_rng(7)


def some(words, count, shares=None):
    return [str(word) for word in random.choice(words, count, p=shares)]


def holes(texts, share):
    return [random.choice(MISSING) if random.random() < share else text for text in texts]


def shuffled(words, sizes, count):
    known = np.repeat(words, sizes)
    return [str(word) for word in random.permutation([*known, *some(MISSING, count - len(known))])]


def numbers(values, digits):
    return [f"{value:.{digits}f}" for value in values]


def dates(first, days, count, form, seconds=1):
    start = datetime.datetime.fromisoformat(first)
    steps = random.integers(0, days * 86400 // seconds, count)
    return [(start + datetime.timedelta(seconds=int(step) * seconds)).strftime(form) for step in steps]


def table(count, is_test):
    towns = [f"town {letter}" for letter in "abcdefghijk"]
    # The last six are equally rare.
    sizes = [40, 33, 25, 20, 20, 3, 3, 3, 3, 3, 3]
    columns = {
        "plain": numbers(random.normal(3, 2, count), 3),
        "median": holes(numbers(random.lognormal(0, 1, count), 4), 0.15),
        "mean": holes(numbers(random.normal(-20, 5, count), 2), 0.1),
        "range": numbers(random.uniform(-5, 40, count), 3),
        "raw": holes(numbers(random.normal(0, 1, count), 3), 0.1),
        "large": numbers(1.7e9 + random.uniform(0, 900, count), 2),
        "large with holes": holes(numbers(1.7e9 + random.normal(0, 0.5, count), 4), 0.1),
        "whole": numbers(random.integers(0, 50, count), 0),
        "colour": holes(some(["red", "green", "Blue", "blau, hell"], count), 0.1),
        "town": some(towns, count) if is_test else shuffled(towns, sizes, count),
        "shop": holes(some(["A", "B", "C", "D"], count), 0.1),
        "side": some(["left", "right"], count),
        "mark": some(["x", ""], count),
        "rare": some(["p", "q", "r", "s"], count, [0.1, 0.2, 0.6, 0.1]),
        "code": some(["1", "1.0", "2", "10", "-3"], count),
        "member": holes(some(["True", "False"], count), 0.1),
        "smoker": some(["yes", "no"], count),
        "day": holes(dates("2019-03-01", 1500, count, "%Y-%m-%d"), 0.1),
        "moment": dates("1968-11-20", 900, count, "%Y-%m-%d %H:%M:%S"),
        "one month": dates("2024-02-01", 29, count, "%d.%m.%Y"),
        "arrival": holes(dates("2023-06-01", 30, count, "%Y-%m-%dT%H:%M", 60), 0.1),
        "label": some(["good", "bad"], count),
    }
    if is_test:
        for name in ["plain", "range", "large", "side", "smoker", "moment", "one month", "town", "rare", "code"]:
            columns[name] = holes(columns[name], 0.2)
        for name in ["colour", "town", "shop", "side", "mark", "rare"]:
            columns[name] = [random.choice(["new", "Z"]) if random.random() < 0.2 else text for text in columns[name]]
        columns["code"] = ["7" if random.random() < 0.2 else text for text in columns["code"]]
    return pd.DataFrame(columns)


def read(path):
    frame = pd.read_csv(path, dtype=str, keep_default_na=False)
    return frame.apply(lambda column: column.where(~column.isin(MISSING), None))


def column(frame, name, convert=float):
    return np.array([np.nan if text is None else convert(text) for text in frame[name]], dtype=float).reshape(-1, 1)


def number(name, strategy="median", scaler=None, convert=float):
    values, others = column(train, name, convert), column(test, name, convert)
    imputer = SimpleImputer(strategy=strategy, add_indicator=True).fit(values)
    both = [imputer.transform(values), imputer.transform(others)]
    if scaler is not None:
        # The indicator keeps its 0 and 1.
        scaler.fit(both[0][:, :1])
        both = [np.hstack([scaler.transform(b[:, :1]), b[:, 1:]]) for b in both]
    add([name, f"{name} missing"][:both[0].shape[1]], both)


def category(name, most=None, convert=str, missing_apart=False):
    """A missing value is a category of its own: in scikit-learn it is sorted last too, as None or NaN."""
    both = [np.array([[text if text is None else convert(text)] for text in frame[name]], dtype=object) for frame in [train, test]]
    known = np.array([row for row in both[0] if row[0] is not None]) if missing_apart else both[0]
    encoder = OneHotEncoder(drop="if_binary", handle_unknown="ignore", max_categories=most, sparse_output=False).fit(known)
    rare = encoder.infrequent_categories_[0] if most else None
    rare = set() if rare is None else set(rare)
    written = {None if text is None else convert(text): text for text in reversed(train[name].tolist())}
    labels = [f"{name} missing" if c is None else f"{name}={written[c]}" for c in encoder.categories_[0] if c not in rare]
    labels += [f"{name}: other"] if rare else []
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)
        encoded = [encoder.transform(rows) for rows in both]
    if missing_apart:
        labels.append(f"{name} missing")
        encoded = [np.hstack([e, [[float(row[0] is None)] for row in rows]]) for e, rows in zip(encoded, both)]
    add(labels[1:] if len(labels) == 2 else labels, encoded)


def date(name, form, has_time):
    def seconds(text):
        return datetime.datetime.strptime(text, form).replace(tzinfo=datetime.timezone.utc).timestamp()

    imputer = SimpleImputer(strategy="median", add_indicator=True).fit(column(train, name, seconds))
    both = [imputer.transform(column(frame, name, seconds)) for frame in [train, test]]
    parts = {
        "year": lambda at: at.year,
        "month": lambda at: at.month,
        "day": lambda at: at.day,
        "weekday": lambda at: at.isoweekday(),
        "hour": lambda at: at.hour,
    }
    for part, of in parts.items():
        values = [[[float(of(at(s)))] for s in b[:, 0]] for b in both]
        if len(set(v[0] for v in values[0])) > 1 and (part != "hour" or has_time):
            scaler = StandardScaler().fit(values[0])
            add([f"{name} {part}"], [scaler.transform(v) for v in values])
    scaler = StandardScaler().fit(both[0][:, :1])
    add([f"{name} seconds"], [scaler.transform(b[:, :1]) for b in both])
    if both[0].shape[1] > 1:
        add([f"{name} missing"], [b[:, 1:] for b in both])


def at(seconds):
    return datetime.datetime.fromtimestamp(0, datetime.timezone.utc) + datetime.timedelta(seconds=seconds)


def add(names, both):
    assert len(names) == both[0].shape[1] == both[1].shape[1], (names, both[0].shape)
    for f, name in enumerate(names):
        features.append({"name": name, **{key: [float(f"{x:.9g}") for x in b[:, f]] for key, b in zip(["train", "test"], both)}})


def yes(text):
    return 1.0 if text in ("True", "yes") else 0.0


table(180, is_test=False).to_csv(HERE / "train.csv", index=False, lineterminator="\n")
table(50, is_test=True).to_csv(HERE / "test.csv", index=False, lineterminator="\n")
train, test = read(HERE / "train.csv"), read(HERE / "test.csv")
features = []
number("plain", scaler=StandardScaler())
number("median", scaler=StandardScaler())
number("mean", "mean", StandardScaler())
number("range", scaler=MinMaxScaler())
number("raw")
number("large", scaler=StandardScaler())
number("large with holes", scaler=MinMaxScaler())
number("whole", scaler=StandardScaler())
category("colour")
# Missing values count as a category for scikit-learn's maximum, and may share the feature of the rare ones. They never do in Granary.
category("town", 7, missing_apart=True)
# As many categories as the maximum are kept: before 1.3 scikit-learn calls one of them rare all the same.
category("shop")
category("side")
category("mark")
category("rare", 2)
# Texts that are numbers are sorted as numbers, and equal ones are one category.
category("code", convert=float)
number("member", convert=yes)
number("smoker", convert=yes)
date("day", "%Y-%m-%d", False)
date("moment", "%Y-%m-%d %H:%M:%S", True)
date("one month", "%d.%m.%Y", False)
date("arrival", "%Y-%m-%dT%H:%M", True)
(HERE / "features.json").write_text(json.dumps(features, separators=(",", ":")).replace('{"name"', '\n{"name"') + "\n")
