"""Makes the reference models of this repository, with data and with what Keras says about them.

    python generate.py OUT [GROUP...]

writes under OUT what the repository holds under its root, so OUT may be the repository itself:

    server/models/          models that predict something; the demo and the tests serve them
    server/src/test/models/ models that misbehave, or hold every data type, for the tests
    benchmarks/models/      models of different cost

and in each folder NAME of a model

    NAME/<version>/         the SavedModel
    NAME/model.keras        the same as a Keras archive, for those that Keras can read back
    NAME/data/              inputs, labels, sample weights; the first axis counts the rows
    NAME/expected/          Keras' predict() of all rows, and evaluate() at several batch sizes

GROUP is the name of a function marked @recipe below; without one all are made. README.md beside this file says
which versions made what is committed, and what comes out the same on another machine.
"""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import sys

# Before TensorFlow is imported: no log chatter, no GPU, and the kernels that the expected values stand for.
os.environ.update(
    CUDA_VISIBLE_DEVICES="", KERAS_BACKEND="tensorflow", TF_CPP_MIN_LOG_LEVEL="3", TF_ENABLE_ONEDNN_OPTS="1"
)

import keras
import numpy as np
import tensorflow as tf
from keras import layers, losses, metrics
from sklearn import datasets
from sklearn.model_selection import train_test_split

# With several threads sums are taken in varying order, and the last bits vary with them.
tf.config.threading.set_intra_op_parallelism_threads(1)
tf.config.threading.set_inter_op_parallelism_threads(1)

SERVED = "server/models"
MISBEHAVING = "server/src/test/models"
COSTLY = "benchmarks/models"
EVALUATED_BATCH_SIZES = (1, 7, 32, 10_000)

RECIPES = {}


def recipe(function):
    RECIPES[function.__name__] = function
    return function


class Folder:
    """The folder of one model, empty at first."""

    def __init__(self, out, group, name):
        self.path = out / group / name
        # The models' own settings are written by hand: leave them where they are.
        for part in ("data", "expected", *(child.name for child in self.path.glob("[0-9]*"))):
            shutil.rmtree(self.path / part, ignore_errors=True)
        self.path.mkdir(parents=True, exist_ok=True)

    def version(self, number=1):
        return str(self.path / str(number))

    def archive(self, model):
        model.save(str(self.path / "model.keras"))

    def export(self, model, number=1):
        model.export(self.version(number), verbose=False)

    def data(self, **arrays):
        self._arrays("data", arrays)

    def expected(self, **arrays):
        self._arrays("expected", arrays)

    def json(self, name, value):
        file = self.path / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(json.dumps(value, indent=1) + "\n")

    def _arrays(self, part, arrays):
        (self.path / part).mkdir(exist_ok=True)
        for name, array in arrays.items():
            np.save(self.path / part / f"{name}.npy", array)


def predictions(model, inputs):
    return model.predict(inputs, verbose=0)


def evaluations(model, inputs, labels, weights=None):
    results = []
    for batch_size in EVALUATED_BATCH_SIZES:
        result = model.evaluate(
            inputs, labels, sample_weight=weights, batch_size=batch_size, verbose=0, return_dict=True
        )
        results.append(
            {
                "batch_size": batch_size,
                "sample_weight": weights is not None,
                "result": {name: float(value) for name, value in result.items()},
            }
        )
    return results


def column(values):
    return values.astype(np.float32)[:, None]


