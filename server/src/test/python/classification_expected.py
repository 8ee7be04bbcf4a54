"""Writes classification-expected.json: what scikit-learn and Keras say about small random data sets.

pip install keras==3.15.1 jax scikit-learn==1.9.1 scipy
python classification_expected.py > ../resources/dev/scorekeeper/server/evaluation/classification/classification-expected.json
"""

import json
import os
import sys
import warnings

os.environ["KERAS_BACKEND"] = "numpy"
warnings.simplefilter("ignore")

import keras
import numpy as np
from scipy import stats
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

KM = keras.metrics
rng = np.random.default_rng(20260101)
datasets, cases = {}, []


def f32(x):
    return np.asarray(x, dtype=np.float32)


def dataset(name, encoding, kind, y, p, w=None, groups=None):
    fields = {"encoding": encoding, "kind": kind, "y_true": np.asarray(y).tolist(), "y_pred": p.tolist()}
    if w is not None:
        fields["sample_weight"] = w.tolist()
    if groups is not None:
        fields["groups"] = groups.tolist()
    datasets[name] = fields


def case(data, metric, oracle, expected):
    cases.append({"data": data, "metric": metric, "oracle": oracle, "expected": np.asarray(expected, dtype=float).tolist()})


# Scores with ties, among them the ends and the threshold.
n = 80
yb = rng.integers(0, 2, n)
pb = f32(np.clip(np.round(yb * 0.25 + rng.random(n) * 0.75, 2), 0, 1))
pb[:4] = [0, 1, 0.5, 0.5]
wb = np.round(rng.random(n) * 3, 3)
wb[5] = 0
dataset("binary", "SPARSE", "PROBABILITY", yb, pb)
dataset("binary weighted", "SPARSE", "PROBABILITY", yb, pb, wb)

C = 4
ym = rng.integers(0, C, n)
logits = rng.normal(size=(n, C)) * 1.5 + 2 * np.eye(C)[ym]
pm = np.exp(logits)
pm = f32(pm / pm.sum(1, keepdims=True))
wm = np.round(rng.random(n) * 3, 3)
onehot = np.eye(C)[ym]
dataset("classes", "SPARSE", "PROBABILITY", ym, pm)
dataset("classes weighted", "SPARSE", "PROBABILITY", ym, pm, wm)
dataset("one hot", "ONE_HOT", "PROBABILITY", onehot, pm)
dataset("one hot weighted", "ONE_HOT", "PROBABILITY", onehot, pm, wm)

# Class 3 is neither a label nor a prediction, class 2 no label.
yi = np.array([0, 0, 1, 1, 1, 0, 0, 1, 1, 0, 4, 4])
pi = np.array([0, 1, 1, 2, 1, 0, 2, 1, 0, 0, 4, 1])
wi = np.round(rng.random(len(yi)) * 3, 3)
dataset("ids", "SPARSE", "CLASS_ID", yi, pi)
dataset("ids weighted", "SPARSE", "CLASS_ID", yi, pi, wi)

Q = 3
yq = (rng.random((n, Q)) < [0.5, 0.2, 0.7]).astype(int)
pq = f32(np.clip(np.round(yq * 0.2 + rng.random((n, Q)) * 0.8, 2), 0, 1))
wq = np.round(rng.random(n) * 3, 3)
dataset("questions", "MULTI_LABEL", "PROBABILITY", yq, pq)
dataset("questions weighted", "MULTI_LABEL", "PROBABILITY", yq, pq, wq)

# Queries of five items each, with tied scores and one query without gains.
items = 5
gains = rng.integers(0, 4, (12, items)).astype(float)
gains[3] = 0
scores = f32(np.round(rng.normal(size=(12, items)), 1))
dataset("queries as rows", "REAL", "REAL", gains, scores)
order = rng.permutation(gains.size)
dataset("queries", "REAL", "REAL", gains.ravel()[order], scores.ravel()[order], groups=np.repeat(np.arange(12), items)[order])


def tag(name, w):
    return name if w is None else name + " weighted"


def scored(name, w, y, p, text="", **kw):
    case(tag(name, w), f"roc_auc({text})", "sklearn", sk.roc_auc_score(y, p, sample_weight=w, **kw))


