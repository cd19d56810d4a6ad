"""PyTorch's peer. Arguments: the workload's folder and PyTorch's own number of threads."""

import json
import sys

try:
    import torch
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit()

import peer
from torch import nn

torch.set_num_threads(int(sys.argv[2]))


class PyTorch:
    def __init__(self, workload):
        modules = []
        for weights, biases in workload.layers():
            linear = nn.Linear(weights.shape[1], weights.shape[0])
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(weights))
                linear.bias.copy_(torch.from_numpy(biases))
            modules += [linear, nn.ReLU(inplace=True)]
        self.model = nn.Sequential(*modules[:-1], nn.Sigmoid())
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=workload.learning_rate)

    def _loss(self, x, t):
        return nn.functional.mse_loss(self.model(x), t, reduction="sum") * (0.5 / len(x))

    def loss(self, x, t):
        with torch.no_grad():
            return self._loss(x, t).item()

    def step(self, x, t):
        loss = self._loss(x, t)
        self.optimizer.zero_grad(set_to_none=True)
        loss.backward()
        self.optimizer.step()


peer.serve(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads", PyTorch, torch.from_numpy)
