"""Writes ../resources/transforms.tsv: what NumPy says that each transform gives.

Usage: python transforms.py   (needs numpy and ml_dtypes)

A line: transform, parameter, dtype, shape, input, result dtype, result shape, result, indices; arrays as hexadecimal
little-endian bytes. Lines of `round` hold float32 numbers and the same numbers in a narrower type.
"""

import pathlib

import ml_dtypes
import numpy as np

RNG = np.random.default_rng(20261123)
OUT = pathlib.Path(__file__).parent.parent / "resources" / "transforms.tsv"
FLOATS = {"float16": np.float16, "bfloat16": ml_dtypes.bfloat16, "float32": np.float32, "float64": np.float64}
INTS = {name: np.dtype(name).type for name in
        ("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64")}


def hexed(array):
    return np.ascontiguousarray(array).tobytes().hex()


def probability(name):
    return np.float64 if name == "float64" else np.float32


def samples(name, dtype):
    """Arrays of several shapes, with ties, zeros of both signs, infinities and NaN."""
    if name in INTS:
        info = np.iinfo(dtype)
        yield RNG.integers(info.min, info.max, size=(4, 5), dtype=dtype, endpoint=True)
        yield RNG.integers(0, 3, size=(3, 2, 6)).astype(dtype)
        yield np.array([[info.min, info.max, info.max, 0]], dtype=dtype)
        return
    yield (RNG.standard_normal((4, 5)) * 5).astype(dtype)
    yield (RNG.standard_normal((3, 2, 6)) * 50).astype(dtype)
    yield RNG.integers(0, 3, size=(5, 7)).astype(dtype)
    yield np.array([[0.0, -0.0, 0.0], [-0.0, 0.0, -1.0]], dtype=dtype)
    yield np.array([[1e4, -1e4, 88.0], [-88.0, 9.999e3, 1e4]], dtype=dtype)


def special(dtype):
    inf, nan = np.inf, np.nan
    return np.array([[1, nan, nan], [inf, 1, inf], [-inf, -inf, -inf], [nan, inf, 2], [-inf, 3, -inf]], dtype=dtype)


def softmax(x):
    x = x.astype(np.float64)
    with np.errstate(invalid="ignore"):
        power = np.exp(x - x.max(axis=-1, keepdims=True))
        return power / power.sum(axis=-1, keepdims=True)


def sigmoid(x):
    x = x.astype(np.float64)
    with np.errstate(over="ignore", invalid="ignore"):
        return np.where(x >= 0, 1 / (1 + np.exp(-x)), np.exp(x) / (1 + np.exp(x)))


def top_k(x, k):
    """Stable, NaN first: argsort puts NaN last, so sort the reversed line and reverse again."""
    wide = x if x.dtype.kind in "iu" else x.astype(np.float64)
    size = wide.shape[-1]
    order = size - 1 - np.argsort(wide[..., ::-1], axis=-1, kind="stable")[..., ::-1]
    order = order[..., :k].astype(np.int64)
    return np.take_along_axis(x, order, axis=-1), order


def main():
    lines = []

    def add(transform, parameter, name, x, result_name, result, indices=None):
        lines.append("\t".join([
            transform, str(parameter), name, ",".join(map(str, x.shape)), hexed(x), result_name,
            ",".join(map(str, result.shape)), hexed(result), "" if indices is None else hexed(indices)]))

    for name, dtype in {**FLOATS, **INTS}.items():
        arrays = list(samples(name, dtype)) + ([special(dtype)] if name in FLOATS else [])
        for x in arrays:
            wide = x.astype(np.float64) if name in FLOATS else x
            add("arg_max", "", name, x, "int64", np.argmax(wide, axis=-1).astype(np.int64))
            for k in (1, 2, x.shape[-1]):
                add("top_k", k, name, x, name, *top_k(x, k))
            if name in INTS:
                continue
            result = probability(name)
            result_name = np.dtype(result).name
            add("softmax", "", name, x, result_name, softmax(x).astype(result))
            add("sigmoid", "", name, x, result_name, sigmoid(x).astype(result))
            for threshold in (0.0, 1.0, 0.1):
                rounded = x.astype(np.float32)
                limit = np.float32(threshold)
                add("threshold>", threshold, name, x, "bool", rounded > limit)
                add("threshold>=", threshold, name, x, "bool", rounded >= limit)
    many = RNG.integers(0, 40, size=(3, 200)).astype(np.float32)
    for k in (32, 33, 200):
        add("top_k", k, "float32", many, "float32", *top_k(many, k))
    # A double that only its rounding to float32 makes equal to the threshold.
    close = np.array([0.1, np.nextafter(0.1, 1), np.float64(np.float32(0.1))])
    add("threshold>", 0.1, "float64", close, "bool", close.astype(np.float32) > np.float32(0.1))
    add("threshold>=", 0.1, "float64", close, "bool", close.astype(np.float32) >= np.float32(0.1))

    bits = RNG.integers(0, 2**32, size=4000, dtype=np.uint32).view(np.float32)
    near = (RNG.standard_normal(2000) * np.exp2(RNG.uniform(-27, 18, 2000))).astype(np.float32)
    ties = (RNG.integers(0, 1 << 15, 2000).astype(np.uint32) << 16 | np.uint32(0x8000)).view(np.float32)
    half = RNG.integers(0, 1 << 15, 2000).astype(np.uint16).view(np.float16).astype(np.float32)
    half_ties = (half.view(np.uint32) | np.uint32(0x1000)).view(np.float32)
    edge = np.array([65504, 65519.996, 65520, 65536, 2.0**-24, 2.0**-25, 2.0**-25 * 1.0001, 2.0**-26, 3.3895314e38,
                     3.4e38, np.inf, -np.inf, 0.0, -0.0, -2.0**-25], dtype=np.float32)
    x = np.concatenate([bits, near, ties, half_ties, edge])
    x = x[~np.isnan(x)]
    with np.errstate(over="ignore"):
        for name in ("float16", "bfloat16"):
            add("round", "", "float32", x, name, x.astype(FLOATS[name]))
    OUT.write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