for w in (None, wb):
    data = tag("binary", w)
    scored("binary", w, yb, pb)
    case(data, "average_precision()", "sklearn", sk.average_precision_score(yb, pb, sample_weight=w))
    d = (pb > 0.5).astype(int)
    kw = {"sample_weight": w}
    case(data, "accuracy_score()", "sklearn", sk.accuracy_score(yb, d, **kw))
    case(data, "zero_one_loss()", "sklearn", sk.zero_one_loss(yb, d, **kw))
    case(data, "hamming_loss()", "sklearn", sk.hamming_loss(yb, d, **kw))
    case(data, "balanced_accuracy()", "sklearn", sk.balanced_accuracy_score(yb, d, **kw))
    case(data, "mcc()", "sklearn", sk.matthews_corrcoef(yb, d, **kw))
    case(data, "cohen_kappa()", "sklearn", sk.cohen_kappa_score(yb, d, **kw))
    case(data, "precision_score()", "sklearn", sk.precision_score(yb, d, **kw))
    case(data, "recall_score()", "sklearn", sk.recall_score(yb, d, **kw))
    case(data, "f1()", "sklearn", sk.f1_score(yb, d, **kw))
    case(data, "fbeta(beta=0.5)", "sklearn", sk.fbeta_score(yb, d, beta=0.5, **kw))
    case(data, "jaccard_score()", "sklearn", sk.jaccard_score(yb, d, **kw))
    case(data, "confusion_matrix()", "sklearn", sk.confusion_matrix(yb, d, **kw).ravel())
    d7 = (pb > np.float32(0.7)).astype(int)
    case(data, "f1(threshold=0.7, average='macro')", "sklearn", sk.f1_score(yb, d7, average="macro", **kw))
    lr = sk.class_likelihood_ratios(yb, d, **kw)
    case(data, "positive_likelihood_ratio()", "sklearn", lr[0])
    case(data, "negative_likelihood_ratio()", "sklearn", lr[1])
    case(data, "specificity()", "sklearn", sk.recall_score(yb, d, pos_label=0, **kw))
    case(data, "npv()", "sklearn", sk.precision_score(yb, d, pos_label=0, **kw))
case("binary", "ks()", "scipy", stats.ks_2samp(pb[yb == 1], pb[yb == 0]).statistic)
for strategy in ("uniform", "quantile"):
    for bins in (5, 10):
        # The mean of the distances, weighted by how many scores calibration_curve puts into each bin.
        edges = np.linspace(0, 1, bins + 1)
        if strategy == "quantile":
            edges = np.percentile(pb.astype(float), edges * 100)
        ids = np.searchsorted(edges[1:-1], pb.astype(float))
        counts = np.bincount(ids, minlength=bins)
        true, pred = calibration_curve(yb, pb.astype(float), n_bins=bins, strategy=strategy)
        expected = np.sum(np.abs(true - pred) * counts[counts > 0]) / n
        case("binary", f"ece(num_bins={bins}, strategy='{strategy}')", "sklearn", expected)
        case("binary", f"ece(num_bins={bins}, strategy='{strategy}', norm='max')", "sklearn", np.max(np.abs(true - pred)))

for name, w, labels in (("classes", None, ym), ("classes", wm, ym), ("one hot", None, ym), ("one hot", wm, ym)):
    data = tag(name, w)
    kw = {"sample_weight": w}
    for average in ("macro", "weighted"):
        scored(name, w, labels, pm, f"average='{average}'", multi_class="ovr", average=average)
    case(data, "roc_auc(average=None)", "sklearn", [sk.roc_auc_score(labels == c, pm[:, c], **kw) for c in range(C)])
    scored(name, w, onehot, pm, "average='micro'", average="micro")
    for average in ("macro", "weighted", "micro"):
        case(data, f"average_precision(average='{average}')", "sklearn", sk.average_precision_score(onehot, pm, average=average, **kw))
    case(data, "roc_auc(class_id=2)", "sklearn", sk.roc_auc_score(labels == 2, pm[:, 2], **kw))
    d = pm.argmax(1)
    case(data, "mcc()", "sklearn", sk.matthews_corrcoef(labels, d, **kw))
    for weights in (None, "linear", "quadratic"):
        text = f"weights='{weights}'" if weights else ""
        case(data, f"cohen_kappa({text})", "sklearn", sk.cohen_kappa_score(labels, d, weights=weights, **kw))
    case(data, "balanced_accuracy(adjusted=True)", "sklearn", sk.balanced_accuracy_score(labels, d, adjusted=True, **kw))
    case(data, "accuracy_score()", "sklearn", sk.accuracy_score(labels, d, **kw))
    for k in (1, 2, 3):
        case(data, f"top_k_accuracy(k={k})", "sklearn", sk.top_k_accuracy_score(labels, pm, k=k, **kw))
    for average in ("macro", "micro", "weighted", None):
        text = f"average='{average}'" if average else "average=None"
        for metric, function in (("precision_score", sk.precision_score), ("recall_score", sk.recall_score), ("f1", sk.f1_score), ("jaccard_score", sk.jaccard_score)):
            case(data, f"{metric}({text})", "sklearn", function(labels, d, average=average, **kw))
        case(data, f"fbeta(beta=2, {text})", "sklearn", sk.fbeta_score(labels, d, beta=2, average=average, **kw))
    for normalize in ("true", "pred", "all"):
        case(data, f"confusion_matrix(normalize='{normalize}')", "sklearn", sk.confusion_matrix(labels, d, normalize=normalize, **kw).ravel())
    case(data, "specificity()", "sklearn", [sk.recall_score(labels == c, d == c, pos_label=False, **kw) for c in range(C)])
    case(data, "specificity(class_id=1, threshold=0.3)", "sklearn", sk.recall_score(labels == 1, pm[:, 1] > np.float32(0.3), pos_label=False, **kw))
    case(data, "support()", "numpy", np.bincount(labels, weights=w, minlength=C))
