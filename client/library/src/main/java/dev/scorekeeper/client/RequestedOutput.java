package dev.scorekeeper.client;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.v1.ArgMax;
import dev.scorekeeper.v1.Sigmoid;
import dev.scorekeeper.v1.Softmax;
import dev.scorekeeper.v1.Threshold;
import dev.scorekeeper.v1.TopK;
import dev.scorekeeper.v1.Transform;

/**
 * An output to return, with the changes that the server makes to it first. Immutable; every method
 * that adds something returns a new value.
 */
public final class RequestedOutput {

  private final dev.scorekeeper.v1.RequestedOutput wire;

  private RequestedOutput(dev.scorekeeper.v1.RequestedOutput wire) {
    this.wire = wire;
  }

  /** The output of this name in the signature, as the model gives it. */
  public static RequestedOutput of(String name) {
    return new RequestedOutput(
        dev.scorekeeper.v1.RequestedOutput.newBuilder().setName(name).build());
  }

  /** Then turns logits of one class among several into probabilities along the last axis. */
  public RequestedOutput softmax() {
    return with(Transform.newBuilder().setSoftmax(Softmax.getDefaultInstance()));
  }

  /** Then turns logits of independent yes-or-no questions into probabilities. */
  public RequestedOutput sigmoid() {
    return with(Transform.newBuilder().setSigmoid(Sigmoid.getDefaultInstance()));
  }

  /** Then takes the int64 index of the largest element along the last axis, which is dropped. */
  public RequestedOutput argMax() {
    return with(Transform.newBuilder().setArgMax(ArgMax.getDefaultInstance()));
  }

  /**
   * Then takes the largest elements along the last axis, in falling order; their indices are in
   * {@link Output#indices}.
   *
   * @param count how many, [1, size of the last axis]
   */
  public RequestedOutput topK(int count) {
    return with(Transform.newBuilder().setTopK(TopK.newBuilder().setK(count)));
  }

  /** Then tells for each element whether it is above a threshold, compared in float32. */
  public RequestedOutput above(double threshold) {
    return with(Transform.newBuilder().setThreshold(Threshold.newBuilder().setValue(threshold)));
  }

  /** Then tells for each element whether it is at or above a threshold, compared in float32. */
  public RequestedOutput atLeast(double threshold) {
    return with(
        Transform.newBuilder()
            .setThreshold(Threshold.newBuilder().setValue(threshold).setInclusive(true)));
  }

  /**
   * Asks the server to refuse, with reason {@code OUTPUT_KIND_MISMATCH}, when the numbers that it
   * would send are not of this kind. A caller who asks for probabilities never gets logits.
   */
  public RequestedOutput expect(OutputKind kind) {
    requireNonNull(kind, "kind is null");
    return new RequestedOutput(wire.toBuilder().setExpectedKind(kind.wire()).build());
  }

  private RequestedOutput with(Transform.Builder transform) {
    return new RequestedOutput(wire.toBuilder().addTransforms(transform).build());
  }

  dev.scorekeeper.v1.RequestedOutput wire() {
    return wire;
  }

  @Override
  public String toString() {
    return wire.getName();
  }
}
