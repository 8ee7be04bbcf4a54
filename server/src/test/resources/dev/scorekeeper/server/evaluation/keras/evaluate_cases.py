"""Writes evaluate-cases.json: what model.evaluate of Keras gives for small data and every rule of KERAS mode.

    python evaluate_cases.py evaluate-cases.json [ID...]      # needs keras==3.15.1 and tensorflow

Losses and metrics are texts that Python evaluates here and the server reads there. Each model only hands its inputs
on, through a sigmoid or softmax where a case says so, with a mask where it has one.
"""
import json, os, sys, warnings
os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", KERAS_BACKEND="tensorflow")
warnings.filterwarnings("ignore")
import numpy as np, keras
from keras import layers, losses, metrics

SCOPE = {"losses": losses, "metrics": metrics, **{k: getattr(metrics, k) for k in dir(metrics) if k[0].isupper()}}
for k in ("Dice", "Tversky", "Circle", "CategoricalFocalCrossentropy", "BinaryFocalCrossentropy", "Huber", "CosineSimilarity"):
    if k not in SCOPE:
        SCOPE[k] = getattr(losses, k)


# Functions that Keras does not know by their name.
FUNCTIONS = {k: getattr(losses, k) for k in ("binary_focal_crossentropy", "huber", "dice")}


def build(text, loss=False):
    if text in FUNCTIONS and not loss:
        return FUNCTIONS[text]
    if text is None or "(" not in text:
        return text
    scope = {**SCOPE, **{k: getattr(losses, k) for k in dir(losses) if k[0].isupper()}} if loss else SCOPE
    return eval(text, scope)


class Masked(layers.Layer):
    supports_masking = True

    def call(self, inputs):
        return inputs[0] + 0.0

    def compute_mask(self, inputs, mask=None):
        return inputs[1]


def weights(w, outputs):
    if w is None:
        return None
    w = np.array(w, "float32")
    return [w] * outputs if outputs > 1 and w.ndim > 1 else w


def evaluate(case, batch_size):
    keras.backend.clear_session()
    inputs, outputs, x, y = [], [], [], []
    mask = case.get("mask")
    if mask is not None:
        m = keras.Input(np.shape(mask)[1:], dtype="bool", name="mask")
        inputs.append(m); x.append(np.array(mask))
    for o in case["outputs"]:
        value = np.array(o["model_output"], "float32")
        i = keras.Input(value.shape[1:], name="in_" + o["name"])
        inputs.append(i); x.append(value); y.append(np.array(o["y_true"], "float32"))
        if o.get("activation"):
            h = layers.Activation(o["activation"], name=o["name"])(i)
        elif mask is not None:
            h = Masked(name=o["name"])([i, m])
        else:
            h = layers.Identity(name=o["name"])(i)
        outputs.append(h)
    several = len(outputs) > 1
    model = keras.Model(inputs, outputs if several else outputs[0])
    os_ = case["outputs"]
    def lists(weighted):
        each = [[build(t) for t in o.get("weighted_metrics" if weighted else "metrics", [])] for o in os_]
        return each if several else each[0]
    model.compile("sgd", loss=[build(o.get("loss"), True) for o in os_] if several else build(os_[0].get("loss"), True),
        loss_weights=[o.get("loss_weight", 1.0) for o in os_] if several else None,
        metrics=lists(False), weighted_metrics=lists(True))
    w = case.get("sample_weight")
    result = model.evaluate(x, y if several else y[0], sample_weight=weights(w, len(outputs)),
        batch_size=batch_size, verbose=0, return_dict=True)
    return {k: np.array(v, "float64").tolist() for k, v in result.items()}


W = [1, 2, 0, 0.5, 3]
REG = dict(name="a", model_output=[[1], [2], [3], [4], [5]], y_true=[[0], [0], [0], [1], [9]])
MASKS = dict(name="mask", model_output=[[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0], [1, 1, 1, 1], [0, 1, 0, 1]],
    y_true=[[1, 0, 0, 0], [1, 1, 0, 0], [0, 0, 0, 1], [1, 1, 1, 1], [1, 0, 1, 0]])
SEQ = dict(name="s", model_output=[[[1], [2], [0]], [[3], [0], [0]], [[1], [1], [1]], [[2], [5], [-1]], [[0.5], [0], [4]]],
    y_true=[[[0], [0], [5]], [[1], [7], [7]], [[0], [0], [0]], [[2], [1], [1]], [[0], [0], [3]]])
