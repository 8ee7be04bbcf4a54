"""Makes the .keras archives of this folder.

    python archives.py ../../../../../../../../../server/models .     # needs keras and tensorflow

Those of the reference models are theirs without the weights, which nothing here reads. The others are made of models
that were compiled with what an archive cannot tell in full: functions, a lambda, registered objects, lists.
"""
import os, pathlib, sys, zipfile
os.environ.update(TF_CPP_MIN_LOG_LEVEL="3", CUDA_VISIBLE_DEVICES="", KERAS_BACKEND="tensorflow")

models, out = map(pathlib.Path, sys.argv[1:3])


def strip(source, target):
    with zipfile.ZipFile(source) as whole, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as small:
        for name in ("metadata.json", "config.json"):
            small.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), whole.read(name))


for name in ("breast_cancer", "diabetes", "digits", "shapes", "tokens", "wine"):
    strip(models / name / "model.keras", out / f"{name}.keras")

import keras
from keras import layers, losses, metrics


@keras.saving.register_keras_serializable("mine")
class MyLoss(losses.Loss):
    def call(self, y_true, y_pred):
        return y_true - y_pred


def my_metric(y_true, y_pred):
    return y_true - y_pred


def save(model, name):
    path = out / "whole.keras"
    model.save(path)
    strip(path, out / f"{name}.keras")
    path.unlink()


x = keras.Input((3,), name="x")
model = keras.Model(x, [layers.Dense(1, name="zed", kernel_regularizer="l2")(x), layers.Dense(2, name="alpha")(x)])
model.compile("sgd", loss=[MyLoss(), losses.mean_squared_error], loss_weights=[1, 0.5],
    metrics=[["acc", my_metric, losses.MeanSquaredError()],
             [metrics.MeanMetricWrapper(losses.huber, name="hub"), metrics.Precision(thresholds=[0.2, 0.5], class_id=1),
              metrics.MeanIoU(3, dtype="float32"), metrics.IoU(3, [0, 1]), metrics.AUC(thresholds=[0.1, 0.7])]],
    weighted_metrics=[["mae"], []])
save(model, "custom")

model = keras.Model(x, layers.Dense(1, name="only")(x))
model.compile("sgd", loss={"only": losses.Huber(delta=2.0)}, metrics={"only": ["mae", lambda a, b: a - b]})
save(model, "lambda")

model = keras.Model(x, {"zed": layers.Dense(1)(x), "alpha": layers.Dense(1)(x)})
model.compile("sgd", loss=["mse", losses.MeanAbsoluteError(reduction="sum")])
save(model, "sorted")

save(keras.Model(x, layers.Dense(1, name="only")(x)), "not_compiled")
