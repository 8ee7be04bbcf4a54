"""Computes golden values of losses and metrics with Keras and scikit-learn.

  generate.py check   computes what it can of keras-golden.json anew, and says where it differs
  generate.py more    writes more-golden.json, for what keras-golden.json leaves out

One thread, CPU; see README.md for the versions.
"""

import json
import os
import pathlib
import sys

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
os.environ.setdefault("KERAS_BACKEND", "tensorflow")

import keras
import numpy as np
import sklearn.metrics
from keras import losses, metrics

HERE = pathlib.Path(__file__).parent

LOSSES = {
    "A06b": "BinaryCrossentropy()",
    "B-Huber-d.2": "Huber(delta=0.2)",
    "B-BCE": "BinaryCrossentropy()",
    "B-BCE-logits": "BinaryCrossentropy(from_logits=True)",
    "B-BFCE": "BinaryFocalCrossentropy(gamma=2)",
    "B-BFCE-cb": "BinaryFocalCrossentropy(apply_class_balancing=True)",
    "B-CCE-unnorm": "CategoricalCrossentropy()",
    "B-CCE-sat": "CategoricalCrossentropy()",
    "B-SCCE": "SparseCategoricalCrossentropy()",
    "B-SCCE-unnorm": "SparseCategoricalCrossentropy()",
    "B-CFCE": "CategoricalFocalCrossentropy()",
    "B-Dice-ax1": "Dice(axis=1)",
    "B-Tversky": "Tversky(alpha=0.3, beta=0.7)",
    "B-CGCE": "CategoricalGeneralizedCrossEntropy(q=0.5)",
    "B-Circle": "Circle(gamma=80, margin=0.4)",
    "B-hinge-01": "Hinge()",
    "B-hinge-mix": "Hinge()",
    "B-red-sum_over_batch_size": "MeanSquaredError(reduction='sum_over_batch_size')",
}

METRICS = {
    "C-SCCE": "SparseCategoricalCrossentropy()",
    "C-MeanIoU-w": "MeanIoU(num_classes=3)",
    "C-R2-None": "R2Score(class_aggregation=None)",
    "C-R2-uniform_average": "R2Score()",
    "C-R2-variance_weighted_average": "R2Score(class_aggregation='variance_weighted_average')",
    "C-R2-variance_weighted_average-w": "R2Score(class_aggregation='variance_weighted_average')",
    "C-R2-const": "R2Score()",
    "C-Pearson": "PearsonCorrelation()",
    "C-CCC": "ConcordanceCorrelation()",
    "C-Pearson-ax0-full": "PearsonCorrelation(axis=0)",
    "C-Cos": "CosineSimilarity()",
    "C-Mean": "Mean()",
    "C-Sum": "Sum()",
}

# Loss, metric of the same values, kind of labels. No metric: None.
MORE = [
    ("CategoricalHinge()", "CategoricalHinge()", "one_hot"),
    ("CosineSimilarity()", None, "real"),
    ("Poisson()", "Poisson()", "positive"),
    ("SquaredHinge()", "SquaredHinge()", "signed"),
    ("LogCosh()", "LogCoshError()", "real"),
    ("BinaryCrossentropy(label_smoothing=0.2)", "BinaryCrossentropy(label_smoothing=0.2)", "questions"),
    ("BinaryFocalCrossentropy(gamma=1.5, alpha=0.4, apply_class_balancing=True, label_smoothing=0.1)", None, "questions"),
    ("CategoricalCrossentropy(label_smoothing=0.2)", "CategoricalCrossentropy(label_smoothing=0.2)", "one_hot"),
    ("CategoricalCrossentropy(from_logits=True)", "CategoricalCrossentropy(from_logits=True)", "one_hot_logits"),
    ("CategoricalFocalCrossentropy(alpha=[0.1, 0.2, 0.3, 0.4], gamma=3)", None, "one_hot"),
    ("CategoricalFocalCrossentropy(from_logits=True, label_smoothing=0.1)", None, "one_hot_logits"),
    ("SparseCategoricalCrossentropy(from_logits=True)", "SparseCategoricalCrossentropy(from_logits=True)", "sparse_logits"),
    ("SparseCategoricalCrossentropy(ignore_class=1)", None, "pixels"),
    ("MeanAbsoluteError()", "MeanAbsoluteError()", "series"),
    ("Dice()", None, "questions"),
    ("Dice(axis=0)", None, "questions"),
    ("Dice(axis=-1)", None, "questions"),
    ("Tversky(alpha=0.2, beta=0.9, axis=1)", None, "questions"),
    ("CTC()", None, "text"),
    ("Circle(gamma=20, margin=0.3)", None, "embeddings"),
    ("Circle(remove_diagonal=False)", None, "embeddings"),
]

ROWS = 24


