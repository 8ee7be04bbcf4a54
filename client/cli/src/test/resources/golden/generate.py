"""Writes the files that NumPy, PyArrow and an independent TFRecord writer make, for the readers' tests.

    python generate.py          # needs numpy and pyarrow; writes beside itself
"""
import pathlib
import struct

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

HERE = pathlib.Path(__file__).parent

arrays = {
    "bool": np.array([[True, False], [False, True]]),
    "float16": np.array([1.5, -0.0, 65504, 6e-8, np.inf, np.nan], np.float16),
    "float32": np.arange(12, dtype=np.float32).reshape(2, 3, 2) / 7,
    "float64": np.array([0.1, -1e300, np.nan]),
    "complex64": np.array([1 + 2j, -0.5j], np.complex64),
    "text": np.array(["", "naïve", "東京 😀"]),
    "bytes": np.array([b"", b"ab", b"\xff\x01"]),
    "big_endian": np.arange(4, dtype=">f4").reshape(2, 2) + 0.5,
    "fortran": np.asfortranarray(np.arange(6, dtype=np.float32).reshape(2, 3)),
    "no_rows": np.zeros((0, 3), np.float32),
}
for bits in (8, 16, 32, 64):
    for kind in ("int", "uint"):
        info = np.iinfo(kind + str(bits))
        arrays[kind + str(bits)] = np.array([info.min, 0, 1, info.max], kind + str(bits))
np.savez(HERE / "numpy.npz", **arrays)
np.savez_compressed(HERE / "compressed.npz", a=np.arange(6.0).reshape(3, 2), b=np.array([1, 2, 3]))
with open(HERE / "version2.npy", "wb") as f:
    np.lib.format.write_array(f, np.arange(3, dtype=np.int32), version=(2, 0))
with open(HERE / "objects.npy", "wb") as f:
    np.save(f, np.array([{"a": 1}], object), allow_pickle=True)

pq.write_table(
    pa.table({
        "id": pa.array([1, 2, 3], pa.int64()),
        "x": pa.array([[1.0, 2.0], [3.0, 4.0], [5.5, -6.0]], pa.list_(pa.float32())),
        "fixed": pa.array([[1, 2], [3, 4], [5, 6]], pa.list_(pa.int32(), 2)),
        "nested": pa.array([[[1, 2], [3, 4]], [[5, 6], [7, 8]], [[9, 10], [11, 12]]], pa.list_(pa.list_(pa.int16()))),
        "ragged": pa.array([[1], [2, 3], []], pa.list_(pa.int32())),
        "a_0": pa.array([0.5, 1.5, 2.5]),
        "a_1": pa.array([1, 2, 3], pa.uint8()),
        "text": ["", "naïve", "東京 😀"],
        "flag": [True, False, True],
        "big": pa.array([0, 1, 2**64 - 1], pa.uint64()),
        "null": pa.array([1.0, None, 3.0]),
    }),
    HERE / "table.parquet",
)


def varint(value):
    value &= (1 << 64) - 1
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def field(number, payload):
    return varint(number << 3 | 2) + varint(len(payload)) + payload


def feature(values, packed=True):
    if isinstance(values[0], bytes):
        return field(1, b"".join(field(1, v) for v in values))
    if isinstance(values[0], float):
        if packed:
            return field(2, field(1, struct.pack("<%df" % len(values), *values)))
        return field(2, b"".join(varint(1 << 3 | 5) + struct.pack("<f", v) for v in values))
    if packed:
        return field(3, field(1, b"".join(varint(v) for v in values)))
    return field(3, b"".join(varint(1 << 3) + varint(v) for v in values))


def example(packed=True, **features):
    entries = b"".join(field(1, field(1, k.encode()) + field(2, feature(v, packed))) for k, v in features.items())
    return field(1, entries)


CRC_TABLE = []
for n in range(256):
    c = n
    for _ in range(8):
        c = c >> 1 ^ 0x82F63B78 if c & 1 else c >> 1
    CRC_TABLE.append(c)


def masked_crc(data):
    c = 0xFFFFFFFF
    for byte in data:
        c = CRC_TABLE[(c ^ byte) & 0xFF] ^ c >> 8
    c ^= 0xFFFFFFFF
    return ((c >> 15 | c << 17) + 0xA282EAD8) & 0xFFFFFFFF


def record(data):
    length = struct.pack("<Q", len(data))
    return length + struct.pack("<I", masked_crc(length)) + data + struct.pack("<I", masked_crc(data))


(HERE / "examples.tfrecord").write_bytes(
    record(example(x=[1.0, 2.5], id=[-7], name=[b"a"]))
    + record(example(packed=False, x=[3.0, -4.0], id=[1 << 40], name=["é".encode()]))
)
