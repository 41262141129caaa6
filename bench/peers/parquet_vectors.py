"""Writes core/table/vectors/*.parquet: tiny files by another tool (pyarrow), one for each codec that tests read.

    python bench/peers/parquet_vectors.py
"""

import datetime
import decimal
import pathlib

import pyarrow as pa
import pyarrow.parquet as pq

folder = pathlib.Path(__file__).parents[2] / "core" / "table" / "vectors"
day = datetime.date
instant = datetime.datetime
table = pa.table(
    {
        "whole": pa.array([1, 98, None, -4], pa.int32()),
        "long": pa.array([1, 2, 3, 2**40], pa.int64()),
        "number": pa.array([0.1, float("nan"), float("inf"), None], pa.float64()),
        "single": pa.array([0.5, 1.5, 2.5, None], pa.float32()),
        "price": pa.array([decimal.Decimal("12.34"), None, decimal.Decimal("-0.05"), decimal.Decimal("7.00")], pa.decimal128(10, 2)),
        "text": pa.array(["b", "", None, "中"], pa.string()),
        "code": pa.array(["01", "02", "01", "NA"], pa.string()).dictionary_encode(),
        "truth": pa.array([True, False, None, True], pa.bool_()),
        "day": pa.array([day(1970, 1, 2), day(2000, 3, 1), None, day(1969, 12, 31)], pa.date32()),
        "instant": pa.array([instant(1970, 1, 2, 23, 59), None, instant(2026, 1, 31), instant(1969, 12, 31, 1)], pa.timestamp("us")),
        "account": pa.array([2**60, 2**60 + 1, 2**60 + 2, 2**60 + 3], pa.int64()),
        "list": pa.array([[1], [2, 3], [], None], pa.list_(pa.int32())),
        "nothing": pa.array([None, None, None, None], pa.float64()),
    }
)
for codec in ["snappy", "gzip", "zstd"]:
    pq.write_table(table, folder / f"kinds.{codec}.parquet", compression=codec, row_group_size=3)
