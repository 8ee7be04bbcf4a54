package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.InputTensor;
import java.util.List;
import java.util.Optional;

/**
 * Rows with their labels as a message brought them. Borrowed: valid until the call that received
 * them returns.
 *
 * @param inputs of the model
 * @param labels named as the outputs
 * @param weights named as the outputs, or one without a name for all
 * @param masks likewise
 * @param sliceColumns strings or integers
 * @param exampleIds strings or integers
 * @param labelPresence named as the outputs
 * @param queryIds strings or integers
 */
public record LabelledTensors(
    List<InputTensor> inputs,
    List<InputTensor> labels,
    List<InputTensor> weights,
    List<InputTensor> masks,
    List<InputTensor> sliceColumns,
    Optional<InputTensor> exampleIds,
    List<InputTensor> labelPresence,
    Optional<InputTensor> queryIds) {

  public LabelledTensors {
    inputs = List.copyOf(inputs);
    labels = List.copyOf(labels);
    weights = List.copyOf(weights);
    masks = List.copyOf(masks);
    sliceColumns = List.copyOf(sliceColumns);
    labelPresence = List.copyOf(labelPresence);
  }
}
