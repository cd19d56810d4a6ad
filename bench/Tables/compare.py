"""Trains on generated tables with `granary init` and `granary run`, and with scikit-learn's pipeline around the same network.

    python3 bench/Tables/compare.py GRANARY [--seeds 5]

GRANARY is the console's program, for example src/Client/bin/Release/net10.0/granary. Needs scikit-learn (Debian: python3-sklearn).
Both train on the same rows and are tested on the same others. Nothing of a job file is edited; only seed and test rows are set.
"""
import argparse
import csv
import json
import pathlib
import random
import subprocess
import tempfile
import warnings

import numpy as np
import pandas as pd
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.exceptions import ConvergenceWarning
from sklearn.impute import SimpleImputer
from sklearn.metrics import accuracy_score, r2_score
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def passengers(seed):
    """891 rows of mixed columns, a third of the ages missing, and who survived."""
    r = random.Random(seed)
    rows = []
    for i in range(891):
        sex = r.choices(["male", "female"], [0.65, 0.35])[0]
        cls = r.choices([1, 2, 3], [0.24, 0.21, 0.55])[0]
        age = min(80, max(0.5, round(r.gauss(38 - 4 * cls, 13), 1)))
        fare = round(r.lognormvariate({1: 4.2, 2: 2.9, 3: 2.3}[cls], 0.5), 4)
        port = r.choices(["S", "C", "Q", ""], [0.72, 0.18, 0.085, 0.015])[0]
        siblings, parents = r.choice([0, 0, 0, 1, 1, 2, 4]), r.choice([0, 0, 0, 0, 1, 2])
        logit = 2.7 * (sex == "female") - 0.95 * (cls - 1) - 0.03 * (age - 30) - 0.35 * siblings + 0.4 * (port == "C") - 0.35
        survived = int(r.random() < 1 / (1 + np.exp(-logit)))
        rows.append([i + 1, cls, f"Passenger, No. {i + 1}", sex, "" if r.random() < 1 / 3 else age, siblings, parents,
                     f"T{r.randrange(10**6)}", fare, port, survived])
    return ["PassengerId", "Pclass", "Name", "Sex", "Age", "SibSp", "Parch", "Ticket", "Fare", "Embarked", "Survived"], rows


def houses(seed):
    """1,500 rows, prices around 250,000."""
    r = random.Random(seed)
    rows = []
    for _ in range(1500):
        area, rooms, year = round(r.uniform(30, 200), 1), r.randrange(1, 8), r.randrange(1900, 2024)
        town = r.choice(["north", "south", "east", "west", "centre"])
        garden = r.choice(["yes", "no"])
        price = (1800 * area + 9000 * rooms + 350 * (year - 1950) + 60_000 * (town == "centre") + 25_000 * (garden == "yes")
                 + 4 * (area - 100) ** 2 + r.gauss(0, 12_000))
        rows.append([area, rooms, year, town, "" if r.random() < 0.1 else garden, round(price)])
    return ["area", "rooms", "year", "town", "garden", "price"], rows


def write(path, header, rows):
    with open(path, "w", newline="") as file:
        csv.writer(file).writerows([header] + rows)


def granary(program, folder, seed):
    subprocess.run([program, "init", "train.csv", "--force"], cwd=folder, check=True, capture_output=True)
    lines = subprocess.run([program, "run", "train.json", "--json", "--set", "data.test=test.csv", "--set", f"seed={seed}"],
                           cwd=folder, check=True, capture_output=True, text=True).stdout.splitlines()
    last = json.loads(lines[-1])
    return last["testAccuracy"] if last["testAccuracy"] is not None else last["testOutputs"][0]["r2"]


def job(folder):
    """What `granary init` chose, so that the other one gets the same network and training."""
    text = "\n".join(line.split(" // ")[0] for line in (folder / "train.json").read_text().splitlines() if not line.strip().startswith("//"))
    return json.loads(text)


def scikit(folder, label, numbers, categories, seed, is_class):
    train, test = (pd.read_csv(folder / f"{name}.csv") for name in ("train", "test"))
    spec = job(folder)
    columns = ColumnTransformer([
        ("numbers", make_pipeline(SimpleImputer(strategy="median", add_indicator=True), StandardScaler()), numbers),
        ("categories", make_pipeline(SimpleImputer(strategy="constant", fill_value="missing"),
                                     OneHotEncoder(drop="if_binary", handle_unknown="ignore")), categories)])
    settings = dict(hidden_layer_sizes=spec["network"]["hidden"], learning_rate_init=spec["optimizer"]["learningRate"],
                    batch_size=spec["batchSize"], max_iter=spec["epochs"], n_iter_no_change=10**6, random_state=seed)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        if is_class:
            model = make_pipeline(columns, MLPClassifier(**settings)).fit(train, train[label])
            return accuracy_score(test[label], model.predict(test))
        network = TransformedTargetRegressor(MLPRegressor(**settings), transformer=StandardScaler())
        model = make_pipeline(columns, network).fit(train, train[label])
        return r2_score(test[label], model.predict(test))


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("granary")
    parser.add_argument("--seeds", type=int, default=5)
    options = parser.parse_args()
    program = str(pathlib.Path(options.granary).resolve())
    cases = [
        ("passengers", passengers, "Survived", ["Pclass", "Age", "SibSp", "Parch", "Fare"], ["Sex", "Embarked"], True),
        ("houses", houses, "price", ["area", "rooms", "year"], ["town", "garden"], False)]
    print("table        metric    tool          " + "".join(f"seed {s + 1:<4}" for s in range(options.seeds)) + "mean    deviation")
    for name, make, label, numbers, categories, is_class in cases:
        results = {"granary": [], "scikit-learn": []}
        for seed in range(1, options.seeds + 1):
            with tempfile.TemporaryDirectory() as path:
                folder = pathlib.Path(path)
                header, rows = make(seed)
                cut = len(rows) * 4 // 5
                write(folder / "train.csv", header, rows[:cut])
                write(folder / "test.csv", header, rows[cut:])
                results["granary"].append(granary(program, folder, seed))
                results["scikit-learn"].append(scikit(folder, label, numbers, categories, seed, is_class))
        for tool, values in results.items():
            print(f"{name:<12} {'accuracy' if is_class else 'R2':<9} {tool:<13} " + "".join(f"{v:<9.4f}" for v in values)
                  + f"{np.mean(values):<7.4f} {np.std(values):.4f}")


if __name__ == "__main__":
    main()
