"""ONNX models with the chances of onnxruntime, for the tests of core/model/exchange, written to its vectors/onnx.json.

Run in a virtual environment of its own; neither the product nor its tests need Python:

    python3 -m venv ../peers && ../peers/bin/pip install onnx==1.19.1 onnxmltools==1.16.0 onnxruntime==1.32.0 skl2onnx==1.20.0 \
        lightgbm==4.7.0 xgboost==3.2.0 scikit-learn==1.9.1
    ../peers/bin/python bench/peers/onnx_vectors.py

Each case holds the file (base64), rows (missing is null) with values on the thresholds and beside them, and per row the chance of
class 1. Cases named "refused" hold the operator or reason that the refusal has to name.
"""

import base64
import json
from pathlib import Path

import lightgbm as lgb
import numpy as np
import onnx
import onnxruntime as ort
import xgboost as xgb
from onnx import TensorProto, helper
from onnxmltools import convert_lightgbm, convert_xgboost
from onnxmltools.convert.common.data_types import FloatTensorType as PeerFloats
from skl2onnx import convert_sklearn
from skl2onnx.common.data_types import FloatTensorType
from sklearn.ensemble import GradientBoostingClassifier, HistGradientBoostingClassifier, RandomForestClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

PATH = Path(__file__).parents[2] / 'core' / 'model' / 'exchange' / 'vectors' / 'onnx.json'
rng = np.random.default_rng(11)
X = rng.normal(size=(500, 3)).round(2).astype(np.float32)
Y = (X[:, 0] - 0.5 * X[:, 1] + rng.normal(size=500) > 0.4).astype(int)
GAPS = np.where(rng.random(X.shape) < 0.15, np.nan, X).astype(np.float32)


def ensemble_of(model):
    return next(node for node in model.graph.node if node.op_type.startswith('TreeEnsemble'))


def asked(model, has_missing):
    values = [np.float32(value) for attribute in ensemble_of(model).attribute if attribute.name == 'nodes_values' for value in attribute.floats]
    near = [step for value in values for step in (value, np.nextafter(value, np.float32(9)), np.nextafter(value, np.float32(-9)))]
    rows = rng.normal(size=(40, 3)).astype(np.float32)
    mask = rng.random(rows.shape) < 0.5
    rows[mask] = rng.choice(near + [0.0], mask.sum())
    if has_missing:
        rows[rng.random(rows.shape) < 0.2] = np.nan
    return rows


def case(name, model, has_missing=True, feed=lambda rows: {'X': rows}):
    raw = model.SerializeToString()
    rows = asked(model, has_missing)
    session = ort.InferenceSession(raw, providers=['CPUExecutionProvider'])
    answer = session.run(None, feed(rows))[-1]
    chances = [float(row[1]) if isinstance(row, dict) or len(row) > 1 else float(row[0]) for row in answer]
    shown = [[None if np.isnan(value) else float(value) for value in row] for row in rows]
    return {'name': name, 'model': base64.b64encode(raw).decode(), 'rows': shown, 'chances': chances}


