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
LEAK = float(np.float32(0.01))

SGD = {"name": "sgd", "learningRate": 0.5}
MOMENTUM = {"name": "momentum", "learningRate": 0.1, "momentum": 0.9}
NESTEROV = {"name": "nesterov", "learningRate": 0.1, "momentum": 0.9}
ADAM = {"name": "adam", "learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8}
ADAMW = {"name": "adamW", "learningRate": 0.05, "beta1": 0.9, "beta2": 0.999, "epsilon": 1e-8, "weightDecay": 0.1}
RMSPROP = {"name": "rmsprop", "learningRate": 0.01, "alpha": 0.99, "epsilon": 1e-8}
ADAGRAD = {"name": "adagrad", "learningRate": 0.1, "learningRateDecay": 0.25, "epsilon": 1e-10}

# Name, dimensions, activations, loss, optimizer, rows.
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


def make_layers(random, dimensions):
    """For each layer W, neuron by neuron, and b, which starts away from 0 to be seen."""
    shapes = list(zip(dimensions[1:], dimensions[:-1]))
    return [
        (
            (random.normal(size=shape) / np.sqrt(shape[1])).astype(np.float32),
            (0.1 * random.normal(size=shape[0])).astype(np.float32),
        )
        for shape in shapes
    ]


def make_optimizer(settings, parameters):
    exact = {key: float(np.float32(value)) for key, value in settings.items() if key != "name"}
    rate = exact["learningRate"]
    if settings["name"] == "sgd":
        return torch.optim.SGD(parameters, lr=rate)
    if settings["name"] in ("momentum", "nesterov"):
        return torch.optim.SGD(parameters, lr=rate, momentum=exact["momentum"], nesterov=settings["name"] == "nesterov")
    if settings["name"] == "rmsprop":
        return torch.optim.RMSprop(parameters, lr=rate, alpha=exact["alpha"], eps=exact["epsilon"])
    if settings["name"] == "adagrad":
        return torch.optim.Adagrad(parameters, lr=rate, lr_decay=exact["learningRateDecay"], eps=exact["epsilon"])
    betas = (exact["beta1"], exact["beta2"])
    if settings["name"] == "adam":
        return torch.optim.Adam(parameters, lr=rate, betas=betas, eps=exact["epsilon"])
    return torch.optim.AdamW(parameters, lr=rate, betas=betas, eps=exact["epsilon"], weight_decay=exact["weightDecay"])


def forward(layers, activations, x):
    """The last layer's z and y."""
    for (weights, biases), activation in zip(layers, activations):
        z = x @ weights.T + biases
        if activation in ("relu", "leakyRelu") and z.abs().min() < 1e-5:
            raise RuntimeError("A z this close to the kink may be on its other side in float32: change the seed.")
        x = ACTIVATIONS[activation](z)
    return z, x


def loss_of(loss, output, z, y, targets):
    if loss == "mse":
        total = 0.5 * (y - targets).square().sum()
    elif loss == "mae":
        total = torch.nn.functional.l1_loss(y, targets, reduction="sum")
    elif loss == "huber":
        total = torch.nn.functional.huber_loss(y, targets, reduction="sum", delta=1.0)
    elif output == "softmax":
        total = -(targets * torch.log_softmax(z, dim=1)).sum()
    else:
        total = torch.nn.functional.binary_cross_entropy_with_logits(z, targets, reduction="sum")
    return total / len(targets)


def train(name, dimensions, activations, loss, settings, rows, seed):
    random = np.random.default_rng(seed)
    inputs, targets = make_data(random, dimensions, rows)
    initial = make_layers(random, dimensions)
    layers = [tuple(tensor(part).requires_grad_() for part in layer) for layer in initial]
    optimizer = make_optimizer(settings, [part for layer in layers for part in layer])
    losses = []
    for _ in range(STEPS):
        optimizer.zero_grad()
        z, y = forward(layers, activations, tensor(inputs))
        j = loss_of(loss, activations[-1], z, y, tensor(targets))
        j.backward()
        losses.append(j.item())
        optimizer.step()
    return {
        "name": name,
        "dimensions": dimensions,
        "activations": activations,
        "loss": loss,
        "optimizer": settings,
        "inputs": [numbers(row) for row in inputs],
        "targets": [numbers(row) for row in targets],
        "initial": [numbers(weights) + numbers(biases) for weights, biases in initial],
        "losses": losses,
        "final": [weights.detach().ravel().tolist() + biases.tolist() for weights, biases in layers],
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
