"""The article's peer: feed-forward and backpropagation of mini-batches in plain NumPy, in float64.

y = f(x W + b) from layer to layer; delta = (y - t) f'(z) at the end and (delta W^T) f'(z) before; dJ/dW = x^T delta.
"""

import peer  # before NumPy: it tells when NumPy is missing

import numpy


def relu(z):
    return numpy.maximum(z, 0)


def relu_derivative(y):
    return y > 0


def sigmoid(z):
    return 1 / (1 + numpy.exp(-z))


def sigmoid_derivative(y):
    return y * (1 - y)


class Article:
    def __init__(self, workload):
        self.rate = workload.learning_rate
        self.weights = [w.T.astype(numpy.float64, order="C") for w, _ in workload.layers()]
        self.biases = [b.astype(numpy.float64) for _, b in workload.layers()]
        hidden = len(self.weights) - 1
        self.activations = [relu] * hidden + [sigmoid]
        self.derivatives = [relu_derivative] * hidden + [sigmoid_derivative]

    def forward(self, x):
        values = [x]
        for w, b, f in zip(self.weights, self.biases, self.activations):
            values.append(f(values[-1] @ w + b))
        return values

    def loss(self, x, t):
        return 0.5 * ((self.forward(x)[-1] - t) ** 2).sum() / len(x)

    def step(self, x, t):
        values = self.forward(x)
        rate = self.rate / len(x)
        delta = (values[-1] - t) * self.derivatives[-1](values[-1])
        for layer in reversed(range(len(self.weights))):
            w_gradient = values[layer].T @ delta
            b_gradient = delta.sum(axis=0)
            if layer > 0:
                delta = (delta @ self.weights[layer].T) * self.derivatives[layer - 1](values[layer])
            self.weights[layer] -= rate * w_gradient
            self.biases[layer] -= rate * b_gradient


peer.serve(f"NumPy {numpy.__version__}, the article's code, float64", Article, lambda array: array.astype(numpy.float64))
