"""Reference figures for core/stats, core/binning and core/model, written as JSON under their vectors/ folders.

Run in a virtual environment of its own; neither the product nor its tests need Python:

    python3 -m venv ../peers && ../peers/bin/pip install scikit-learn==1.9.1 statsmodels==0.15.0 scipy
    ../peers/bin/python bench/peers/scorecard_vectors.py

optbinning's own test of `mean radius` (six splits, IV 5.04392547) is rebuilt from its published steps: a decision
tree with at most 20 leaves of at least 5 % of the rows, then pure leaves merged away, then the best merge.
"""

import csv
import gzip
import json
import platform
from pathlib import Path

import numpy as np
import scipy
import scipy.stats
import sklearn
import statsmodels
import statsmodels.api as sm
from sklearn.datasets import load_breast_cancer
from sklearn.metrics import brier_score_loss, log_loss, roc_auc_score
from sklearn.tree import DecisionTreeClassifier

ROOT = Path(__file__).resolve().parents[2]
TOOLS = {
    "python": platform.python_version(),
    "numpy": np.__version__,
    "scipy": scipy.__version__,
    "scikit-learn": sklearn.__version__,
    "statsmodels": statsmodels.__version__,
}


def write(path, document):
    text = json.dumps({"source": "bench/peers/scorecard_vectors.py", "tools": TOOLS, **document})
    (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
    (ROOT / path).write_text(text + "\n")


def applications():
    with gzip.open(ROOT / "data/lendingclub/applications.csv.gz", "rt") as lines:
        return list(csv.DictReader(lines))


def stats():
    """Scores with many ties (utilisation rounded to tens) against outcomes; normal tails."""
    rows = applications()[:1200]
    scores = [round(float(row["all_util"]) / 10) for row in rows]
    outcomes = [1 if row["Class"] == "bad" else 0 for row in rows]
    chances = [min(0.95, max(0.01, score / 40)) for score in scores]
    good = [s for s, y in zip(scores, outcomes) if y == 0]
    bad = [s for s, y in zip(scores, outcomes) if y == 1]
    write(
        "core/stats/vectors/peers.json",
        {
            "scores": scores,
            "outcomes": outcomes,
            "chances": chances,
            "auc": roc_auc_score(outcomes, scores),
            "ks": scipy.stats.ks_2samp(good, bad).statistic,
            "brier": brier_score_loss(outcomes, chances),
            "logLoss": log_loss(outcomes, chances),
            "twoSidedP": [[z, 2 * scipy.stats.norm.sf(abs(z))] for z in [0, 0.1, 0.5, 1, 1.959963985, 2.5, 2.999, 3.001, 4, 6, 8]],
        },
    )


def binning():
    """Pre-bins of breast cancer `mean radius`, with and without the merge of pure leaves; event = benign (1)."""
    bunch = load_breast_cancer()
    x = bunch.data[:, list(bunch.feature_names).index("mean radius")]
    y = bunch.target
    tree = DecisionTreeClassifier(min_samples_leaf=int(np.ceil(0.05 * len(x))), max_leaf_nodes=20)
    tree.fit(x.reshape(-1, 1), y)
    splits = np.sort(np.unique(tree.tree_.threshold[tree.tree_.feature != -2]))

    def tallies(edges):
        index = np.digitize(x, edges)
        return [[int(((index == k) & (y == 0)).sum()), int(((index == k) & (y == 1)).sum())] for k in range(len(edges) + 1)]

    kept = splits
    while True:
        pure = np.array([goods == 0 or bads == 0 for goods, bads in tallies(kept)])
        if not pure.any():
            break
        mask = np.concatenate([pure[:-2], [pure[-2] or pure[-1]]])
        kept = kept[~mask]
    write(
        "core/binning/vectors/breast-cancer.json",
        {
            "variable": "mean radius",
            "published": {
                "by": "optbinning, tests/test_optimal_binning.py",
                "splits": [11.42500019, 12.32999992, 13.09499979, 13.70499992, 15.04500008, 16.92500019],
                "iv": 5.04392547,
            },
            "refined": {"splits": kept.tolist(), "tallies": tallies(kept)},
            "raw": {"splits": splits.tolist(), "tallies": tallies(splits)},
        },
    )


def logistic():
    """Logistic regression of the outcome on four plain columns: statsmodels Logit, and a ridge fit by its formula."""
    rows = applications()[:1500]
    columns = [
        [float(row["all_util"]) / 100 for row in rows],
        [float(row["inq_last_12m"]) for row in rows],
        [float(row["open_il_12m"]) for row in rows],
        [1.0 if row["term"] == "term_60" else 0.0 for row in rows],
    ]
    outcomes = [1 if row["Class"] == "bad" else 0 for row in rows]
    design = sm.add_constant(np.array(columns).T)
    fit = sm.Logit(outcomes, design).fit(disp=0, tol=1e-14, maxiter=100)
    ridge = 10.0
    beta = np.zeros(5)
    penalty = np.diag([0] + [ridge] * 4)
    for _ in range(200):
        chance = 1 / (1 + np.exp(-design @ beta))
        gradient = design.T @ (np.array(outcomes) - chance) - penalty @ beta
        information = (design * (chance * (1 - chance))[:, None]).T @ design + penalty
        beta = beta + np.linalg.solve(information, gradient)
    write(
        "core/model/vectors/logistic.json",
        {
            "columns": columns,
            "outcomes": outcomes,
            "intercept": fit.params[0],
            "coefficients": fit.params[1:].tolist(),
            "interceptError": fit.bse[0],
            "standardErrors": fit.bse[1:].tolist(),
            "pValues": fit.pvalues[1:].tolist(),
            "logLikelihood": fit.llf,
            "ridge": ridge,
            "ridgeCoefficients": beta.tolist(),
        },
    )


def logistic_weighted():
    """The same columns with frequency weights and an offset: statsmodels GLM, binomial; and AIC of nested models."""
    rows = applications()[:1500]
    columns = [
        [float(row["all_util"]) / 100 for row in rows],
        [float(row["inq_last_12m"]) for row in rows],
        [1.0 if row["term"] == "term_60" else 0.0 for row in rows],
    ]
    outcomes = [1 if row["Class"] == "bad" else 0 for row in rows]
    weights = [1 + at % 3 for at in range(len(rows))]
    offset = [round((at % 7 - 3) / 10, 1) for at in range(len(rows))]
    design = sm.add_constant(np.array(columns).T)
    family = sm.families.Binomial()
    fit = sm.GLM(outcomes, design, family=family, freq_weights=weights, offset=offset).fit(tol=1e-14, maxiter=200)
    aics = [
        sm.Logit(outcomes, sm.add_constant(np.array(columns[:k]).T) if k else np.ones((len(rows), 1))).fit(disp=0, tol=1e-14).aic
        for k in range(4)
    ]
    write(
        "core/model/vectors/logistic-weighted.json",
        {
            "columns": columns,
            "outcomes": outcomes,
            "weights": weights,
            "offset": offset,
            "intercept": fit.params[0],
            "coefficients": fit.params[1:].tolist(),
            "interceptError": fit.bse[0],
            "standardErrors": fit.bse[1:].tolist(),
            "logLikelihood": fit.llf,
            "aics": aics,
        },
    )


stats()
binning()
logistic()
logistic_weighted()
