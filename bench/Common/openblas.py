"""Times float32 matrix products of NumPy over OpenBLAS, on request.

The first line out describes the library. Then, for each line {"m", "n", "k", "ta", "tb", "seconds"} on standard input, a line
{"gflops"} on standard output: C (m x n) = A (m x k) B (k x n), where A and B are stored transposed if ta and tb say so.
The number of threads and the processor type are OpenBLAS's own environment variables.
"""

import ctypes
import json
import sys
import time

try:
    import numpy
except ImportError as error:
    print(json.dumps({"error": str(error)}), flush=True)
    sys.exit()


def describe():
    paths = {line.split()[-1] for line in open("/proc/self/maps") if "openblas" in line}
    for path in sorted(paths):
        library = ctypes.CDLL(path)
        if hasattr(library, "openblas_get_config"):
            library.openblas_get_config.restype = ctypes.c_char_p
            library.openblas_get_corename.restype = ctypes.c_char_p
            return {
                "numpy": numpy.__version__,
                "openblas": library.openblas_get_config().decode().split(" ")[1],
                "core": library.openblas_get_corename().decode(),
                "threads": library.openblas_get_num_threads(),
            }
    return {"error": "NumPy uses another BLAS than OpenBLAS"}


class Products:
    def __init__(self):
        self.operands = {}

    def operands_of(self, m, n, k, ta, tb):
        key = (m, n, k, ta, tb)
        if key not in self.operands:
            random = numpy.random.default_rng(1)
            a = random.standard_normal((k, m) if ta else (m, k), dtype=numpy.float32)
            b = random.standard_normal((n, k) if tb else (k, n), dtype=numpy.float32)
            self.operands[key] = (a.T if ta else a, b.T if tb else b, numpy.empty((m, n), numpy.float32))
        return self.operands[key]

    def gflops(self, m, n, k, ta, tb, seconds):
        a, b, c = self.operands_of(m, n, k, ta, tb)
        numpy.matmul(a, b, out=c)
        count = 0
        start = time.perf_counter()
        elapsed = 0.0
        while elapsed < seconds:
            numpy.matmul(a, b, out=c)
            count += 1
            elapsed = time.perf_counter() - start
        return 2.0 * m * n * k * count / elapsed / 1e9


def main():
    print(json.dumps(describe()), flush=True)
    products = Products()
    for line in sys.stdin:
        print(json.dumps({"gflops": products.gflops(**json.loads(line))}), flush=True)


if __name__ == "__main__":
    main()
