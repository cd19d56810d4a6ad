"""One rank of PyTorch's DistributedDataParallel over gloo. Arguments: the workload's folder, the rank and the number of ranks.

MASTER_ADDR and MASTER_PORT say where the ranks meet. Each rank takes its part of every mini-batch; DDP averages the gradients, and
parts are of one size, so a step is that of the whole mini-batch. Requests are those of peer.py, but that all ranks get the same one
and agree on the number of steps instead of looking at the clock.
"""

import itertools
import json
import sys
import time

try:
    import torch
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit()

import peer
from torch import distributed, nn
from torch.nn.parallel import DistributedDataParallel

FOLDER, RANK, RANKS = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
WARM_UP_STEPS = 20
WARM_UP_SECONDS = 1.0

torch.set_num_threads(1)


class Trainer:
    def __init__(self, workload):
        modules = []
        for weights, biases in workload.layers():
            linear = nn.Linear(weights.shape[1], weights.shape[0])
            with torch.no_grad():
                linear.weight.copy_(torch.from_numpy(weights))
                linear.bias.copy_(torch.from_numpy(biases))
            modules += [linear, nn.ReLU(inplace=True)]
        network = nn.Sequential(*modules[:-1], nn.Sigmoid())
        self.model = DistributedDataParallel(network, broadcast_buffers=False, gradient_as_bucket_view=True)
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=workload.learning_rate)

    def _loss(self, x, t):
        return nn.functional.mse_loss(self.model(x), t, reduction="sum") * (0.5 / len(x))

    def loss(self, x, t):
        with torch.no_grad():
            mean = self._loss(x, t) / RANKS
        distributed.all_reduce(mean)
        return mean.item()

    def step(self, x, t):
        loss = self._loss(x, t)
        self.optimizer.zero_grad(set_to_none=False)
        loss.backward()
        self.optimizer.step()


def part(rows):
    """This rank's part of a mini-batch; the ranks' parts are of one size."""
    if len(rows) % RANKS != 0:
        raise ValueError(f"{len(rows)} rows cannot be shared evenly by {RANKS} ranks")
    size = len(rows) // RANKS
    return rows[RANK * size : (RANK + 1) * size]


def losses(trainer, x, t, batches):
    result = []
    for batch in batches:
        rows = part(batch)
        result.append(trainer.loss(x[rows], t[rows]))
        trainer.step(x[rows], t[rows])
    return result


def run(trainer, batches, steps):
    """Rows of all ranks a second, and how many steps a second that is, as rank 0 sees it."""
    rows = 0
    start = time.perf_counter()
    for x, t in itertools.islice(batches, steps):
        trainer.step(x, t)
        rows += len(x) * RANKS
    elapsed = time.perf_counter() - start
    speed = torch.tensor([rows / elapsed, steps / elapsed], dtype=torch.float64)
    distributed.broadcast(speed, 0)
    return speed.tolist()


def rows_per_second(trainer, x, t, batch_size, seconds):
    parts = [(part(x[s : s + batch_size]), part(t[s : s + batch_size])) for s in range(0, len(x), batch_size)]
    batches = itertools.cycle(parts)
    _, speed = run(trainer, batches, WARM_UP_STEPS)
    _, speed = run(trainer, batches, max(1, int(speed * WARM_UP_SECONDS)))
    return run(trainer, batches, max(1, int(speed * seconds)))[0]


def main():
    distributed.init_process_group("gloo", rank=RANK, world_size=RANKS)
    workload = peer.Workload(FOLDER)
    x, t = torch.from_numpy(workload.features), torch.from_numpy(workload.targets)
    name = f"PyTorch {torch.__version__}, DistributedDataParallel, gloo, {RANKS} ranks"
    print(json.dumps({"name": name, "openblas": peer.openblas.describe()}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        trainer = Trainer(workload)
        if request["op"] == "losses":
            answer = {"losses": losses(trainer, x, t, workload.rows[: request["steps"]])}
        else:
            answer = {"rowsPerSecond": rows_per_second(trainer, x, t, workload.batch_size, request["seconds"])}
        print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    main()
