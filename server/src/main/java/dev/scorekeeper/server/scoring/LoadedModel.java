package dev.scorekeeper.server.scoring;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A model version in memory: the port to the runtime.
 *
 * <p>Thread-safe. The owner closes it once, when no run is in progress and every block and result
 * is closed.
 */
public interface LoadedModel extends AutoCloseable {

  /** Signatures by name, in order of their names. */
  Map<String, Signature> signatures();

  /**
   * The program for these outputs, in this order; the same object for the same arguments.
   *
   * @throws IllegalArgumentException for an unknown signature or output
   */
  Program program(String signature, List<String> outputs);

  /** The activation that gives an output, when nothing but copies follows it in the graph. */
  default Activation activation(String signature, String output) {
    return Activation.NONE;
  }

  /**
   * A program that gives these outputs and then, for each of {@code logits} that has an {@link
   * #activation}, in the order of the outputs, what that is computed from. The first call for a
   * signature loads the model a second time: it blocks, and takes as much memory as the model.
   *
   * @param logits some of the outputs
   * @throws ProblemException when it cannot be loaded like that
   */
  default Program withLogits(String signature, List<String> outputs, Set<String> logits)
      throws ProblemException {
    throw new UnsupportedOperationException("no output has an activation");
  }

  /**
   * Requests recorded with the model, for warming it up, at most a few; empty when there are none.
   * Unlike the rows of a request these stay valid until the model is closed.
   */
  List<RecordedRequest> recordedRequests();

  @Override
  void close();

  /** A recorded request: inputs in no particular order, not yet checked against the signature. */
  record RecordedRequest(String signature, List<InputTensor> inputs) {
    public RecordedRequest {
      inputs = List.copyOf(inputs);
    }
  }
}
