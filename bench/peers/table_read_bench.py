"""Reads one CSV with one reader and one thread, kinds by inference, into memory; JSON on the last line.

    table_read_bench.py FILE pandas|pyarrow|duckdb

The libraries are imported before the clock starts; seconds are of the processor.
"""

import json
import os
import resource
import sys
import time

path, reader = sys.argv[1], sys.argv[2]
if reader == "pandas":
    import pandas

    def read():
        return len(pandas.read_csv(path))

elif reader == "pyarrow":
    import pyarrow
    import pyarrow.csv

    pyarrow.set_cpu_count(1)

    def read():
        options = pyarrow.csv.ReadOptions(use_threads=False)
        return pyarrow.csv.read_csv(path, read_options=options).num_rows

else:
    import duckdb

    connection = duckdb.connect(config={"threads": 1})

    def read():
        connection.execute("create table loans as select * from read_csv(?)", [path])
        return connection.execute("select count(*) from loans").fetchone()[0]


start, wall = time.process_time(), time.perf_counter()
rows = read()
seconds, wall = time.process_time() - start, time.perf_counter() - wall
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
figures = {"rows": rows, "megabytes": os.path.getsize(path) / 1e6, "seconds": seconds, "wallSeconds": wall, "peakMiB": peak}
print(json.dumps(figures))
