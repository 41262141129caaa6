"""Figures of optbinning for the tests of core/binning, written to core/binning/vectors/optbinning.json.

Run in a virtual environment of its own; neither the product nor its tests need Python:

    python3 -m venv ../peers && ../peers/bin/pip install optbinning==1.0.0
    ../peers/bin/python bench/peers/binning_vectors.py

`cancer` is the column and the target of optbinning's own test (tests/test_optimal_binning.py), as scikit-learn ships
them: Breast Cancer Wisconsin (Diagnostic), W. Wolberg, O. Mangasarian, N. Street, W. Street, 1993, UCI Machine Learning
Repository, doi 10.24432/C5DW2B, CC BY 4.0. `loans` are columns of the bundled applications under every trend.
"""

import csv
import gzip
import json
import platform
from pathlib import Path

import numpy as np
import optbinning
import sklearn
from optbinning import OptimalBinning
from sklearn.datasets import load_breast_cancer

ROOT = Path(__file__).resolve().parents[2]
COLUMNS = ["all_util", "inq_last_12m", "open_il_12m", "annual_inc"]
CASES = [
    {"monotonic_trend": trend}
    for trend in [None, "ascending", "descending", "peak", "valley", "convex", "concave"]
] + [
    {"monotonic_trend": "ascending", "max_pvalue": 0.05},
    {"monotonic_trend": None, "max_pvalue": 0.01},
    {"monotonic_trend": "ascending", "min_event_rate_diff": 0.01},
    {"monotonic_trend": None, "min_event_rate_diff": 0.015},
    {"monotonic_trend": "ascending", "max_n_bins": 3},
    {"monotonic_trend": None, "min_bin_n_event": 60},
]


def fitted(x, y, **options):
    found = OptimalBinning(dtype="numerical", solver="cp", **options).fit(x, y)
    table = found.binning_table
    table.build()
    table.analysis(print_output=False)
    return {
        "status": found.status,
        "splits": found.splits.tolist(),
        "iv": table.iv,
        "js": table.js,
        "gini": table.gini,
    }


def main():
    bunch = load_breast_cancer()
    radius = bunch.data[:, list(bunch.feature_names).index("mean radius")]
    with gzip.open(ROOT / "data/lendingclub/applications.csv.gz", "rt") as lines:
        rows = list(csv.DictReader(lines))
    bad = np.array([1 if row["Class"] == "bad" else 0 for row in rows])
    loans = []
    for name in COLUMNS:
        column = np.array([float(row[name]) if row[name] != "" else np.nan for row in rows])
        for case in CASES:
            loans.append({"column": name, "case": case, **fitted(column, bad, **case)})
    document = {
        "source": "bench/peers/binning_vectors.py",
        "tools": {
            "python": platform.python_version(),
            "numpy": np.__version__,
            "optbinning": optbinning.__version__,
            "scikit-learn": sklearn.__version__,
        },
        "cancer": {
            "notice": "Breast Cancer Wisconsin (Diagnostic), Wolberg et al. 1993, UCI, doi 10.24432/C5DW2B, CC BY 4.0: one column and the target",
            "name": "mean radius",
            "values": radius.tolist(),
            "outcomes": bunch.target.tolist(),
            **fitted(radius, bunch.target),
        },
        "loans": loans,
    }
    (ROOT / "core/binning/vectors/optbinning.json").write_text(json.dumps(document) + "\n")


main()