SEQ_MASK = [[1, 1, 0], [1, 0, 0], [1, 1, 1], [0, 1, 1], [0, 0, 0]]
WT = [[1, 1, 0], [1, 0, 0], [2, 1, 0.5], [0.25, 1, 3], [1, 1, 1]]
PROBS = [[.2, .5, .3], [.6, .3, .1], [.1, .1, .8], [.3, .3, .4], [.25, .5, .25]]
ONE_HOT = [[0, 1, 0], [0, 0, 1], [0, 0, 1], [1, 0, 0], [0, 1, 0]]
SPARSE = [1, 2, 2, 0, 1]
BINARY = dict(name="b", model_output=[[.1], [.4], [.35], [.8], [.65]], y_true=[[0], [0], [1], [1], [1]])
LOGITS3 = [[[0.5, -1, 2, 0], [0, 1, 0, 1], [1, 1, 1, 1]], [[2, 0, 0, 0], [0, 2, 0, 0], [0, 0, 2, 0]],
    [[0, 0, 0, 3], [1, 0, -1, 0], [0.3, 0.2, 0.1, 0]], [[1, 2, 3, 4], [4, 3, 2, 1], [0, 0, 1, 0]], [[0, 1, 0, 0], [1, 0, 0, 0], [0.5, 0.5, 0, 0]]]
IGNORED = [[0, 1, 255], [255, 255, 255], [2, 3, 1], [0, 255, 1], [3, 2, 1]]
EMBEDDED = [[1, 0], [.8, .6], [0, 1], [.6, .8], [-1, 0]]


def case(id, outputs, batch_sizes=(1, 2, 3, 5), **more):
    outputs = outputs if isinstance(outputs, list) else [outputs]
    return {"id": id, "outputs": outputs, "batch_sizes": list(batch_sizes), **more}


