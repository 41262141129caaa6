"""XGBoost and LightGBM for `plimsoll bench scoring`, which starts this: FOLDER ROWS INPUTS TREES DEPTH TRAINING_ROWS ROUNDS.

    ../peers/bin/pip install lightgbm==4.7.0 xgboost==3.2.0

FOLDER holds columns.f32 (input after input) and outcomes.u8. Seconds are of the processor, one thread, of predicting all rows
from an array in one call (least of ROUNDS); making the array is not counted. One row: 300 calls of one row each.
"""

import json
import os
import sys
import time

os.environ['OMP_WAIT_POLICY'] = 'passive'

import lightgbm as lgb
import numpy as np
import xgboost as xgb

folder = sys.argv[1]
rows, inputs, trees, depth, training, rounds = map(int, sys.argv[2:8])
x = np.fromfile(f'{folder}/columns.f32', dtype=np.float32).reshape(inputs, rows).T.copy()
y = np.fromfile(f'{folder}/outcomes.u8', dtype=np.uint8).astype(float)
names = [f'x{at}' for at in range(inputs)]


def least(run, times):
    found = []
    for _ in range(times):
        start = time.process_time()
        run()
        found.append(time.process_time() - start)
    return min(found)


def single(predict):
    start = time.process_time()
    for row in range(300):
        predict(x[row : row + 1])
    return (time.process_time() - start) / 300 * 1e6


def keep(name, margins):
    np.asarray(margins, dtype=np.float64).tofile(f'{folder}/{name}.f64')
    return f'{name}.f64'


booster = xgb.train(
    {'objective': 'binary:logistic', 'tree_method': 'hist', 'max_depth': depth, 'eta': 0.1, 'nthread': 1},
    xgb.DMatrix(x[:training], label=y[:training], feature_names=names),
    trees,
)
booster.save_model(f'{folder}/xgboost.json')
ask = lambda values: booster.inplace_predict(values, predict_type='margin', validate_features=False)
answer = {
    'xgboost': {
        'version': xgb.__version__,
        'seconds': least(lambda: ask(x), rounds),
        'singleUs': single(ask),
        'model': 'xgboost.json',
        'margins': keep('xgboost', ask(x)),
    }
}
forest = lgb.train(
    {'objective': 'binary', 'max_depth': depth, 'num_leaves': 2**depth, 'learning_rate': 0.1, 'num_threads': 1, 'verbose': -1},
    lgb.Dataset(x[:training], y[:training], feature_name=names),
    trees,
)
forest.save_model(f'{folder}/lightgbm.txt')
wide = x.astype(np.float64)
ask_wide = lambda values: forest.predict(values, raw_score=True, num_threads=1)
answer['lightgbm'] = {
    'version': lgb.__version__,
    'seconds': least(lambda: ask_wide(wide), rounds),
    'singleUs': single(ask_wide),
    'model': 'lightgbm.txt',
    'margins': keep('lightgbm', ask_wide(wide)),
}
print(json.dumps(answer))
