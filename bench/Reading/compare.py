"""Reads numeric CSV files until they are ready for training, and with pandas' read_csv.

    dotnet build -c Release bench/Reading
    /usr/bin/python3 bench/Reading/compare.py [--rounds 5] [--bytes 1000000000]

Needs pandas (Debian: python3-pandas). Both are processes of their own that read the same file in turn, from the system's cache of files. Granary's part
ends with standardized float32 rows, classes and their hash; pandas' with a table of float64 or int64.
"""
import argparse
import json
import os
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile

PROGRAM = pathlib.Path(__file__).parent / "bin/Release/net10.0/Granary.Benchmarks.Reading"
PANDAS = """
import json, resource, sys, time
import pandas
start = time.perf_counter()
table = pandas.read_csv(sys.argv[1])
print(json.dumps({"rows": len(table), "seconds": time.perf_counter() - start, "peakBytes": 1024 * resource.getrusage(resource.RUSAGE_SELF).ru_maxrss}))
"""


def floats(r):
    return ",".join(f"{r.gauss(0, 10):.6f}" for _ in range(20))


def integers(r):
    return ",".join(str(r.randint(1, 255) if r.random() < 0.25 else 0) for _ in range(784))


def generate(path, columns, row, size):
    r = random.Random(1)
    rows = [f"{row(r)},{i % 5}\n" for i in range(1000)]
    with open(path, "w") as file:
        file.write(",".join(f"x{c}" for c in range(columns)) + ",y\n")
        while file.tell() < size:
            r.shuffle(rows)
            file.writelines(rows)


def run(command, cores):
    output = subprocess.run(["taskset", "-c", cores, *command], check=True, capture_output=True, text=True).stdout
    return json.loads(output)


def compare(name, path, columns, rounds, cores):
    speedups, memory = [], 0
    for _ in range(rounds):
        theirs, ours = run([sys.executable, "-c", PANDAS, path], cores), run([PROGRAM, path], cores)
        assert ours["rows"] == theirs["rows"]
        speedups.append(theirs["seconds"] / ours["seconds"])
        memory = max(memory, ours["peakBytes"] / (4 * columns * ours["rows"]))
    print(f"{name:9} {cores:5} {ours['rows'] / ours['seconds']:10,.0f} rows/s  x pandas {statistics.median(speedups):.2f} "
          f"({min(speedups):.2f} to {max(speedups):.2f})  peak memory / float32 table {memory:.2f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--bytes", type=int, default=1_000_000_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for name, columns, row in (("floats", 20, floats), ("integers", 784, integers)):
            path = os.path.join(folder, f"{name}.csv")
            generate(path, columns, row, options.bytes)
            for cores in ("0", f"0-{os.cpu_count() - 1}"):
                compare(name, path, columns, options.rounds, cores)
            os.remove(path)


if __name__ == "__main__":
    main()
