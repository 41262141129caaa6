"""XGBoost (hist) or LightGBM on a sample of `./plimsoll bench boosting`; JSON on the last line.

    boosting_bench.py FOLDER PEER GROWTH THREADS

FOLDER holds columns.f64 (column after column), outcomes.u8, shape.json (trainRows, testRows, columns, settings); rows of training
come first. Seconds run from columns in memory to a trained model, bins included, as ours do. OMP_WAIT_POLICY=passive is set by
the caller: otherwise threads that wait keep their processors busy.
"""

import json
import os
import sys
import time

import numpy as np
from sklearn.metrics import roc_auc_score

folder, peer, growth, threads = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
shape = json.load(open(f"{folder}/shape.json"))
rows, train, width, settings = shape["trainRows"] + shape["testRows"], shape["trainRows"], shape["columns"], shape["settings"]
columns = np.fromfile(f"{folder}/columns.f64").reshape(width, rows)
matrix = np.ascontiguousarray(columns.T, dtype=np.float32)
outcomes = np.fromfile(f"{folder}/outcomes.u8", dtype=np.uint8)


def fit_xgboost():
    import xgboost

    matrix_train = xgboost.QuantileDMatrix(matrix[:train], outcomes[:train], nthread=threads, max_bin=255)
    form = (
        {"grow_policy": "lossguide", "max_leaves": settings["leaves"], "max_depth": 0}
        if growth == "leafWise"
        else {"grow_policy": "depthwise", "max_depth": settings["depth"]}
    )
    model = xgboost.train(
        {
            "objective": "binary:logistic",
            "tree_method": "hist",
            "max_bin": 255,
            "eta": settings["learningRate"],
            "lambda": settings["l2"],
            "min_child_weight": settings["childHessianMin"],
            "nthread": threads,
            "verbosity": 0,
            **form,
        },
        matrix_train,
        settings["rounds"],
    )
    return xgboost.__version__, lambda rows: model.predict(xgboost.DMatrix(rows))


def fit_lightgbm():
    import lightgbm

    form = (
        {"num_leaves": settings["leaves"], "max_depth": -1}
        if growth == "leafWise"
        else {"num_leaves": 2 ** settings["depth"], "max_depth": settings["depth"]}
    )
    model = lightgbm.train(
        {
            "objective": "binary",
            "learning_rate": settings["learningRate"],
            "lambda_l2": settings["l2"],
            "min_sum_hessian_in_leaf": settings["childHessianMin"],
            "min_data_in_leaf": settings["rowsMin"],
            "max_bin": 255,
            "num_threads": threads,
            "verbose": -1,
            **form,
        },
        lightgbm.Dataset(matrix[:train], outcomes[:train], params={"max_bin": 255, "verbose": -1}),
        settings["rounds"],
    )
    return lightgbm.__version__, model.predict


if peer == "xgboost":
    import xgboost  # noqa: F401
else:
    import lightgbm  # noqa: F401
start, processor = time.perf_counter(), time.process_time()
version, predict = fit_xgboost() if peer == "xgboost" else fit_lightgbm()
seconds, processor = time.perf_counter() - start, time.process_time() - processor
auc = roc_auc_score(outcomes[train:], predict(matrix[train:])) if train < rows else None
print(json.dumps({"version": version, "seconds": seconds, "cpuSeconds": processor, "auc": auc, "wait": os.environ.get("OMP_WAIT_POLICY")}))
