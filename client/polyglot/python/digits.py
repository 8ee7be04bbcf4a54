"""Scores the digits test set on a Scorekeeper server and prints how many are right.

Usage: digits.py [HOST:PORT] [FOLDER with image.npy and label.npy] [MODEL]
"""

import sys

import grpc
import numpy as np
from google.rpc import error_details_pb2
from grpc_status import rpc_status
from scorekeeper.v1 import scoring_service_pb2 as scoring
from scorekeeper.v1 import scoring_service_pb2_grpc as services
from scorekeeper.v1 import tensor_pb2 as tensors

CHUNK_ROWS = 64

DTYPES = {
    np.dtype("float32"): tensors.DATA_TYPE_FLOAT32,
    np.dtype("float64"): tensors.DATA_TYPE_FLOAT64,
    np.dtype("int32"): tensors.DATA_TYPE_INT32,
    np.dtype("int64"): tensors.DATA_TYPE_INT64,
    np.dtype("uint8"): tensors.DATA_TYPE_UINT8,
    np.dtype("bool"): tensors.DATA_TYPE_BOOL,
}


def to_tensor(name, array):
    """The array as a named tensor of the wire."""
    little_endian = array.astype(array.dtype.newbyteorder("<"), copy=False)
    return tensors.Tensor(
        name=name,
        dtype=DTYPES[array.dtype],
        shape=array.shape,
        data=little_endian.tobytes(),
    )


def to_array(tensor):
    """The tensor as an array."""
    dtype = next(dtype for dtype, wire in DTYPES.items() if wire == tensor.dtype)
    return np.frombuffer(tensor.data, dtype.newbyteorder("<")).reshape(tensor.shape)


def reason_of(error):
    """The server's stable word for what went wrong; empty when it sent none."""
    status = rpc_status.from_call(error)
    for detail in status.details if status else []:
        info = error_details_pb2.ErrorInfo()
        if detail.Unpack(info):
            return info.reason
    return ""


def predict_classes(stub, model, images):
    """The class of each image, computed in chunks that are under way together."""
    calls = []
    for start in range(0, len(images), CHUNK_ROWS):
        request = scoring.PredictRequest(
            model=scoring.ModelSpec(name=model),
            inputs=[to_tensor("image", images[start : start + CHUNK_ROWS])],
            outputs=[
                scoring.RequestedOutput(
                    name="output_0",
                    transforms=[scoring.Transform(arg_max=scoring.ArgMax())],
                )
            ],
        )
        calls.append(stub.Predict.future(request, timeout=30))
    return np.concatenate([to_array(call.result().outputs[0].tensor) for call in calls])


def main(target="localhost:8500", data="server/models/digits/data", model="digits"):
    images = np.load(f"{data}/image.npy")
    labels = np.load(f"{data}/label.npy")
    with grpc.insecure_channel(target) as channel:
        try:
            classes = predict_classes(services.ScoringServiceStub(channel), model, images)
        except grpc.RpcError as error:
            print(f"{error.code().name} {reason_of(error)}: {error.details()}", file=sys.stderr)
            return 1
    correct = int((classes == labels).sum())
    print(f"{correct} of {len(labels)} correct ({correct / len(labels):.1%})")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
