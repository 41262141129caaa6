"""Models of LightGBM and XGBoost with their own answers, for the tests of core/model/exchange, written to its vectors/ folder.

Run in a virtual environment of its own; neither the product nor its tests need Python:

    python3 -m venv ../peers && ../peers/bin/pip install lightgbm==4.7.0 xgboost==3.2.0 pandas scikit-learn==1.9.1
    ../peers/bin/python bench/peers/exchange_vectors.py

Each case holds the model's file as it was saved, rows (missing is null; a category is text), and for each row the margin
(`raw_score` / `output_margin`), the chance, and `pred_contrib` / `pred_contribs`. Rows are random by seed, with missing values,
zeros and near-zeros, values on the thresholds of the model, and categories it never saw. A margin here is the log-odds of the
chance: LightGBM's raw score leaves out `sigmoid`, and is a sum where the chance of a random forest is of the mean.
"""

import base64
import json
import re
import tempfile
from pathlib import Path

import lightgbm as lgb
import numpy as np
import pandas as pd
import xgboost as xgb

FOLDER = Path(__file__).parents[2] / 'core' / 'model' / 'exchange' / 'vectors'
NAMES = ['a', 'b', 'c', 'job']
ROWS = 600
SHOWN = 40


def sample(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=(ROWS, 3)).round(2)
    x[rng.random((ROWS, 3)) < 0.12] = np.nan
    x[rng.random((ROWS, 3)) < 0.15] = 0
    job = rng.integers(0, 5, ROWS).astype(float)
    score = np.nan_to_num(x[:, 0], nan=0.8) - 0.6 * np.nan_to_num(x[:, 1], nan=-1) + 1.2 * (job == 2) - 0.8 * (x[:, 2] == 0)
    return np.c_[x, job], (score + rng.normal(size=ROWS) > 0.6).astype(int)


def questions(seed, thresholds):
    rng = np.random.default_rng(seed + 100)
    x = rng.normal(size=(SHOWN, 3))
    special = [np.nan, 0.0, 1e-36, -1e-36, 1e-34, *thresholds]
    mask = rng.random((SHOWN, 3)) < 0.5
    x[mask] = rng.choice(special, mask.sum())
    job = rng.choice([0, 1, 2, 3, 4, 9, np.nan], SHOWN)
    return np.c_[x, job]


def shown(matrix, columns):
    def cell(at, value):
        if value is None or (isinstance(value, float) and np.isnan(value)):
            return None
        return (value if isinstance(value, str) else str(int(value))) if at in columns else float(value)

    return [[cell(at, value) for at, value in enumerate(row)] for row in matrix]


def case(name, model, rows, answers, scale=1):
    margin, chance, contributions = answers
    return {
        'name': name,
        'model': model,
        'rows': rows,
        'margins': [float(value) * scale for value in margin],
        'chances': [float(value) for value in chance],
        'contributions': [[float(value) * scale for value in row] for row in np.asarray(contributions)],
    }


def lightgbm_case(name, seed, **settings):
    x, y = sample(seed)
    settings = {'objective': 'binary', 'num_leaves': 6, 'min_data_in_leaf': 15, 'min_data_per_group': 10, 'cat_smooth': 1,
                'verbose': -1, 'num_threads': 1, 'seed': seed, **settings}
    rounds = settings.pop('rounds', 6)
    scale = settings.get('sigmoid', 1) / (rounds if settings.get('boosting') == 'rf' else 1)
    booster = lgb.train(settings, lgb.Dataset(x, y, categorical_feature=[3], feature_name=NAMES), rounds)
    text = booster.model_to_string()
    thresholds = sorted({float(value) for line in re.findall(r'^threshold=(.*)$', text, re.M) for value in line.split()})
    asked = questions(seed, thresholds)
    answers = (booster.predict(asked, raw_score=True), booster.predict(asked), booster.predict(asked, pred_contrib=True))
    return case(name, text, shown(asked, {3}), answers, scale)


def lightgbm_pandas(seed):
    x, y = sample(seed)
    levels = ['clerk', 'farmer', '农民', 'x y', 'none']
    frame = pd.DataFrame({'a': x[:, 0], 'job': pd.Categorical([levels[int(value)] for value in x[:, 3]]), 'grade': pd.Categorical((x[:, 3] * 3).astype(int))})
    booster = lgb.train({'objective': 'binary', 'num_leaves': 5, 'verbose': -1, 'num_threads': 1, 'max_cat_to_onehot': 1, 'min_data_per_group': 5, 'cat_smooth': 1}, lgb.Dataset(frame, y), 5)
    asked = frame.iloc[:SHOWN]
    answers = (booster.predict(asked, raw_score=True), booster.predict(asked), booster.predict(asked, pred_contrib=True))
    rows = [[None if np.isnan(a) else float(a), str(job), str(grade)] for a, job, grade in asked.itertuples(index=False)]
    return case('levels of a pandas frame', booster.model_to_string(), rows, answers)


