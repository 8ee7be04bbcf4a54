package dev.scorekeeper.server.scoring;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * One way to call a model: its named inputs and outputs, each in order of their names.
 *
 * <p>{@code stateful} tells that a run changes what later runs give, so that runs are not
 * repeatable and the server must run each request exactly once, alone.
 */
public record Signature(
    String name, List<TensorSpec> inputs, List<OutputSpec> outputs, boolean stateful) {

  /** The name that a request means when it names none. */
  public static final String DEFAULT_NAME = "serving_default";

  public Signature {
    requireNonNull(name, "name is null");
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }

  /** Position of the input of this name, or -1. */
  public int inputIndex(String inputName) {
    for (int i = 0; i < inputs.size(); i++) {
      if (inputs.get(i).name().equals(inputName)) {
        return i;
      }
    }
    return -1;
  }

  /** Position of the output of this name, or -1. */
  public int outputIndex(String outputName) {
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).name().equals(outputName)) {
        return i;
      }
    }
    return -1;
  }

  /** True when every input and every output has a leading dimension of varying size. */
  public boolean hasBatchDimension() {
    return !inputs.isEmpty()
        && inputs.stream().allMatch(i -> i.shape().hasBatchDimension())
        && outputs.stream()
            .allMatch(
                o -> o.tensor().shape().isUnknownRank() || o.tensor().shape().hasBatchDimension());
  }
}
