package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.Signature;
import java.util.List;

/** A signature with the graph's tensors behind its inputs and outputs, in the same order. */
record BoundSignature(Signature signature, List<TensorName> inputs, List<TensorName> outputs) {
  BoundSignature {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
