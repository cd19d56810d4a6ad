#!/usr/bin/env python3
"""Trains a few small networks for ten steps with PyTorch, in float64, and writes golden.json beside this file.

J is summed over the outputs and averaged over the rows; every step takes all rows. Each recorded loss is the one before
its step's update. All numbers that go in are float32, so that both sides start from the same ones.
"""

import json
import pathlib

import numpy as np
import torch

STEPS = 10
SEED = 1
LEAK = float(np.float32(0.01))

SGD = {"name": "sgd", "learningRate": 0.5}
MOMENTUM = {"name": "momentum", "learningRate": 0.1, "momentum": 0.9}
NESTEROV = {"name": "nesterov", "learningRate": 0.1, "momentum": 0.9}
ADAM = {"name": "adam", "learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
ADAMW = {"name": "adamW", "learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.1}
RMSPROP = {"name": "rmsprop", "learningRate": 0.01, "alpha": 0.99, "epsilon": 1e-8}
ADAGRAD = {"name": "adagrad", "learningRate": 0.1, "learningRateDecay": 0.25, "epsilon": 1e-10}

SMALL = ([5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy")
SIGMOID = ([4, 5, 3], ["relu", "sigmoid"], "crossEntropy")

# Name, dimensions, activations, loss, optimizer, rows, and what else there is.
CASES = [
    ("softmax sgd", [5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy", SGD, 12),
    ("softmax momentum", [5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy", MOMENTUM, 12),
    ("softmax nesterov", [5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy", NESTEROV, 12),
    ("softmax adam", [5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy", ADAM, 12),
    ("softmax adamW", [5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy", ADAMW, 12),
    ("sigmoid squared error", [5, 6, 3], ["sigmoid", "sigmoid"], "mse", SGD, 9),
    ("the article's network", [4, 5, 3], ["relu", "sigmoid"], "mse", SGD, 10),
    ("tanh and leaky hidden layers", [4, 6, 5, 2], ["tanh", "leakyRelu", "identity"], "mse", {**SGD, "learningRate": 0.1}, 11),
    ("sigmoid cross-entropy", [4, 5, 3], ["relu", "sigmoid"], "crossEntropy", SGD, 10),
    ("softmax squared error", [4, 5, 3], ["tanh", "softmax"], "mse", SGD, 10),
    ("linear regression", [3, 1], ["identity"], "mse", {**SGD, "learningRate": 0.2}, 8),
    ("gelu", [4, 6, 5, 3], ["gelu", "gelu", "softmax"], "crossEntropy", {**SGD, "learningRate": 0.1}, 10),
    ("silu", [4, 6, 5, 3], ["silu", "silu", "softmax"], "crossEntropy", {**SGD, "learningRate": 0.1}, 10),
    ("elu", [4, 6, 5, 3], ["elu", "elu", "softmax"], "crossEntropy", {**SGD, "learningRate": 0.1}, 10),
    ("softplus", [4, 6, 5, 3], ["softplus", "softplus", "softmax"], "crossEntropy", {**SGD, "learningRate": 0.1}, 10),
    ("softmax rmsprop", [5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy", RMSPROP, 12),
    ("softmax adagrad", [5, 7, 4, 3], ["relu", "tanh", "softmax"], "crossEntropy", ADAGRAD, 12),
    ("absolute error", [4, 5, 3], ["tanh", "sigmoid"], "mae", {**SGD, "learningRate": 0.1}, 10),
    ("huber", [4, 5, 3], ["tanh", "identity"], "huber", {**SGD, "learningRate": 0.1}, 10),
    ("step schedule", *SMALL, SGD, 12, {"schedule": {"name": "step", "gamma": 0.5, "everySteps": 3}}),
    ("exponential schedule", *SMALL, ADAM, 12, {"schedule": {"name": "exponential", "gamma": 0.8}}),
    ("cosine schedule", *SMALL, ADAGRAD, 12, {"schedule": {"name": "cosine", "length": 10, "least": 0.01}}),
    ("one-cycle schedule", *SMALL, ADAMW, 12, {"schedule": {"name": "oneCycle", "length": 10}}),
    ("warm-up", *SMALL, MOMENTUM, 12, {"schedule": {"name": "constant", "warmupSteps": 4}}),
    ("warm-up and cosine", *SMALL, NESTEROV, 12, {"schedule": {"name": "cosine", "warmupSteps": 3, "length": 7}}),
    ("weight decay", *SMALL, {**SGD, "weightDecay": 0.1}, 12),
    ("weight decay in adam", *SMALL, {**ADAM, "weightDecay": 0.1}, 12),
    ("weight decay in rmsprop", *SMALL, {**RMSPROP, "weightDecay": 0.1}, 12),
    ("clipping by value", *SMALL, {**SGD, "clipValue": 0.02}, 12),
    ("label smoothing", *SMALL, SGD, 12, {"labelSmoothing": 0.1}),
    ("label smoothing of sigmoids", *SIGMOID, SGD, 10, {"labelSmoothing": 0.2}),
    ("class weights", *SMALL, SGD, 12, {"classWeights": [0.5, 1.0, 2.5]}),
    ("dropout", *SMALL, SGD, 12, {"dropout": [0.5, 0.25]}),
    ("dropout behind an activation with a derivative of z", [4, 12, 9, 3], ["gelu", "silu", "softmax"], "crossEntropy", SGD, 10,
     {"dropout": [0.3, 0.4]}),
    ("regularized adamW", *SMALL, ADAMW, 12,
     {"dropout": [0.2, 0.2], "labelSmoothing": 0.1, "schedule": {"name": "oneCycle", "length": 10}}),
    ("weighted and clipped momentum", *SMALL, {**MOMENTUM, "weightDecay": 0.01, "clipValue": 0.05}, 12,
     {"classWeights": [0.5, 1.0, 2.5], "schedule": {"name": "step", "gamma": 0.3, "everySteps": 4, "warmupSteps": 2}}),
    ("regularized rmsprop of sigmoids", *SIGMOID, {**RMSPROP, "weightDecay": 0.05}, 10,
     {"dropout": [0.4], "labelSmoothing": 0.1, "classWeights": [2.0, 1.0, 0.25]}),
    ("everything in nesterov", [5, 8, 8, 3], ["tanh", "sigmoid", "softmax"], "crossEntropy",
     {**NESTEROV, "weightDecay": 0.02, "clipValue": 0.1}, 12,
     {"dropout": [0.5, 0.1], "labelSmoothing": 0.05, "classWeights": [1.5, 0.5, 1.0],
      "schedule": {"name": "cosine", "length": 6, "least": 0.02, "warmupSteps": 3}}),
    ("dropout behind softmax", [4, 12, 9, 3], ["softmax", "tanh", "softmax"], "crossEntropy", {**SGD, "learningRate": 2}, 10,
     {"dropout": [0.3, 0.4]}),
    ("clipping by norm", *SMALL, {**SGD, "clipNorm": 0.1}, 12),
    ("norms below the limit", *SMALL, {**SGD, "clipNorm": 100}, 12),
    ("layer normalization", *SMALL, SGD, 12, {"normalized": [True, True]}),
    ("layer normalization before activations with a derivative of z", [4, 12, 9, 3], ["gelu", "softmax", "softmax"], "crossEntropy", SGD, 10,
     {"normalized": [True, True]}),
    ("layer normalization of one layer of sigmoids", [5, 8, 6, 3], ["sigmoid", "tanh", "sigmoid"], "crossEntropy", ADAMW, 12,
     {"normalized": [False, True]}),
    ("normalized, dropped out and clipped adam", [5, 8, 8, 3], ["relu", "silu", "softmax"], "crossEntropy",
     {**ADAM, "weightDecay": 0.05, "clipNorm": 0.2}, 12,
     {"normalized": [True, True], "dropout": [0.5, 0.1], "labelSmoothing": 0.05, "classWeights": [1.5, 0.5, 1.0],
      "schedule": {"name": "oneCycle", "length": 10}}),
    ("row weights", *SIGMOID, SGD, 10, {"rowWeights": [0, 1, 2.5, 0.5, 1, 1, 4, 0.25, 1, 3]}),
    ("row and class weights", *SMALL, ADAM, 12, {"rowWeights": [1, 2, 0, 0.5] * 3, "classWeights": [0.5, 1.0, 2.5]}),
    ("clipped by norm and value", *SMALL, {**MOMENTUM, "clipNorm": 0.3, "clipValue": 0.05}, 12, {"normalized": [True, False]}),
]

ACTIVATIONS = {
    "identity": lambda z: z,
    "relu": torch.relu,
    "leakyRelu": lambda z: torch.nn.functional.leaky_relu(z, LEAK),
    "sigmoid": torch.sigmoid,
    "tanh": torch.tanh,
    "softmax": lambda z: torch.softmax(z, dim=1),
    "gelu": lambda z: torch.nn.functional.gelu(z, approximate="tanh"),
    "silu": torch.nn.functional.silu,
    "elu": torch.nn.functional.elu,
    "softplus": lambda z: torch.nn.functional.softplus(z, threshold=40),
}


def numbers(values):
    """The shortest decimals that are these float32 numbers."""
    return [float(str(value)) for value in np.asarray(values, np.float32).ravel()]


def tensor(values):
    return torch.tensor(np.asarray(values, np.float32).astype(np.float64))


def make_data(random, dimensions, rows):
    """Targets as data files give them: a class for each row, or a value for a network with one output."""
    inputs = random.normal(size=(rows, dimensions[0])).astype(np.float32)
    if dimensions[-1] > 1:
        targets = np.eye(dimensions[-1], dtype=np.float32)[random.integers(dimensions[-1], size=rows)]
    else:
        targets = random.uniform(size=(rows, 1)).astype(np.float32)
    return inputs, targets


def make_layers(random, dimensions, normalized):
    """For each layer W, neuron by neuron, and b, which starts away from 0 to be seen; then gains and shifts if it is normalized."""
    shapes = list(zip(dimensions[1:], dimensions[:-1]))
    return [
        (
            (random.normal(size=shape) / np.sqrt(shape[1])).astype(np.float32),
            (0.1 * random.normal(size=shape[0])).astype(np.float32),
        ) + (
            ((1 + 0.2 * random.normal(size=shape[0])).astype(np.float32), (0.1 * random.normal(size=shape[0])).astype(np.float32))
            if layer < len(normalized) and normalized[layer] else ()
        )
        for layer, shape in enumerate(shapes)
    ]


def philox(seed, purpose, stream, words):
    """The first words of a stream of random numbers: Philox 4x32 with 10 rounds (Salmon et al., 2011)."""
    found = []
    for block in range((words + 3) // 4):
        c = [block & 0xFFFFFFFF, block >> 32, stream, purpose]
        k = [seed & 0xFFFFFFFF, seed >> 32 & 0xFFFFFFFF]
        for _ in range(10):
            p0, p1 = 0xD2511F53 * c[0], 0xCD9E8D57 * c[2]
            c = [p1 >> 32 ^ c[1] ^ k[0], p1 & 0xFFFFFFFF, p0 >> 32 ^ c[3] ^ k[1], p0 & 0xFFFFFFFF]
            k = [k[0] + 0x9E3779B9 & 0xFFFFFFFF, k[1] + 0xBB67AE85 & 0xFFFFFFFF]
        found += c
    return found[:words]


def shuffled(seed, epoch, rows):
    """The order of rows in an epoch, by Lemire's way to draw a number below a bound."""
    words = iter(philox(seed, 2, epoch, 4 * rows + 64))
    order = list(range(rows))
    for left in range(rows, 1, -1):
        product = next(words) * left
        while product & 0xFFFFFFFF < (1 << 32) % left:
            product = next(words) * left
        place = product >> 32
        order[place], order[left - 1] = order[left - 1], order[place]
    return order


def dropout_factors(rate, layer, step, rows, neurons):
    """What each neuron of each row is multiplied by: rows in the order of the file, which are at their place in the mini-batch by chance."""
    rate = float(np.float32(rate))
    words = (neurons + 7) // 8 * 4
    stream = philox(SEED, 4, layer, (step + 1) * rows * words)
    factors = np.zeros((rows, neurons))
    for place, row in enumerate(shuffled(SEED, step, rows)):
        own = stream[(step * rows + place) * words:][:words]
        bits = [word & 0xFFFF for word in own] + [word >> 16 for word in own]
        factors[row] = [0 if b < round(65536 * rate) else 1 / (1 - rate) for b in bits[:neurons]]
    return torch.tensor(factors)


def make_schedule(schedule, optimizer, rate):
    lr = torch.optim.lr_scheduler
    name, warmup = schedule["name"], schedule.get("warmupSteps", 0)
    if name == "step":
        made = lr.StepLR(optimizer, schedule["everySteps"], schedule["gamma"])
    elif name == "exponential":
        made = lr.ExponentialLR(optimizer, schedule["gamma"])
    elif name == "cosine":
        made = lr.CosineAnnealingLR(optimizer, schedule["length"], schedule.get("least", 0))
    elif name == "oneCycle":
        made = lr.OneCycleLR(optimizer, rate, schedule["length"], cycle_momentum=False)
    else:
        made = lr.LambdaLR(optimizer, lambda step: 1.0)
    if warmup == 0:
        return made
    rising = lr.LinearLR(optimizer, 1 / warmup, total_iters=warmup - 1)
    return lr.SequentialLR(optimizer, [rising, made], [warmup])


def make_optimizer(settings, parameters):
    exact = {key: float(np.float32(value)) for key, value in settings.items() if key != "name"}
    rate = exact["learningRate"]
    decay = {"weight_decay": exact.get("weightDecay", 0)}
    if settings["name"] == "sgd":
        return torch.optim.SGD(parameters, lr=rate, **decay)
    if settings["name"] in ("momentum", "nesterov"):
        return torch.optim.SGD(parameters, lr=rate, momentum=exact["momentum"], nesterov=settings["name"] == "nesterov", **decay)
    if settings["name"] == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=rate, alpha=exact["alpha"], eps=exact["epsilon"], **decay)
    if settings["name"] == "adagrad":
        return torch.optim.Adagrad(parameters, lr=rate, lr_decay=exact["learningRateDecay"], eps=exact["epsilon"], **decay)
    betas = (exact["beta1"], exact["beta2"])
    if settings["name"] == "adam":
        return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=exact["epsilon"], **decay)
    return torch.optim.AdamW(parameters, lr=rate, betas=betas, eps=exact["epsilon"], **decay)


def forward(layers, activations, x, dropout, step):
    """The last layer's z and y."""
    for layer, ((weights, biases, *stretch), activation) in enumerate(zip(layers, activations)):
        z = x @ weights.T + biases
        if stretch:
            z = torch.nn.functional.layer_norm(z, z.shape[1:], *stretch, eps=1e-5)
        if activation in ("relu", "leakyRelu") and z.abs().min() < 1e-5:
            raise RuntimeError("A z this close to the kink may be on its other side in float32: change the seed.")
        x = ACTIVATIONS[activation](z)
        if layer < len(dropout):
            x = x * dropout_factors(dropout[layer], layer, step, *z.shape)
    return z, x


def terms_of(loss, output, z, y, targets):
    """The terms that add up to the losses of the rows."""
    if loss == "mse":
        terms = 0.5 * (y - targets).square()
    elif loss == "mae":
        terms = torch.nn.functional.l1_loss(y, targets, reduction="none")
    elif loss == "huber":
        terms = torch.nn.functional.huber_loss(y, targets, reduction="none", delta=1.0)
    elif output == "softmax":
        terms = -(targets * torch.log_softmax(z, dim=1))
    else:
        terms = torch.nn.functional.binary_cross_entropy_with_logits(z, targets, reduction="none")
    return terms


def smoothed(targets, smoothing, output):
    smoothing = float(np.float32(smoothing))
    return targets * (1 - smoothing) + smoothing / (targets.shape[1] if output == "softmax" else 2)


def train(name, dimensions, activations, loss, settings, rows, options=None, *, seed):
    options = options or {}
    random = np.random.default_rng(seed)
    inputs, targets = make_data(random, dimensions, rows)
    initial = make_layers(random, dimensions, options.get("normalized", []))
    layers = [tuple(tensor(part).requires_grad_() for part in layer) for layer in initial]
    optimizer = make_optimizer(settings, [part for layer in layers for part in layer])
    schedule = make_schedule(options.get("schedule", {"name": "constant"}), optimizer, float(np.float32(settings["learningRate"])))
    goals = smoothed(tensor(targets), options.get("labelSmoothing", 0), activations[-1])
    weights = tensor(options.get("classWeights", np.ones(targets.shape[1])))[tensor(targets).argmax(dim=1)]
    weights = weights * tensor(options.get("rowWeights", np.ones(rows)))
    losses = []
    for step in range(STEPS):
        optimizer.zero_grad()
        z, y = forward(layers, activations, tensor(inputs), options.get("dropout", []), step)
        j = (weights[:, None] * terms_of(loss, activations[-1], z, y, goals)).sum() / rows
        j.backward()
        losses.append(j.item())
        if "clipNorm" in settings:
            torch.nn.utils.clip_grad_norm_([part for layer in layers for part in layer], float(np.float32(settings["clipNorm"])))
        if "clipValue" in settings:
            torch.nn.utils.clip_grad_value_([part for layer in layers for part in layer], float(np.float32(settings["clipValue"])))
        optimizer.step()
        schedule.step()
    return {
        "name": name,
        "dimensions": dimensions,
        "activations": activations,
        "loss": loss,
        "optimizer": settings,
        **options,
        "inputs": [numbers(row) for row in inputs],
        "targets": [numbers(row) for row in targets],
        "initial": [sum((numbers(part) for part in layer), []) for layer in initial],
        "losses": losses,
        "final": [sum((part.detach().ravel().tolist() for part in layer), []) for layer in layers],
    }


def write(case):
    """A value to a line: readable, and a changed number is a changed line."""
    return "{\n" + ",\n".join(f"  {json.dumps(key)}: {json.dumps(value)}" for key, value in case.items()) + "\n}"


def main():
    cases = [train(*case, seed=100 + index) for index, case in enumerate(CASES)]
    text = "[\n" + ",\n".join(write(case) for case in cases) + "\n]\n"
    pathlib.Path(__file__).with_name("golden.json").write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