@recipe
def digits(out):
    """8 x 8 grey images of digits; a second version is the first one trained for longer."""
    keras.utils.set_random_seed(1)
    folder = Folder(out, SERVED, "digits")
    source = datasets.load_digits()
    images = (source.images[..., None] / 16).astype(np.float32)
    train_x, test_x, train_y, test_y = train_test_split(
        images, source.target.astype(np.int64), test_size=0.25, random_state=0, stratify=source.target
    )
    model = keras.Sequential(
        [
            keras.Input((8, 8, 1), name="image"),
            layers.Conv2D(16, 3, activation="relu"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Flatten(),
            layers.Dense(64, activation="relu"),
            layers.Dense(10, activation="softmax", name="digit"),
        ]
    )
    top3 = metrics.SparseTopKCategoricalAccuracy(3, name="top3")
    model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy", top3])
    folder.data(image=test_x, label=test_y)

    model.fit(train_x, train_y, epochs=12, batch_size=64, verbose=0)
    folder.export(model)
    folder.archive(model)
    folder.expected(predict=predictions(model, test_x))
    folder.json("expected/evaluate.json", evaluations(model, test_x, test_y))

    model.fit(train_x, train_y, epochs=12, batch_size=64, verbose=0)
    folder.export(model, 2)
    folder.expected(predict_v2=predictions(model, test_x))
    folder.json("expected/evaluate_v2.json", evaluations(model, test_x, test_y))


@recipe
def breast_cancer(out):
    """Benign or not, from 30 features; a signature of its own computes loss and cost of each row in the graph."""
    keras.utils.set_random_seed(2)
    folder = Folder(out, SERVED, "breast_cancer")
    source = datasets.load_breast_cancer()
    train_x, test_x, train_y, test_y = train_test_split(
        source.data.astype(np.float32), column(source.target), test_size=0.3, random_state=0, stratify=source.target
    )
    weights = np.random.default_rng(3).uniform(0.2, 3, len(test_y)).astype(np.float32)

    normalization = layers.Normalization()
    normalization.adapt(train_x)
    features = keras.Input((30,), name="features")
    hidden = layers.Dense(32, activation="relu")(normalization(features))
    hidden = layers.Dropout(0.2)(hidden)
    model = keras.Model(features, layers.Dense(1, activation="sigmoid", name="benign")(hidden))
    model.compile(
        "adam",
        losses.BinaryCrossentropy(),
        metrics=[
            "accuracy",
            metrics.AUC(name="auc"),
            metrics.AUC(curve="PR", name="auc_pr"),
            metrics.Precision(name="precision"),
            metrics.Recall(name="recall"),
        ],
        weighted_metrics=[metrics.BinaryAccuracy(name="weighted_accuracy")],
    )
    model.fit(train_x, train_y, epochs=15, batch_size=32, verbose=0)

    def row_losses(features, label):
        benign = model(features, training=False)
        missed, alarmed = 1.0 - benign[:, 0], 5.0 * benign[:, 0]
        return {
            "binary_crossentropy": losses.binary_crossentropy(label, benign),
            "cost": tf.where(label[:, 0] > 0.5, missed, alarmed),
        }

    feature_spec = tf.TensorSpec((None, 30), tf.float32, "features")
    label_spec = tf.TensorSpec((None, 1), tf.float32, "label")
    export = keras.export.ExportArchive()
    export.track(model)
    export.add_endpoint("serve", lambda features: model(features, training=False), input_signature=[feature_spec])
    export.add_endpoint("evaluate", row_losses, input_signature=[feature_spec, label_spec])
    export.write_out(folder.version(), verbose=False)
    folder.archive(model)

    rows = row_losses(tf.constant(test_x), tf.constant(test_y))
    folder.data(features=test_x, label=test_y, weight=weights)
    folder.expected(
        predict=predictions(model, test_x),
        row_bce=rows["binary_crossentropy"].numpy(),
        row_cost=rows["cost"].numpy(),
    )
    unweighted, weighted = evaluations(model, test_x, test_y), evaluations(model, test_x, test_y, weights)
    folder.json("expected/evaluate.json", unweighted + weighted)


@recipe
def diabetes(out):
    """How far a disease has come after a year: a plain number, no probability."""
    keras.utils.set_random_seed(4)
    folder = Folder(out, SERVED, "diabetes")
    source = datasets.load_diabetes()
    train_x, test_x, train_y, test_y = train_test_split(
        source.data.astype(np.float32), column(source.target), test_size=0.3, random_state=0
    )
    model = keras.Sequential(
        [
            keras.Input((10,), name="features"),
            layers.Dense(64, activation="relu"),
            layers.Dense(1, name="progression"),
        ]
    )
    errors = ["mae", metrics.RootMeanSquaredError(name="rmse"), metrics.R2Score(name="r2"), "mape"]
    model.compile("adam", "mse", metrics=errors)
    model.fit(train_x, train_y, epochs=200, batch_size=32, verbose=0)
    folder.export(model)
    folder.archive(model)
    folder.data(features=test_x, label=test_y)
    folder.expected(predict=predictions(model, test_x))
    folder.json("expected/evaluate.json", evaluations(model, test_x, test_y))


@recipe
def wine(out):
    """Two named inputs, two named outputs, and a loss that weighs them."""
    keras.utils.set_random_seed(5)
    folder = Folder(out, SERVED, "wine")
    source = datasets.load_wine()
    measured = source.data[:, 1:].astype(np.float32)
    measured = (measured - measured.mean(0)) / measured.std(0)
    inputs = {"chemistry": measured[:, :7], "colour": measured[:, 7:]}
    labels = {
        "cultivar": np.eye(3, dtype=np.float32)[source.target],
        "alcohol": source.data[:, :1].astype(np.float32),
    }
    chemistry = keras.Input((7,), name="chemistry")
    colour = keras.Input((5,), name="colour")
    hidden = layers.Dense(32, activation="relu")(layers.Concatenate()([chemistry, colour]))
    model = keras.Model(
        {"chemistry": chemistry, "colour": colour},
        {
            "cultivar": layers.Dense(3, activation="softmax", name="cultivar")(hidden),
            "alcohol": layers.Dense(1, name="alcohol")(hidden),
        },
    )
    model.compile(
        "adam",
        loss={"cultivar": "categorical_crossentropy", "alcohol": "huber"},
        loss_weights={"cultivar": 1.0, "alcohol": 0.25},
        metrics={"cultivar": ["accuracy", metrics.F1Score(average="macro", name="f1")], "alcohol": ["mae"]},
    )
    model.fit(inputs, labels, epochs=60, batch_size=16, verbose=0)
    folder.export(model)
    folder.archive(model)
    folder.data(**inputs, **labels)
    folder.expected(**predictions(model, inputs))
    folder.json("expected/evaluate.json", evaluations(model, inputs, labels))


class ReviewWriter:
    """Writes made-up reviews: filler words, and a few that say whether it was good."""

    GOOD = "great superb lovely clear quick reliable".split()
    BAD = "poor dreadful slow broken muddled noisy".split()
    FILLER = "the a film phone service was and very quite it with staff plot screen battery".split()

    def __init__(self, random):
        self.random = random

    def write(self, good):
        words = [str(self.random.choice(self.FILLER)) for _ in range(self.random.integers(3, 14))]
        for _ in range(self.random.integers(1, 4)):
            place = int(self.random.integers(0, len(words)))
            words.insert(place, str(self.random.choice(self.GOOD if good else self.BAD)))
        return " ".join(words)


@recipe
def reviews(out):
    """Text in: a vocabulary in a lookup table, filled by an initialization operation."""
    keras.utils.set_random_seed(6)
    random = np.random.default_rng(6)
    folder = Folder(out, SERVED, "reviews")
    labels = column(random.integers(0, 2, 400))
    writer = ReviewWriter(random)
    texts = np.array([writer.write(good) for good in labels[:, 0]])
    texts[7] = ""
    texts[8] = "naïve café 東京 😀 great"

    vectorization = layers.TextVectorization(max_tokens=64, output_sequence_length=12)
    vectorization.adapt(texts[:300])
    text = keras.Input((1,), dtype="string", name="text")
    hidden = layers.Embedding(64, 8)(vectorization(text))
    hidden = layers.GlobalAveragePooling1D()(hidden)
    model = keras.Model(text, layers.Dense(1, activation="sigmoid", name="positive")(hidden))
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(tf.constant(texts[:300, None]), labels[:300], epochs=40, verbose=0)
    folder.export(model)
    inputs = tf.constant(texts[:, None])
    folder.data(label=labels)
    folder.json("data/text.json", texts.tolist())
    folder.expected(predict=predictions(model, inputs))
    folder.json("expected/evaluate.json", evaluations(model, inputs, labels))


def noisy_shapes(count, random):
    """Images of a disc (odd rows) or a square (even rows) in noise, and the masks of the shapes."""
    images = random.normal(0, 0.35, (count, 32, 32, 1)).astype(np.float32)
    masks = np.zeros((count, 32, 32, 1), np.float32)
    y, x = np.mgrid[:32, :32]
    for row in range(count):
        centre_x, centre_y = random.integers(8, 24), random.integers(8, 24)
        radius = random.integers(3, 8)
        if row % 2:
            inside = (x - centre_x) ** 2 + (y - centre_y) ** 2 < radius * radius
        else:
            inside = (abs(x - centre_x) < radius) & (abs(y - centre_y) < radius)
        masks[row, inside, 0] = 1
        images[row, inside, 0] += 1
    return images, masks


@recipe
def shapes(out):
    """A mask for each pixel: large outputs, and a Dice loss that depends on what is in a batch together."""
    keras.utils.set_random_seed(7)
    folder = Folder(out, SERVED, "shapes")
    images, masks = noisy_shapes(160, np.random.default_rng(7))
    image = keras.Input((32, 32, 1), name="image")
    fine = layers.Conv2D(8, 3, padding="same", activation="relu")(image)
    coarse = layers.Conv2D(16, 3, padding="same", activation="relu")(layers.MaxPooling2D()(fine))
    joined = layers.Concatenate()([layers.UpSampling2D()(coarse), fine])
    joined = layers.Conv2D(8, 3, padding="same", activation="relu")(joined)
    model = keras.Model(image, layers.Conv2D(1, 1, activation="sigmoid", name="mask")(joined))
    iou = metrics.BinaryIoU(target_class_ids=[0, 1], name="iou")
    model.compile("adam", losses.Dice(), metrics=[iou, "binary_accuracy"])
    model.fit(images[:120], masks[:120], epochs=8, batch_size=16, verbose=0)
    test_x, test_y = images[120:], masks[120:]
    folder.export(model)
    folder.archive(model)
    folder.data(image=test_x, mask=test_y)
    folder.expected(predict=predictions(model, test_x))
    folder.json("expected/evaluate.json", evaluations(model, test_x, test_y))


@recipe
def tokens(out):
    """Sequences of any length with zeros behind, masked: are most of the tokens above 15?"""
    keras.utils.set_random_seed(8)
    random = np.random.default_rng(8)
    folder = Folder(out, SERVED, "tokens")
    longest, count = 20, 240
    sequences = np.zeros((count, longest), np.int32)
    labels = np.zeros((count, 1), np.float32)
    for row in range(count):
        length = random.integers(2, longest + 1)
        sequence = random.integers(1, 30, length)
        sequences[row, :length] = sequence
        labels[row] = float((sequence > 15).sum() > (sequence <= 15).sum())

    ids = keras.Input((None,), dtype="int32", name="tokens")
    embedded = layers.Embedding(30, 8, mask_zero=True)(ids)
    hidden = layers.GRU(12)(embedded)
    model = keras.Model(ids, layers.Dense(1, activation="sigmoid", name="majority")(hidden))
    model.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    model.fit(sequences[:160], labels[:160], epochs=25, verbose=0)
    test_x, test_y = sequences[160:], labels[160:]
    folder.export(model)
    folder.archive(model)
    folder.data(tokens=test_x, label=test_y)
    folder.expected(predict=predictions(model, test_x))
    folder.json("expected/evaluate.json", evaluations(model, test_x, test_y))


def save_functions(folder, module=None, **signatures):
    """Saves graphs written by hand: each signature is a function and the specifications of its inputs."""
    module = module or tf.Module()
    functions = {
        name: tf.function(function, input_signature=list(specs)) for name, (function, *specs) in signatures.items()
    }
    tf.saved_model.save(module, folder.version(), signatures=functions)


FLOAT_COLUMN = tf.TensorSpec((None, 1), tf.float32, "x")


@recipe
def classics(out):
    """The models that TensorFlow Serving and Triton ship for a first try."""
    folder = Folder(out, SERVED, "half_plus_two")
    module = tf.Module()
    module.a, module.b = tf.Variable(0.5), tf.Variable(2.0)
    features = {"x": tf.io.FixedLenFeature([1], tf.float32, default_value=[0.0])}

    def half_plus_two(x):
        return {"y": module.a * x + module.b}

    def classify(examples):
        return {"scores": module.a * tf.io.parse_example(examples, features)["x"] + module.b}

    save_functions(
        folder,
        module,
        serving_default=(half_plus_two, FLOAT_COLUMN),
        classify_x_to_y=(classify, tf.TensorSpec((None,), tf.string, "inputs")),
    )

    def sum_and_difference(INPUT0, INPUT1):
        return {"OUTPUT0": INPUT0 + INPUT1, "OUTPUT1": INPUT0 - INPUT1}

    save_functions(
        Folder(out, SERVED, "simple"),
        serving_default=(
            sum_and_difference,
            tf.TensorSpec((None, 16), tf.int32, "INPUT0"),
            tf.TensorSpec((None, 16), tf.int32, "INPUT1"),
        ),
    )


@recipe
def identity(out):
    """Gives back what it gets: one signature for each data type."""
    types = (
        tf.bool, tf.int8, tf.int16, tf.int32, tf.int64, tf.uint8, tf.uint16, tf.uint32, tf.uint64,
        tf.float16, tf.bfloat16, tf.float32, tf.float64, tf.string, tf.complex64,
    )  # fmt: skip

    def same(x):
        return {"x": tf.identity(x)}

    signatures = {dtype.name: (same, tf.TensorSpec((None, None), dtype, "x")) for dtype in types}
    save_functions(
        Folder(out, MISBEHAVING, "identity"), serving_default=signatures["float32"], **signatures
    )


@recipe
def misbehaving(out):
    """Models that fail, that mix rows, that are slow, that remember."""

    def root(x):
        # One negative row fails the run of all.
        with tf.control_dependencies([tf.debugging.assert_non_negative(x, message="negative row")]):
            return {"y": tf.sqrt(x)}

    def share(x):
        return {"y": x / (tf.reduce_sum(x) + 1e-6)}

    def mean(x):
        return {"mean": tf.reduce_mean(x), "y": x * 2}

    def busy(x):
        # About a millisecond of one core for each unit of the largest x.
        rounds = tf.cast(tf.reduce_max(x) * 60.0, tf.int32)

        def another(i, product):
            return i + 1, tf.linalg.matmul(product, product) / 64.0

        product = tf.while_loop(lambda i, _: i < rounds, another, (0, tf.ones((64, 64))))[1]
        return {"y": x + 0.0 * product[0, 0]}

    save_functions(Folder(out, MISBEHAVING, "picky"), serving_default=(root, FLOAT_COLUMN))
    save_functions(Folder(out, MISBEHAVING, "row_coupled"), serving_default=(share, FLOAT_COLUMN))
    save_functions(Folder(out, MISBEHAVING, "scalar_output"), serving_default=(mean, FLOAT_COLUMN))
    save_functions(Folder(out, MISBEHAVING, "slow"), serving_default=(busy, FLOAT_COLUMN))

    module = tf.Module()
    module.n = tf.Variable(0.0)

    def count(x):
        return {"n": module.n.assign_add(1.0) + 0.0 * x}

    rows = tf.TensorSpec((None,), tf.float32, "x")
    save_functions(Folder(out, MISBEHAVING, "counter"), module, serving_default=(count, rows))


@recipe
def sums(out):
    """Regression that brings metrics of its own: sums over rows, with results and without, and what is no sum."""
    random = np.random.default_rng(11)
    module = tf.Module()
    module.hidden = tf.Variable(random.normal(size=(3, 16)).astype(np.float32))
    module.last = tf.Variable(random.normal(size=(16, 1)).astype(np.float32))
    rows = tf.TensorSpec((None, 3), tf.float32, "x")
    labels = tf.TensorSpec((None, 1), tf.float32, "label")
    weights = tf.TensorSpec((None, 1), tf.float32, "weight")

    def predict(x):
        return tf.matmul(tf.tanh(tf.matmul(x, module.hidden)), module.last)

    def errors(x, label):
        return tf.cast(predict(x), tf.float64) - tf.cast(label, tf.float64)

    def wape(x, label, weight):
        weight = tf.cast(weight, tf.float64)
        return {
            "state/error": tf.reduce_sum(weight * tf.abs(errors(x, label))),
            "state/total": tf.reduce_sum(weight * tf.abs(tf.cast(label, tf.float64))),
        }

    def wape_result(error, total):
        return {"wape": error / total, "accuracy": 1.0 - error / total}

    def moments(x, label):
        columns = tf.concat([tf.ones_like(errors(x, label)), errors(x, label)], axis=1)
        return {
            "state/count": tf.cast(tf.shape(x)[0], tf.float64),
            "state/products": tf.matmul(columns, columns, transpose_a=True),
        }

    def mean(x, label):
        return {"state/mean": tf.reduce_mean(tf.abs(errors(x, label)))}

    def spread(x, label):
        # Nothing for one row, however often: only rows among others show that this is no sum.
        error = errors(x, label)
        return {"state/squares": tf.reduce_sum((error - tf.reduce_mean(error)) ** 2)}

    def single(x, label):
        return {"state/error": tf.reduce_sum(tf.abs(predict(x) - label))}

    def mixed(x, label):
        return {"state/error": tf.reduce_sum(errors(x, label)), "error": errors(x, label)}

    number = tf.TensorSpec((), tf.float64)
    folder = Folder(out, MISBEHAVING, "sums")
    save_functions(
        folder,
        module,
        serving_default=(lambda x: {"y": predict(x)}, rows),
        wape=(wape, rows, labels, weights),
        moments=(moments, rows, labels),
        mean=(mean, rows, labels),
        spread=(spread, rows, labels),
        single=(single, rows, labels),
        mixed=(mixed, rows, labels),
        **{"wape/result": (wape_result, number, number)},
    )
    x = random.normal(size=(203, 3)).astype(np.float32)
    label = predict(x).numpy() + random.normal(size=(203, 1)).astype(np.float32)
    weight = random.uniform(0.1, 2, size=(203, 1)).astype(np.float32)
    folder.data(x=x, label=label, weight=weight)
    states = {name: value.numpy() for name, value in {**wape(x, label, weight), **moments(x, label)}.items()}
    folder.json(
        "expected/metrics.json",
        {
            "wape": states["state/error"] / states["state/total"],
            "count": states["state/count"],
            "products": states["state/products"].ravel().tolist(),
        },
    )


@recipe
def unsafe(out):
    """Models that reach files: they must not load unless trusted."""

    def write(x):
        with tf.control_dependencies([tf.io.write_file("model-was-here", "x")]):
            return {"y": tf.identity(x)}

    def read(path):
        return {"content": tf.map_fn(tf.io.read_file, path)}

    paths = tf.TensorSpec((None,), tf.string, "path")
    save_functions(Folder(out, MISBEHAVING, "unsafe_write_file"), serving_default=(write, FLOAT_COLUMN))
    save_functions(Folder(out, MISBEHAVING, "unsafe_read_file"), serving_default=(read, paths))


@recipe
def truncated(out):
    """Half a graph: half_plus_two (made by `classics`) with the end of its file missing."""
    folder = Folder(out, MISBEHAVING, "truncated")
    shutil.copytree(out / SERVED / "half_plus_two" / "1", folder.version())
    graph = pathlib.Path(folder.version()) / "saved_model.pb"
    whole = graph.read_bytes()
    graph.write_bytes(whole[: len(whole) // 2])


@recipe
def performance(out):
    """Untrained models that cost from 0.1 to 500 microseconds a row.

    One recipe, since they share their seeds. The input of perf_mobilenet has the name that Keras gives it, which
    counts the tensors made before: only a run of all groups gives it the name that the benchmarks know.
    """
    keras.utils.set_random_seed(9)

    def save(name, model, **inputs):
        folder = Folder(out, COSTLY, name)
        folder.export(model)
        folder.data(**inputs)
        arrays = list(inputs.values())
        folder.expected(predict=predictions(model, arrays if len(arrays) > 1 else arrays[0]))

    perceptron = keras.Sequential(
        [
            keras.Input((10,), name="x"),
            layers.Dense(64, activation="relu"),
            layers.Dense(64, activation="relu"),
            layers.Dense(1, activation="sigmoid", name="y"),
        ]
    )
    save("perf_mlp", perceptron, x=np.random.default_rng(0).normal(size=(64, 10)).astype(np.float32))

    categories = [keras.Input((1,), dtype="int32", name=f"c{index}") for index in range(8)]
    dense = keras.Input((13,), name="dense")
    embedded = [layers.Flatten()(layers.Embedding(5000, 16)(category)) for category in categories]
    hidden = layers.Concatenate()([*embedded, dense])
    for units in (256, 128, 64):
        hidden = layers.Dense(units, activation="relu")(hidden)
    click = keras.Model([*categories, dense], layers.Dense(1, activation="sigmoid", name="ctr")(hidden))
    random = np.random.default_rng(1)
    inputs = {f"c{index}": random.integers(0, 5000, (64, 1)).astype(np.int32) for index in range(8)}
    inputs["dense"] = random.normal(size=(64, 13)).astype(np.float32)
    save("perf_ctr", click, **inputs)

    convolution = keras.Sequential(
        [
            keras.Input((28, 28, 1), name="image"),
            layers.Conv2D(32, 3, activation="relu"),
            layers.Conv2D(64, 3, strides=2, activation="relu"),
            layers.Flatten(),
            layers.Dense(128, activation="relu"),
            layers.Dense(10, activation="softmax", name="digit"),
        ]
    )
    save("perf_cnn", convolution, image=random.random((32, 28, 28, 1)).astype(np.float32))

    mobilenet = keras.applications.MobileNetV2(input_shape=(96, 96, 3), alpha=0.35, weights=None, classes=100)
    save("perf_mobilenet", mobilenet, image=random.random((8, 96, 96, 3)).astype(np.float32))


def main(arguments):
    if not arguments or arguments[0].startswith("-"):
        sys.exit(__doc__)
    unknown = set(arguments[1:]) - RECIPES.keys()
    if unknown:
        sys.exit(f"no group {', '.join(sorted(unknown))}; there are: {', '.join(RECIPES)}")
    out = pathlib.Path(arguments[0])
    for name, make in RECIPES.items():
        if name in arguments[1:] or not arguments[1:]:
            print(name, flush=True)
            make(out)


if __name__ == "__main__":
    main(sys.argv[1:])