def plain(value):
    return np.asarray(value, dtype=np.float64).tolist()


def data(kind, random):
    def softmax(z):
        e = np.exp(z - z.max(-1, keepdims=True))
        return e / e.sum(-1, keepdims=True)

    z = (random.normal(size=(ROWS, 4)) * 3).astype(np.float32)
    classes = random.integers(0, 4, size=ROWS)
    one_hot = np.eye(4)[classes]
    if kind == "real":
        return random.normal(size=(ROWS, 4)).astype(np.float32), z
    if kind == "positive":
        return random.integers(0, 5, size=(ROWS, 4)), np.abs(z)
    if kind == "signed":
        return random.integers(0, 2, size=(ROWS, 4)) * 2 - 1, z
    if kind == "questions":
        return random.integers(0, 2, size=(ROWS, 4)), 1 / (1 + np.exp(-z))
    if kind == "one_hot":
        return one_hot, softmax(z)
    if kind == "one_hot_logits":
        return one_hot, z
    if kind == "sparse_logits":
        return classes, z
    if kind == "pixels":
        p = softmax((random.normal(size=(ROWS, 3, 4)) * 3).astype(np.float32))
        return random.integers(0, 4, size=(ROWS, 3)), p
    if kind == "series":
        return random.normal(size=(ROWS, 3, 1)).astype(np.float32), random.normal(size=(ROWS, 3, 1))
    if kind == "text":
        labels = np.array([[1, 2, 0], [3, 0, 0], [0, 0, 0], [2, 2, 1]] * (ROWS // 4))
        return labels, random.normal(size=(ROWS, 7, 4)).astype(np.float32)
    if kind == "embeddings":
        return classes, z / np.linalg.norm(z, axis=-1, keepdims=True)
    raise ValueError(kind)


def more():
    cases = []
    for index, (loss, metric, kind) in enumerate(MORE):
        random = np.random.default_rng(index)
        y, p = data(kind, random)
        p = np.asarray(p, dtype=np.float32)
        weights = random.uniform(0, 2, size=ROWS).astype(np.float32)
        expected = {"loss": plain(eval("losses." + loss)(y, p))}
        if metric:
            m = eval("metrics." + metric)
            m.update_state(y, p, sample_weight=weights)
            expected["weighted_metric"] = plain(m.result())
        cases.append(
            {
                "id": f"{index + 1:02}-{loss}",
                "oracle": "keras",
                "params": {"loss": loss, "metric": metric or "", "kind": kind},
                "inputs": {"y_true": plain(y), "y_pred": plain(p), "sample_weight": plain(weights)},
                "expected": expected,
            }
        )
    root = {"keras": keras.__version__, "cases": cases}
    (HERE / "more-golden.json").write_text(json.dumps(root, indent=0) + "\n")
    print(len(cases), "cases written")


def array(value):
    return None if value is None else np.array([float(x) for x in np.ravel(value)]).reshape(np.shape(value))


def again(case):
    """The value of a case, or None when this script does not know how."""
    name, oracle, inputs = case["id"], case["oracle"], case["inputs"]
    y, p, w = (array(inputs.get(k)) for k in ("y_true", "y_pred", "sample_weight"))
    if oracle.startswith("sklearn."):
        f = getattr(sklearn.metrics, oracle[len("sklearn.") :])
        return f(y, p, **case["params"])
    if oracle == "keras.losses":
        text = LOSSES.get(name) or name[2:] + "()"
        p = p.astype(np.float32)
        return eval("losses." + text)(y, p, sample_weight=w)
    text = METRICS.get(name)
    plain_name = name[2:].removesuffix("-w")
    if oracle == "keras.metrics" and not text and hasattr(metrics, plain_name):
        text = plain_name + "()"
    if not text or "state" in case["params"]:
        return None
    m = eval("metrics." + text)
    if "values" in inputs:
        m.update_state(array(inputs["values"]), sample_weight=array(inputs["w"]))
        return m.result()
    size = case["params"]["batch_size"]
    for i in range(0, len(y), size):
        part = slice(i, i + size)
        m.update_state(y[part], p[part].astype(np.float32), sample_weight=None if w is None else w[part])
    return m.result()


def check():
    same = unknown = 0
    differ = []
    for case in json.loads((HERE / "keras-golden.json").read_text())["cases"]:
        value = again(case) if case["oracle"] != "model.evaluate" else None
        if value is None:
            unknown += 1
        elif np.allclose(plain(value), plain(case["expected"]), rtol=1e-6, atol=0):
            same += 1
        else:
            differ.append((case["id"], plain(value), case["expected"]))
    print(same, "are the same,", unknown, "were not computed,", len(differ), "differ")
    for line in differ:
        print(*line)
    sys.exit(1 if differ else 0)


if __name__ == "__main__":
    {"check": check, "more": more}[sys.argv[1]]()