def saved(booster, form):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f'model.{form}'
        booster.save_model(path)
        return path.read_bytes()


def xgboost_case(name, seed, form='json', rounds=6, **settings):
    x, y = sample(seed)
    types = ['q', 'q', 'q', 'c']
    settings = {'objective': 'binary:logistic', 'max_depth': 3, 'max_cat_to_onehot': 1, 'nthread': 1, 'seed': seed, **settings}
    make = lambda values, label=None: xgb.DMatrix(values, label=label, feature_names=NAMES, feature_types=types, enable_categorical=True)
    booster = xgb.train(settings, make(x, y), rounds)
    document = json.loads(saved(booster, 'json'))
    booster_part = document['learner']['gradient_booster']
    trees = (booster_part if 'model' in booster_part else booster_part['gbtree'])['model']['trees']
    thresholds = sorted({float(np.float32(value)) for tree in trees for value, left, kind in zip(tree['split_conditions'], tree['left_children'], tree['split_type']) if left >= 0 and kind == 0})
    asked = make(questions(seed, thresholds))
    answers = (booster.predict(asked, output_margin=True), booster.predict(asked), booster.predict(asked, pred_contribs=True))
    raw = saved(booster, form)
    model = raw.decode() if form == 'json' else base64.b64encode(raw).decode()
    return {**case(name, model, shown(questions(seed, thresholds), {3}), answers), 'form': form}


def xgboost_pandas(seed):
    x, y = sample(seed)
    levels = ['clerk', 'farmer', 'nurse', 'x y', 'none']
    frame = pd.DataFrame({'a': x[:, 0], 'job': pd.Categorical([levels[int(value)] for value in x[:, 3]]), 'grade': pd.Categorical((x[:, 3] * 3).astype(int))})
    booster = xgb.train({'objective': 'binary:logistic', 'max_depth': 3, 'nthread': 1, 'max_cat_to_onehot': 1}, xgb.DMatrix(frame, label=y, enable_categorical=True), 5)
    asked = xgb.DMatrix(frame.iloc[:SHOWN], enable_categorical=True)
    answers = (booster.predict(asked, output_margin=True), booster.predict(asked), booster.predict(asked, pred_contribs=True))
    rows = [[None if np.isnan(a) else float(a), str(job), str(grade)] for a, job, grade in frame.iloc[:SHOWN].itertuples(index=False)]
    return {**case('levels of a pandas frame', saved(booster, 'json').decode(), rows, answers), 'form': 'json'}


def write(name, version, cases):
    FOLDER.mkdir(exist_ok=True)
    path = FOLDER / f'{name}.json'
    path.write_text(json.dumps({'tool': version, 'cases': cases}, ensure_ascii=False, separators=(',', ':')) + '\n')
    print(path, path.stat().st_size)


write('lightgbm', f'lightgbm {lgb.__version__}', [
    lightgbm_case('numbers, missing and a category', 1),
    lightgbm_case('zero as missing', 2, zero_as_missing=True),
    lightgbm_case('missing not used', 3, use_missing=False),
    lightgbm_case('a random forest', 4, boosting='rf', bagging_freq=1, bagging_fraction=0.6),
    lightgbm_case('another sigmoid', 5, sigmoid=0.5),
    lightgbm_case('cross entropy', 6, objective='cross_entropy'),
    lightgbm_case('dart', 7, boosting='dart', drop_rate=0.5),
    lightgbm_case('one leaf', 8, min_data_in_leaf=590, rounds=1),
    lightgbm_pandas(9),
])
write('xgboost', f'xgboost {xgb.__version__}', [
    xgboost_case('numbers, missing and a category', 1),
    xgboost_case('the same as UBJSON', 1, form='ubj'),
    xgboost_case('dart', 2, booster='dart', rate_drop=0.5),
    xgboost_case('margins as objective', 3, objective='binary:logitraw'),
    xgboost_case('a base score and weights', 4, base_score=0.2, scale_pos_weight=3),
    xgboost_case('a forest in each round', 5, num_parallel_tree=2, subsample=0.7, rounds=3),
    xgboost_case('leaf-wise and deep', 6, grow_policy='lossguide', max_leaves=12, max_depth=0, tree_method='hist', rounds=3),
    xgboost_pandas(9),
])