def changed(model, modes):
    """The same trees with other comparisons, and missing values on the true side at every second node."""
    copy = onnx.ModelProto()
    copy.CopyFrom(model)
    for attribute in ensemble_of(copy).attribute:
        if attribute.name == 'nodes_modes':
            attribute.strings[:] = [value if value == b'LEAF' else modes[at % len(modes)] for at, value in enumerate(attribute.strings)]
        if attribute.name == 'nodes_missing_value_tracks_true':
            attribute.ints[:] = [at % 4 // 2 for at in range(len(attribute.ints))]
    return copy


def regressor(aggregate, has_sigmoid, inputs=None):
    names = inputs or ['X']
    attributes = dict(
        n_targets=1, aggregate_function=aggregate, base_values=[0.25], post_transform='NONE' if has_sigmoid else 'LOGISTIC',
        nodes_treeids=[0, 0, 0, 1, 1, 1], nodes_nodeids=[0, 1, 2, 0, 1, 2], nodes_featureids=[0, 0, 0, 2, 0, 0],
        nodes_values=[0.1, 0, 0, -0.3, 0, 0], nodes_modes=['BRANCH_LEQ', 'LEAF', 'LEAF', 'BRANCH_LT', 'LEAF', 'LEAF'],
        nodes_truenodeids=[1, 0, 0, 1, 0, 0], nodes_falsenodeids=[2, 0, 0, 2, 0, 0], nodes_missing_value_tracks_true=[1, 0, 0, 0, 0, 0],
        target_treeids=[0, 0, 1, 1], target_nodeids=[1, 2, 1, 2], target_ids=[0, 0, 0, 0], target_weights=[-1.5, 0.75, 0.5, -0.2])
    source = 'X' if inputs is None else 'joined'
    nodes = [] if inputs is None else [helper.make_node('Concat', names, ['joined'], axis=1)]
    nodes.append(helper.make_node('TreeEnsembleRegressor', [source], ['sum' if has_sigmoid else 'chance'], domain='ai.onnx.ml', **attributes))
    if has_sigmoid:
        nodes.append(helper.make_node('Sigmoid', ['sum'], ['chance']))
    width = 3 if inputs is None else 1
    graph = helper.make_graph(nodes, 'g', [helper.make_tensor_value_info(name, TensorProto.FLOAT, [None, width]) for name in names],
                              [helper.make_tensor_value_info('chance', TensorProto.FLOAT, [None, 1])])
    return helper.make_model(graph, opset_imports=[helper.make_opsetid('', 17), helper.make_opsetid('ai.onnx.ml', 3)], ir_version=8)


def refused(name, model, named):
    return {'name': name, 'model': base64.b64encode(model.SerializeToString()).decode(), 'named': named}


PEER = [('X', PeerFloats([None, 3]))]
OWN = [('X', FloatTensorType([None, 3]))]
THREE = [0, 1, 2] * 166 + [0, 1]
boosted = convert_xgboost(xgb.XGBClassifier(n_estimators=5, max_depth=3, n_jobs=1).fit(GAPS, Y), initial_types=PEER)
light = lgb.LGBMClassifier(n_estimators=5, num_leaves=5, verbose=-1, n_jobs=1).fit(GAPS, Y)
sums = regressor('SUM', True)
columns = regressor('SUM', True, ['age', 'income', 'tenor'])
cases = [
    case('xgboost', boosted),
    case('lightgbm', convert_lightgbm(light, initial_types=PEER)),
    case('lightgbm without a map', convert_lightgbm(light, initial_types=PEER, zipmap=False)),
    case('scikit-learn gradient boosting', convert_sklearn(GradientBoostingClassifier(n_estimators=5, max_depth=3).fit(X, Y), initial_types=OWN), False),
    case('scikit-learn histogram boosting', convert_sklearn(HistGradientBoostingClassifier(max_iter=5, max_leaf_nodes=6).fit(GAPS, Y), initial_types=OWN)),
    *(case(f'comparisons {mode}', changed(boosted, [mode.encode()])) for mode in ('BRANCH_GT', 'BRANCH_GTE', 'BRANCH_LEQ')),
    case('a regressor and a sigmoid', sums),
    case('an average', regressor('AVERAGE', True)),
    case('named columns', columns, feed=lambda rows: {name: rows[:, [at]] for at, name in enumerate(['age', 'income', 'tenor'])}),
]
refusals = [
    refused('a scaler', convert_sklearn(make_pipeline(StandardScaler(), GradientBoostingClassifier(n_estimators=2)).fit(X, Y), initial_types=OWN), 'Scaler'),
    refused('a linear model', convert_sklearn(LogisticRegression().fit(X, Y), initial_types=OWN), 'LinearClassifier'),
    refused('votes', convert_sklearn(RandomForestClassifier(n_estimators=2, max_depth=2).fit(X, Y), initial_types=OWN), 'NONE'),
    refused('three classes', convert_xgboost(xgb.XGBClassifier(n_estimators=2, max_depth=2, n_jobs=1).fit(X, THREE), initial_types=PEER), 'SOFTMAX'),
    refused('numbers, not chances', convert_xgboost(xgb.XGBRegressor(n_estimators=2, max_depth=2, n_jobs=1).fit(X, Y), initial_types=PEER), 'NONE'),
    refused('a logistic function that the runtime leaves out', regressor('SUM', False), 'LOGISTIC'),
    refused('equality', changed(boosted, [b'BRANCH_EQ']), 'BRANCH_EQ'),
    refused('other labels', convert_xgboost(xgb.XGBClassifier(n_estimators=2, max_depth=2, n_jobs=1).fit(X, Y), initial_types=PEER), 'labels'),
]
swapped = onnx.ModelProto.FromString(base64.b64decode(refusals[-1]['model']))
for attribute in ensemble_of(swapped).attribute:
    if attribute.name == 'classlabels_int64s':
        attribute.ints[:] = [1, 0]
refusals[-1] = refused('other labels', swapped, 'labels')
PATH.write_text(json.dumps({'tool': f'onnxruntime {ort.__version__}', 'cases': cases, 'refusals': refusals}, separators=(',', ':')) + '\n')
print(PATH, PATH.stat().st_size)
