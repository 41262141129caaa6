"""Reference figures for core/model/calibrate, written to its vectors/ folder.

Run in the virtual environment of scorecard_vectors.py, with betacal beside:

    ../peers/bin/pip install scikit-learn==1.9.1 betacal==1.1.0
    ../peers/bin/python bench/peers/calibration_vectors.py

Platt is scikit-learn's own `_sigmoid_calibration` (its sign is the other way round), isotonic its
`IsotonicRegression`, beta the package of the method's authors; as its solver stops early (2e-4 in the probability), the
same regression is also fitted to the end.
"""

import importlib.metadata
import json
import platform
from pathlib import Path

import numpy as np
import sklearn
from betacal import BetaCalibration
from sklearn.calibration import _sigmoid_calibration
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression

ROOT = Path(__file__).resolve().parents[2]
rng = np.random.default_rng(20240601)
# Margins with ties, surer than they should be and too high, on 800 rows.
margins = np.round(rng.normal(-1.0, 1.5, 800), 2)
outcomes = (rng.random(800) < 1 / (1 + np.exp(-(0.6 * margins - 0.8)))).astype(int)
probes = np.array([-9.0, -4.25, -2.0, -1.0, -0.333, 0.0, 0.7, 2.5, 6.0])

a, b = _sigmoid_calibration(margins, outcomes)
isotonic = IsotonicRegression(out_of_bounds="clip").fit(margins, outcomes)
chances = 1 / (1 + np.exp(-margins))
beta = BetaCalibration("abm").fit(chances.reshape(-1, 1), outcomes)


def beta_columns(values):
    chance = 1 / (1 + np.exp(-values))
    return np.column_stack([np.log(chance), -np.log(1 - chance)])


exact = LogisticRegression(C=np.inf, solver="newton-cholesky", tol=1e-12, max_iter=200)
exact.fit(beta_columns(margins), outcomes)

document = {
    "source": "bench/peers/calibration_vectors.py",
    "tools": {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scikit-learn": sklearn.__version__,
        "betacal": importlib.metadata.version("betacal"),
    },
    "margins": margins.tolist(),
    "outcomes": outcomes.tolist(),
    "probes": probes.tolist(),
    "platt": {"slope": -a, "intercept": -b},
    "isotonic": isotonic.predict(probes).tolist(),
    "beta": beta.predict((1 / (1 + np.exp(-probes))).reshape(-1, 1)).tolist(),
    "betaExact": exact.predict_proba(beta_columns(probes))[:, 1].tolist(),
}
path = ROOT / "core/model/calibrate/vectors/peers.json"
path.parent.mkdir(parents=True, exist_ok=True)
path.write_text(json.dumps(document) + "\n")