CASES = [
    case("dice_loss", {**MASKS, "loss": "Dice()", "metrics": ["BinaryIoU(target_class_ids=[0, 1], threshold=0.5)", "binary_accuracy"]}),
    case("dice_loss_weighted", {**MASKS, "loss": "Dice()"}, sample_weight=W),
    case("dice_sum_weighted", {**MASKS, "loss": "Dice(reduction='sum')"}, sample_weight=W),
    case("dice_by_weight", {**MASKS, "loss": "Dice(reduction='mean_with_sample_weight')"}, sample_weight=W),
    case("dice_metric", {**MASKS, "loss": "mse", "metrics": ["Dice()", "losses.Dice(axis=1, name='rows')"]}),
    case("tversky_loss", {**MASKS, "loss": "Tversky(alpha=0.3, beta=0.7)", "metrics": ["losses.Tversky(alpha=0.9, beta=0.1)"]}),
    case("tversky_rows", {**MASKS, "loss": "Tversky(alpha=0.3, beta=0.7, axis=1)"}, sample_weight=W),
    case("circle", {"name": "e", "model_output": EMBEDDED, "y_true": [0, 0, 1, 1, 2], "loss": "Circle(gamma=2, margin=0.4)"}),
    case("loss_as_metric", {**REG, "loss": "mse", "metrics": ["losses.MeanSquaredError()", "MeanSquaredError()", "mae"]}),
    case("loss_as_metric_sum", {**REG, "loss": "mse", "metrics": ["losses.MeanAbsoluteError(reduction='sum', name='s')"]}, sample_weight=W),
    case("huber_metric", {**REG, "loss": "Huber(delta=2.0)", "metrics": ["losses.Huber(delta=2.0)", "huber"]}),
    case("focal_metric", {**BINARY, "loss": "BinaryFocalCrossentropy()", "metrics": ["BinaryFocalCrossentropy()", "binary_focal_crossentropy"]}),
    case("dice_function", {**MASKS, "loss": "mse", "metrics": ["dice"]}),
    case("reductions_mean", {**REG, "loss": "MeanAbsoluteError(reduction='mean')"}, sample_weight=W),
    case("hinge_mixed", {"name": "h", "model_output": [[.3], [.2], [-.2], [.7], [-.4]], "y_true": [[-1], [0], [1], [0], [1]], "loss": "hinge", "metrics": ["squared_hinge", "Hinge()"]}),
    case("multi_label_accuracy", {"name": "m", "model_output": [[2, -1, 0.5], [0.1, -3, 2], [-1, -2, -0.5], [3, 2, 1], [0, 1, 2]], "activation": "sigmoid",
        "y_true": [[1, 0, 1], [0, 0, 1], [0, 0, 0], [1, 1, 0], [0, 1, 1]], "loss": "binary_crossentropy", "metrics": ["accuracy", "binary_accuracy", "AUC(multi_label=True)", "F1Score(threshold=0.5)", "Precision(thresholds=[0.3, 0.6])"]}),
    case("saturated_sigmoid", {"name": "b", "model_output": [[30], [-30], [2], [-3], [60]], "activation": "sigmoid", "y_true": [[0], [1], [1], [0], [0]],
        "loss": "BinaryCrossentropy(label_smoothing=0.1)", "metrics": ["BinaryCrossentropy()", "binary_focal_crossentropy", "losses.BinaryFocalCrossentropy(gamma=1.5)"]}),
    case("saturated_softmax", {"name": "c", "model_output": [[60, 0, -20], [0, 40, 1], [1, 2, 3], [-50, 5, 0], [0, 0, 30]], "activation": "softmax", "y_true": ONE_HOT,
        "loss": "categorical_crossentropy", "metrics": ["accuracy", "CategoricalCrossentropy(label_smoothing=0.2)", "CategoricalFocalCrossentropy()"]}),
    case("saturated_sparse", {"name": "c", "model_output": [[60, 0, -20], [0, 40, 1], [1, 2, 3], [-50, 5, 0], [0, 0, 30]], "activation": "softmax", "y_true": SPARSE,
        "loss": "crossentropy", "metrics": ["acc", "SparseCategoricalCrossentropy()", "SparseTopKCategoricalAccuracy(k=2)"]}),
    case("clipped", {"name": "b", "model_output": [[1], [0], [.5], [.25], [1]], "y_true": [[0], [1], [1], [0], [1]], "loss": "bce", "metrics": ["BinaryCrossentropy()"]}),
    case("categorical", {"name": "c", "model_output": PROBS, "y_true": ONE_HOT, "loss": "CategoricalCrossentropy(label_smoothing=0.1)",
        "metrics": ["acc", "F1Score(average='macro')", "F1Score(average='weighted', name='fw')", "TopKCategoricalAccuracy(k=2)", "Recall(class_id=1)", "KLDivergence()", "CosineSimilarity()"],
        "weighted_metrics": ["F1Score(average='macro', name='f1w')", "categorical_accuracy", "AUC(name='auc')"]}, sample_weight=W),
    case("sparse_column", {"name": "c", "model_output": PROBS, "y_true": [[v] for v in SPARSE], "loss": "sparse_categorical_crossentropy", "metrics": ["accuracy"], "weighted_metrics": ["accuracy"]}, sample_weight=W),
    case("binary_weighted", {**BINARY, "loss": "bce", "metrics": ["accuracy", "AUC(name='auc')", "Precision(name='precision')", "Recall()"],
        "weighted_metrics": ["accuracy", "AUC(name='auc')", "AUC(curve='PR', name='pr')", "Precision(name='precision')", "TruePositives()", "BinaryIoU(target_class_ids=[1])"]}, sample_weight=W),
    case("nothing_positive", {**BINARY, "loss": "bce", "metrics": ["Precision(thresholds=0.9)", "RecallAtPrecision(1.0)", "F1Score(threshold=0.9)"]}),
    case("one_class", {**BINARY, "y_true": [[1], [1], [1], [1], [1]], "loss": "bce", "metrics": ["AUC()", "SpecificityAtSensitivity(0.5)"]}),
    case("regression_weighted", {**REG, "loss": "log_cosh", "metrics": ["R2Score()", "RootMeanSquaredError()", "mape", "MSLE"],
        "weighted_metrics": ["R2Score()", "RootMeanSquaredError()", "mae", "Poisson()"]}, sample_weight=W),
    case("constant_label", {**REG, "y_true": [[2], [2], [2], [2], [2]], "loss": "mse", "metrics": ["R2Score()"]}),
    case("correlations", {"name": "r", "model_output": [[.1, .9, .5], [1, .9, .2], [.3, .6, .8], [2, 1, 0], [.4, .5, .7]], "y_true": [[0, 1, .5], [1, 1, .2], [0, .5, 1], [2, 1, .5], [.5, .5, 1]],
        "loss": "CosineSimilarity()", "metrics": ["PearsonCorrelation()", "ConcordanceCorrelation()", "cosine_similarity"], "weighted_metrics": ["PearsonCorrelation(name='wp')"]}, sample_weight=W),
    case("correlation_of_rows", {"name": "r", "model_output": [[.1], [.9], [.5], [1], [.7]], "y_true": [[0], [1], [.5], [2], [.25]], "loss": "mse",
        "metrics": ["PearsonCorrelation(axis=0)", "ConcordanceCorrelation(axis=0)"]}, batch_sizes=(3, 5)),
    case("masked", {**SEQ, "loss": "mse", "metrics": ["mae", "RootMeanSquaredError()", "MeanSquaredError(name='m')"]}, mask=SEQ_MASK),
    case("masked_sum", {**SEQ, "loss": "MeanSquaredError(reduction='sum')"}, mask=SEQ_MASK),
    case("masked_weighted", {**SEQ, "loss": "mse", "metrics": ["mae"], "weighted_metrics": ["mse", "RootMeanSquaredError()"]}, mask=SEQ_MASK, sample_weight=WT),
    case("masked_by_weight", {**SEQ, "loss": "MeanSquaredError(reduction='mean_with_sample_weight')"}, mask=SEQ_MASK, sample_weight=WT),
    case("masked_by_weight_without", {**SEQ, "loss": "MeanSquaredError(reduction='mean_with_sample_weight')"}, mask=SEQ_MASK),
    case("masked_two_outputs", [{**SEQ, "loss": "mse", "loss_weight": 2.0, "metrics": ["mae"]}, {**SEQ, "name": "t", "loss": "mae", "weighted_metrics": ["mse"]}], mask=SEQ_MASK, sample_weight=WT),
    case("element_weights", {**SEQ, "loss": "mse", "metrics": ["mae"], "weighted_metrics": ["mae", "mse", "RootMeanSquaredError()"]}, sample_weight=WT),
    case("ignore_class", {"name": "g", "model_output": LOGITS3, "y_true": IGNORED, "loss": "SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)",
        "metrics": ["SparseCategoricalCrossentropy(from_logits=True, ignore_class=255, name='m')"],
        "weighted_metrics": ["SparseCategoricalCrossentropy(from_logits=True, ignore_class=255, name='w')"]}, sample_weight=WT),
    case("ignore_class_plain", {"name": "g", "model_output": LOGITS3, "y_true": IGNORED, "loss": "SparseCategoricalCrossentropy(from_logits=True, ignore_class=255)",
        "weighted_metrics": ["SparseCategoricalCrossentropy(from_logits=True, ignore_class=255, name='w')"]}),
    case("three_outputs", [{**REG, "loss": "mse", "metrics": ["mae"], "weighted_metrics": ["mae"]},
        {**REG, "name": "b", "loss": "mae", "loss_weight": 0.5, "metrics": ["mse", "mae"]}, {**BINARY, "name": "c", "metrics": ["accuracy"], "loss": "bce", "loss_weight": 0.25}], sample_weight=W),
    case("repeated_names", {**REG, "loss": "mse", "metrics": ["mae", "MeanAbsoluteError(name='mae')", "MeanSquaredError(name='x')"], "weighted_metrics": ["mae", "MeanSquaredError(name='x')"]}, sample_weight=W),
    case("iou_weighted", {"name": "i", "model_output": ONE_HOT, "y_true": ONE_HOT[1:] + ONE_HOT[:1], "loss": "mse",
        "metrics": ["OneHotMeanIoU(num_classes=3)"], "weighted_metrics": ["OneHotMeanIoU(num_classes=3, name='w')", "OneHotIoU(num_classes=3, target_class_ids=[1], dtype='float32', name='f')"]}, sample_weight=W),
    case("fbeta", {"name": "c", "model_output": PROBS, "y_true": ONE_HOT, "loss": "categorical_crossentropy", "metrics": ["FBetaScore(beta=2.0, threshold=0.4, average='micro')", "Precision(top_k=2)"]}),
    case("segmentation_rows", {"name": "z", "model_output": [[[.2, .7], [.9, .1]], [[.5, .6], [.4, .3]], [[.8, .9], [.2, .3]]], "y_true": [[[0, 1], [1, 0]], [[1, 1], [0, 0]], [[1, 0], [0, 1]]],
        "loss": "bce", "metrics": ["binary_accuracy", "mae", "BinaryIoU(target_class_ids=[0, 1], threshold=0.5)"], "weighted_metrics": ["mse"]}, batch_sizes=(1,), sample_weight=[1, 0.5, 2]),  # larger ones: Keras weighs along the wrong axis, or refuses
]

if __name__ == "__main__":
    path, only = sys.argv[1], sys.argv[2:]
    known = {}
    if only and os.path.exists(path):
        known = {(c["id"], c["batch_size"]): c["expected"] for c in json.load(open(path))}
    out = []
    for c in CASES:
        for size in c["batch_sizes"]:
            fresh = not only or c["id"] in only
            result = evaluate(c, size) if fresh else known[c["id"], size]
            out.append({**{k: v for k, v in c.items() if k != "batch_sizes"}, "batch_size": size, "expected": result})
        print(c["id"], file=sys.stderr, flush=True)
    with open(path, "w") as f:
        f.write("[\n" + ",\n".join(json.dumps(o) for o in out) + "\n]\n")
