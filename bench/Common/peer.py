"""What the Python peers share: the workload and the answers to requests.

For each line {"op": "losses", "steps"} on standard input a line {"losses"} on standard output, and for each line
{"op": "time", "seconds"} a line {"rowsPerSecond", "peakBytes"}. The first line out says what the peer is.
"""

import gzip
import itertools
import json
import os
import sys
import time

import openblas  # before NumPy: it tells when NumPy is missing

import numpy

WARM_UP_STEPS = 20
WARM_UP_SECONDS = 0.5
BLOCK_SECONDS = 0.01  # the clock is read about that often


class Workload:
    def __init__(self, folder):
        with open(os.path.join(folder, "workload.json")) as file:
            settings = json.load(file)
        self.dimensions = settings["dimensions"]
        self.batch_size = settings["batchSize"]
        self.learning_rate = settings["learningRate"]
        self.rows = numpy.fromfile(os.path.join(folder, "rows.bin"), "<i4").reshape(-1, self.batch_size)
        self._weights = numpy.fromfile(os.path.join(folder, "weights.bin"), "<f4")
        images = self._idx(settings["images"], 16).reshape(-1, 784)[:, : self.dimensions[0]]
        labels = self._idx(settings["labels"], 8)
        self.features = images.astype(numpy.float32)
        self.features *= numpy.float32(settings["scale"])
        self.targets = numpy.zeros((len(labels), self.dimensions[-1]), numpy.float32)
        self.targets[numpy.arange(len(labels)), labels] = 1

    @staticmethod
    def _idx(path, header):
        with gzip.open(path) as file:
            return numpy.frombuffer(file.read(), numpy.uint8, offset=header)

    def layers(self):
        """The first weights, outputs x inputs, and biases of each layer."""
        start = 0
        for inputs, outputs in zip(self.dimensions, self.dimensions[1:]):
            end = start + inputs * outputs
            yield self._weights[start:end].reshape(outputs, inputs), self._weights[end : end + outputs]
            start = end + outputs


def _losses(trainer, x, t, rows):
    losses = []
    for batch in rows:
        losses.append(trainer.loss(x[batch], t[batch]))
        trainer.step(x[batch], t[batch])
    return losses


def _run(trainer, batches, seconds, block):
    """Trains for so many seconds; rows and steps done a second."""
    rows = steps = 0
    elapsed = 0.0
    start = time.perf_counter()
    while elapsed < seconds:
        for x, t, count in itertools.islice(batches, block):
            trainer.step(x, t)
            rows += count
        steps += block
        elapsed = time.perf_counter() - start
    return rows / elapsed, steps / elapsed


def _rows_per_second(trainer, x, t, batch_size, seconds):
    starts = range(0, len(x), batch_size)
    batches = itertools.cycle([(x[s : s + batch_size], t[s : s + batch_size], len(x[s : s + batch_size])) for s in starts])
    for first, target, _ in itertools.islice(batches, WARM_UP_STEPS):
        trainer.step(first, target)
    _, steps_per_second = _run(trainer, batches, WARM_UP_SECONDS, 1)
    return _run(trainer, batches, seconds, max(1, int(steps_per_second * BLOCK_SECONDS)))[0]


def _peak_bytes():
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("VmHWM"))


def serve(name, make, prepare):
    """Answers requests.

    make: gives a new trainer for a workload, with step(x, t) and loss(x, t).
    prepare: turns an array into what the trainer computes with.
    """
    workload = Workload(sys.argv[1])
    x, t = prepare(workload.features), prepare(workload.targets)
    print(json.dumps({"name": name, "openblas": openblas.describe()}), flush=True)
    for line in sys.stdin:
        request = json.loads(line)
        if request["op"] == "losses":
            answer = {"losses": _losses(make(workload), x, t, workload.rows[: request["steps"]])}
        else:
            speed = _rows_per_second(make(workload), x, t, workload.batch_size, request["seconds"])
            answer = {"rowsPerSecond": speed, "peakBytes": _peak_bytes()}
        print(json.dumps(answer), flush=True)
