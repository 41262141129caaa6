"""Reference figures for the measures of core/stats that validation uses, written to core/stats/vectors/validation.json.

Run in the virtual environment of scorecard_vectors.py; R with pROC stands beside (`apt-get install r-cran-proc`):

    ../peers/bin/python bench/peers/validation_vectors.py

AUC intervals and the paired test are pROC's DeLong; Hosmer-Lemeshow is written out in R (cut at the deciles, sums,
pchisq); average precision and calibration bins are scikit-learn's; distributions are SciPy's.
"""

import json
import platform
import subprocess
from pathlib import Path

import numpy as np
import scipy
import scipy.stats
import sklearn
from sklearn.calibration import calibration_curve
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import average_precision_score, roc_auc_score, roc_curve

ROOT = Path(__file__).resolve().parents[2]
rng = np.random.default_rng(20240602)
rows = 1000
truth = rng.normal(size=rows)
outcomes = (rng.random(rows) < 1 / (1 + np.exp(-(1.1 * truth - 1.6)))).astype(int)
first = np.round(truth + 0.8 * rng.normal(size=rows), 1)  # tied
second = np.round(truth + 1.1 * rng.normal(size=rows), 4)
chances = np.round(1 / (1 + np.exp(-(0.9 * second - 1.2))), 6)
# Distinct chances: where bins of equal count are cut is then no question of ties.
chances = chances + np.arange(rows) * 1e-9

R = r"""
suppressMessages(library(pROC))
s <- read.csv(file("stdin"))
a <- roc(s$y, s$first, direction = "<", quiet = TRUE)
b <- roc(s$y, s$second, direction = "<", quiet = TRUE)
t <- roc.test(a, b, method = "delong", paired = TRUE)
q <- quantile(s$chance, probs = seq(0, 1, 0.1))
g <- cut(s$chance, breaks = q, include.lowest = TRUE)
o1 <- tapply(s$y, g, sum); e1 <- tapply(s$chance, g, sum); n <- tapply(s$y, g, length)
h <- sum((o1 - e1)^2 / e1 + ((n - o1) - (n - e1))^2 / (n - e1))
l <- glm(s$y ~ qlogis(s$chance), family = binomial, control = list(epsilon = 1e-14))
m <- glm(s$y ~ 1 + offset(qlogis(s$chance)), family = binomial, control = list(epsilon = 1e-14))
cat(sprintf("%.17g", c(ci.auc(a), sqrt(var(a)), ci.auc(b), sqrt(var(b)), cov(a, b), t$statistic, t$p.value, h,
  pchisq(h, 8, lower.tail = FALSE), pchisq(h, 10, lower.tail = FALSE), coef(l), sqrt(diag(vcov(l))), coef(m), sqrt(diag(vcov(m))))))
cat("\n", paste0("R ", getRversion()), paste0("pROC ", packageVersion("pROC")), sep = "\n")
"""
csv = "y,first,second,chance\n" + "\n".join(
    f"{y},{a!r},{b!r},{c!r}" for y, a, b, c in zip(outcomes.tolist(), first.tolist(), second.tolist(), chances.tolist())
)
answer = subprocess.run(["Rscript", "-e", R], input=csv, text=True, capture_output=True, check=True).stdout.split("\n")
f = [float(x) for x in answer[0].split()]

rates, means = calibration_curve(outcomes, chances, n_bins=10, strategy="uniform")
counts = np.histogram(chances, bins=np.linspace(0, 1, 11))[0]
counts = counts[counts > 0]
falls, hits, _ = roc_curve(outcomes, first, drop_intermediate=False)
document = {
    "source": "bench/peers/validation_vectors.py",
    "tools": {
        "python": platform.python_version(),
        "numpy": np.__version__,
        "scipy": scipy.__version__,
        "scikit-learn": sklearn.__version__,
        "R": answer[2],
        "pROC": answer[3],
    },
    "outcomes": outcomes.tolist(),
    "first": first.tolist(),
    "second": second.tolist(),
    "chances": chances.tolist(),
    "delong": {
        "first": {"low": f[0], "auc": f[1], "high": f[2], "standardError": f[3]},
        "second": {"low": f[4], "auc": f[5], "high": f[6], "standardError": f[7]},
        "covariance": f[8],
        "z": f[9],
        "pValue": f[10],
    },
    "hosmerLemeshow": {"statistic": f[11], "pFitted": f[12], "pHeldOut": f[13]},
    "line": {"intercept": f[14], "slope": f[15], "interceptError": f[16], "slopeError": f[17]},
    "inTheLarge": {"intercept": f[18], "interceptError": f[19]},
    "averagePrecision": average_precision_score(outcomes, first),
    "weights": (1 + np.arange(rows) % 4).tolist(),
    "weightedAuc": roc_auc_score(outcomes, first, sample_weight=1 + np.arange(rows) % 4),
    "roc": [falls.tolist(), hits.tolist()],
    "calibration": {"rows": counts.tolist(), "rates": rates.tolist(), "means": means.tolist()},
    "ece": float(np.sum(counts * np.abs(rates - means)) / rows),
    "normalQuantile": [[p, scipy.stats.norm.ppf(p)] for p in [1e-12, 1e-4, 0.02, 0.025, 0.3, 0.5, 0.9, 0.975, 0.9999]],
    "chiSquareTail": [[x, d, scipy.stats.chi2.sf(x, d)] for x, d in [[0, 3], [0.1, 1], [3.84, 1], [8, 10], [30, 10], [200, 150], [900, 8], [2000, 2000]]],
    "wilson": [[k, n, *[float(v) for v in scipy.stats.binomtest(k, n).proportion_ci(method="wilson")]] for k, n in [[0, 20], [3, 40], [40, 40], [500, 10000]]],
}
(ROOT / "core/stats/vectors/validation.json").write_text(json.dumps(document) + "\n")
