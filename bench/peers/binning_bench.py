"""optbinning on the sample of `./plimsoll bench binning`: one OptimalBinning a variable, one thread; JSON on the last line.

    binning_bench.py FOLDER ROWS VARIABLES SOLVER

FOLDER holds columns.f64 (variable after variable) and outcomes.u8. Seconds are of the processor, of `fit` alone: reading the
files and asking for the table are not counted.
"""

import json
import sys
import time

import numpy as np
import optbinning
from optbinning import OptimalBinning

folder, rows, variables, solver = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), sys.argv[4]
columns = np.fromfile(f"{folder}/columns.f64").reshape(variables, rows)
outcomes = np.fromfile(f"{folder}/outcomes.u8", dtype=np.uint8).astype(np.int64)
# What the first fit pays for once (imports, the solver's library) is not binning.
OptimalBinning(solver=solver, monotonic_trend="auto_asc_desc").fit(columns[0][:2000], outcomes[:2000])
start, wall = time.process_time(), time.perf_counter()
fits = [OptimalBinning(solver=solver, monotonic_trend="auto_asc_desc").fit(column, outcomes) for column in columns]
seconds, wall = time.process_time() - start, time.perf_counter() - wall


def iv(fit):
    """Of the bins of values alone: rows without one are put to the totals on either side in other ways."""
    table = fit.binning_table
    table.build()
    return float(table.iv)


print(
    json.dumps(
        {
            "version": optbinning.__version__,
            "seconds": seconds,
            "wallSeconds": wall,
            "iv": [iv(fit) for fit in fits],
            "bins": [len(fit.splits) + 1 for fit in fits],
        }
    )
)
