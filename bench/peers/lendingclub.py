"""Peers of the starter card on the bundled LendingClub sample and folds: mean AUC, KS and Brier over five folds.

Run in a virtual environment of its own; neither the product nor its tests need Python:

    python3 -m venv ../peers && ../peers/bin/pip install optbinning==0.20.1 xgboost==3.2.0 scikit-learn==1.5.2 pandas
    OMP_NUM_THREADS=1 OMP_WAIT_POLICY=passive ../peers/bin/python bench/peers/lendingclub.py

Everything is fitted inside the training part of each fold. Settings are those below; nothing was tuned.
optbinning: its defaults, weights of evidence, then logistic regression.
"""

import platform
import time
from pathlib import Path

import numpy as np
import optbinning
import pandas as pd
import sklearn
import xgboost
from sklearn.compose import make_column_transformer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import brier_score_loss, roc_auc_score, roc_curve
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler

SAMPLE = Path(__file__).resolve().parents[2] / "data/lendingclub"
VERDICT = ["int_rate", "sub_grade"]
VERIFICATION = ["verification_status"]
REGION = ["addr_state"]


def read():
    frame = pd.read_csv(SAMPLE / "applications.csv.gz")
    folds = pd.read_csv(SAMPLE / "folds.csv.gz")
    outcome = (frame.pop("Class") == "bad").astype(int)
    assert (folds["y"] == outcome).all()
    return frame, outcome.to_numpy(), folds["fold"].to_numpy()


def logistic(names, texts):
    numbers = [name for name in names if name not in texts]
    columns = make_column_transformer((StandardScaler(), numbers), (OneHotEncoder(handle_unknown="ignore"), texts))
    return make_pipeline(columns, LogisticRegression(C=1.0, max_iter=2000))


def boosted(names, texts):
    numbers = [name for name in names if name not in texts]
    columns = make_column_transformer(
        ("passthrough", numbers), (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), texts)
    )
    trees = HistGradientBoostingClassifier(
        learning_rate=0.04, max_iter=120, max_leaf_nodes=6, min_samples_leaf=60, l2_regularization=5.0, random_state=1
    )
    return make_pipeline(columns, trees)


def woe(names, texts):
    return make_pipeline(optbinning.BinningProcess(names, categorical_variables=texts), LogisticRegression(max_iter=2000))


def extreme(names, texts):
    numbers = [name for name in names if name not in texts]
    columns = make_column_transformer(
        ("passthrough", numbers), (OrdinalEncoder(handle_unknown="use_encoded_value", unknown_value=-1), texts)
    )
    trees = xgboost.XGBClassifier(
        n_estimators=150, learning_rate=0.05, max_depth=3, min_child_weight=10, subsample=0.8, n_jobs=1, random_state=1
    )
    return make_pipeline(columns, trees)


def figures(make, left_out):
    frame, outcome, folds = read()
    names = [name for name in frame.columns if name not in left_out]
    texts = [name for name in names if not pd.api.types.is_numeric_dtype(frame[name])]
    rows = []
    started = time.perf_counter()
    for fold in range(5):
        train, test = folds != fold, folds == fold
        model = make(names, texts).fit(frame.loc[train, names], outcome[train])
        chance = model.predict_proba(frame.loc[test, names])[:, 1]
        false_rate, true_rate, _ = roc_curve(outcome[test], chance)
        rows.append(
            [
                roc_auc_score(outcome[test], chance),
                np.max(np.abs(true_rate - false_rate)),
                brier_score_loss(outcome[test], chance),
            ]
        )
    return np.mean(rows, axis=0), time.perf_counter() - started


print(
    f"python {platform.python_version()}, scikit-learn {sklearn.__version__}, "
    f"optbinning {optbinning.__version__}, xgboost {xgboost.__version__}"
)
for title, left_out in [
    ("facts of the card", VERDICT + VERIFICATION + REGION),
    ("and verification", VERDICT + REGION),
    ("and verification, region", VERDICT),
    ("all fields", []),
]:
    for name, make in [("logistic", logistic), ("optbinning", woe), ("boosted trees", boosted), ("xgboost", extreme)]:
        (auc, ks, brier), seconds = figures(make, left_out)
        print(f"{title:26} {name:14} AUC {auc:.3f}  KS {ks:.3f}  Brier {brier:.4f}  {seconds:.1f} s")