# Ties between classes: of equal scores scikit-learn puts the higher class first.
yt = np.array([0, 1, 2, 2])
pt = f32([[0.4, 0.4, 0.2], [0.4, 0.4, 0.2], [0.2, 0.4, 0.4], [0.5, 0.25, 0.25]])
dataset("tied classes", "SPARSE", "PROBABILITY", yt, pt)
for k in (1, 2):
    case("tied classes", f"top_k_accuracy(k={k})", "sklearn", sk.top_k_accuracy_score(yt, pt, k=k))

for w in (None, wi):
    data = tag("ids", w)
    kw = {"sample_weight": w}
    for average in ("macro", "micro", "weighted"):
        for zero in (0, 1, np.nan):
            text = f"average='{average}', zero_division={zero}"
            for metric, function in (("precision_score", sk.precision_score), ("recall_score", sk.recall_score), ("f1", sk.f1_score)):
                case(data, f"{metric}({text})", "sklearn", function(yi, pi, average=average, zero_division=zero, **kw))
    case(data, "recall_score(average='macro')", "sklearn", sk.recall_score(yi, pi, average="macro", **kw))
    case(data, "precision_score(average='macro', labels=[0, 1, 3], zero_division=1)", "sklearn", sk.precision_score(yi, pi, average="macro", labels=[0, 1, 3], zero_division=1, **kw))
    case(data, "balanced_accuracy()", "sklearn", sk.balanced_accuracy_score(yi, pi, **kw))
    case(data, "mcc()", "sklearn", sk.matthews_corrcoef(yi, pi, **kw))
    case(data, "cohen_kappa(weights='quadratic')", "sklearn", sk.cohen_kappa_score(yi, pi, labels=range(5), weights="quadratic", **kw))
    case(data, "hamming_loss()", "sklearn", sk.hamming_loss(yi, pi, **kw))

for w in (None, wq):
    data = tag("questions", w)
    kw = {"sample_weight": w}
    for average in ("macro", "micro", "weighted", None):
        text = f"average='{average}'" if average else "average=None"
        case(data, f"roc_auc({text})", "sklearn", sk.roc_auc_score(yq, pq, average=average, **kw))
        case(data, f"average_precision({text})", "sklearn", sk.average_precision_score(yq, pq, average=average, **kw))
        d = (pq > 0.5).astype(int)
        for metric, function in (("precision_score", sk.precision_score), ("recall_score", sk.recall_score), ("f1", sk.f1_score), ("jaccard_score", sk.jaccard_score)):
            case(data, f"{metric}({text})", "sklearn", function(yq, d, average=average, **kw))
    case(data, "accuracy_score()", "sklearn", sk.accuracy_score(yq, d, **kw))
    case(data, "zero_one_loss()", "sklearn", sk.zero_one_loss(yq, d, **kw))
    case(data, "hamming_loss()", "sklearn", sk.hamming_loss(yq, d, **kw))

for k in (None, 1, 3):
    text = "" if k is None else f"k={k}"
    expected = sk.ndcg_score(gains, scores, k=k)
    case("queries as rows", f"ndcg({text})", "sklearn", expected)
    case("queries", f"ndcg({text})", "sklearn", expected)


def kerased(data, text, metric):
    fields = datasets[data]
    w = fields.get("sample_weight")
    metric.update_state(f32(fields["y_true"]), f32(fields["y_pred"]), sample_weight=None if w is None else f32(w))
    case(data, text, "keras", metric.result())


