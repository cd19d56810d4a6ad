"""Data-parallel training with DDP and gloo under torchrun, with a checkpoint every so many steps.

Arguments: the folder for checkpoints and the log, steps, steps between checkpoints, batch size of each rank.
Rank 0 appends a line {"at", "step", "restart"} to log.jsonl after every tenth step, and after the first of a start;
each rank writes its process id to rank-N.pid.
"""

import json
import os
import sys
import time

import torch
import torch.distributed as dist
from torch import nn
from torch.nn.parallel import DistributedDataParallel

folder, steps, interval, batch = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])
torch.set_num_threads(1)
dist.init_process_group("gloo")
rank = dist.get_rank()
with open(os.path.join(folder, f"rank-{rank}.pid"), "w") as file:
    file.write(str(os.getpid()))

torch.manual_seed(1)
rows = torch.rand(60000, 784)
targets = torch.nn.functional.one_hot(torch.randint(10, (60000,)), 10).float()
model = nn.Sequential(nn.Linear(784, 128), nn.ReLU(), nn.Linear(128, 64), nn.ReLU(), nn.Linear(64, 10), nn.Sigmoid())
optimizer = torch.optim.SGD(model.parameters(), lr=0.5)
path = os.path.join(folder, "checkpoint.pt")
step = 0
if os.path.exists(path):
    saved = torch.load(path)
    model.load_state_dict(saved["model"])
    optimizer.load_state_dict(saved["optimizer"])
    step = saved["step"]
parallel = DistributedDataParallel(model)
restart = int(os.environ.get("TORCHELASTIC_RESTART_COUNT", "0"))
first = step
with open(os.path.join(folder, "log.jsonl"), "a") as log:
    while step < steps:
        start = (step * batch * 2 + rank * batch) % (60000 - batch)
        loss = nn.functional.mse_loss(parallel(rows[start : start + batch]), targets[start : start + batch])
        optimizer.zero_grad(set_to_none=True)
        loss.backward()
        optimizer.step()
        step += 1
        if rank == 0 and (step % 10 == 0 or step == first + 1):
            log.write(json.dumps({"at": time.time(), "step": step, "restart": restart}) + "\n")
            log.flush()
        if rank == 0 and step % interval == 0:
            torch.save({"model": model.state_dict(), "optimizer": optimizer.state_dict(), "step": step}, path + ".new")
            os.replace(path + ".new", path)
dist.destroy_process_group()