for data in ("binary", "binary weighted"):
    for curve in ("ROC", "PR", "PRGAIN"):
        for method in ("interpolation", "minoring", "majoring"):
            for count in (200, 7):
                kerased(data, f"AUC(num_thresholds={count}, curve='{curve}', summation_method='{method}')", KM.AUC(num_thresholds=count, curve=curve, summation_method=method))
            kerased(data, f"AUC(thresholds=[0.6, 0.1, 0.35], curve='{curve}', summation_method='{method}')", KM.AUC(thresholds=[0.6, 0.1, 0.35], curve=curve, summation_method=method))
    kerased(data, "AUC(from_logits=True)", KM.AUC(from_logits=True))
    for thresholds in ([0.5, 0.1, 0.9], [0.25, 0.5, 0.75, 1.0], 0.31):
        for name in ("TruePositives", "FalsePositives", "TrueNegatives", "FalseNegatives", "Precision", "Recall"):
            kerased(data, f"{name}(thresholds={thresholds})", getattr(KM, name)(thresholds=thresholds))
    for name, value in (("SensitivityAtSpecificity", 0.7), ("SpecificityAtSensitivity", 0.6), ("PrecisionAtRecall", 0.75), ("RecallAtPrecision", 0.65)):
        for count in (200, 11, 1):
            kerased(data, f"{name}({value}, num_thresholds={count})", getattr(KM, name)(value, num_thresholds=count))
for data in ("one hot", "one hot weighted", "questions", "questions weighted"):
    classes = Q if data.startswith("questions") else C
    for curve in ("ROC", "PR"):
        kerased(data, f"AUC(curve='{curve}')", KM.AUC(curve=curve))
        kerased(data, f"AUC(curve='{curve}', multi_label=True)", KM.AUC(curve=curve, multi_label=True, num_labels=classes))
        weights = [0.5, 2.0, 1.0, 0.25][:classes]
        kerased(data, f"AUC(curve='{curve}', multi_label=True, label_weights={weights})", KM.AUC(curve=curve, multi_label=True, num_labels=classes, label_weights=weights))
        kerased(data, f"AUC(curve='{curve}', label_weights={weights})", KM.AUC(curve=curve, label_weights=weights))
    for average in (None, "micro", "macro", "weighted"):
        text = f"average='{average}'" if average else "average=None"
        kerased(data, f"F1Score({text})", KM.F1Score(average=average))
        kerased(data, f"F1Score({text}, threshold=0.4)", KM.F1Score(average=average, threshold=0.4))
        kerased(data, f"FBetaScore({text}, beta=2.5)", KM.FBetaScore(average=average, beta=2.5))
    for name in ("Precision", "Recall"):
        kerased(data, f"{name}(class_id=1)", getattr(KM, name)(class_id=1))
        kerased(data, f"{name}(top_k=2)", getattr(KM, name)(top_k=2))
        kerased(data, f"{name}(top_k=2, class_id=0, thresholds=[0.2, 0.3])", getattr(KM, name)(top_k=2, class_id=0, thresholds=[0.2, 0.3]))
    kerased(data, "CategoricalAccuracy()", KM.CategoricalAccuracy())
    kerased(data, "TopKCategoricalAccuracy(k=2)", KM.TopKCategoricalAccuracy(k=2))
    kerased(data, "BinaryAccuracy(threshold=0.3)", KM.BinaryAccuracy(threshold=0.3))
for data in ("one hot", "one hot weighted"):
    kerased(data, "OneHotIoU(num_classes=4, target_class_ids=[0, 3])", KM.OneHotIoU(num_classes=4, target_class_ids=[0, 3]))
    kerased(data, "OneHotMeanIoU(num_classes=4)", KM.OneHotMeanIoU(num_classes=4))
    kerased(data, "OneHotMeanIoU(num_classes=4, dtype='float32')", KM.OneHotMeanIoU(num_classes=4, dtype="float32"))
for data in ("ids", "ids weighted"):
    kerased(data, "MeanIoU(num_classes=5)", KM.MeanIoU(num_classes=5))
    kerased(data, "MeanIoU(num_classes=4, ignore_class=0)", KM.MeanIoU(num_classes=4, ignore_class=0))
    kerased(data, "IoU(num_classes=5, target_class_ids=[1, 3], dtype='float32')", KM.IoU(num_classes=5, target_class_ids=[1, 3], dtype="float32"))
    kerased(data, "Accuracy()", KM.Accuracy())
for data in ("binary", "binary weighted"):
    kerased(data, "BinaryIoU()", KM.BinaryIoU())
    kerased(data, "BinaryIoU(target_class_ids=[1], threshold=0.25, dtype='float32')", KM.BinaryIoU(target_class_ids=[1], threshold=0.25, dtype="float32"))
    kerased(data, "BinaryAccuracy()", KM.BinaryAccuracy())
for data in ("classes", "classes weighted"):
    kerased(data, "SparseCategoricalAccuracy()", KM.SparseCategoricalAccuracy())
    kerased(data, "SparseTopKCategoricalAccuracy(k=2)", KM.SparseTopKCategoricalAccuracy(k=2))

json.dump({"keras": keras.__version__, "datasets": datasets, "cases": cases}, sys.stdout, indent=0)
