package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluating.LabelledTensors;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.LabelledRows;
import dev.scorekeeper.v1.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads rows with their labels, checking all that can be checked without the model. */
final class EvaluationRows {

  private EvaluationRows() {}

  /** The rows, borrowed from the message. */
  static LabelledTensors read(LabelledRows rows) throws ProblemException {
    return new LabelledTensors(
        tensors(rows.getInputsList(), "rows.inputs"),
        tensors(rows.getLabelsList(), "rows.labels"),
        tensors(rows.getWeightsList(), "rows.weights"),
        tensors(rows.getMasksList(), "rows.masks"),
        tensors(rows.getSliceColumnsList(), "rows.slice_columns"),
        tensor(rows.hasExampleIds(), rows.getExampleIds(), "rows.example_ids"),
        tensors(rows.getLabelPresenceList(), "rows.label_presence"),
        tensor(rows.hasQueryIds(), rows.getQueryIds(), "rows.query_ids"));
  }

  private static Optional<InputTensor> tensor(boolean present, Tensor message, String field)
      throws ProblemException {
    return present ? Optional.of(WireTensor.of(message, field)) : Optional.empty();
  }

  private static List<InputTensor> tensors(List<Tensor> messages, String field)
      throws ProblemException {
    List<InputTensor> tensors = new ArrayList<>(messages.size());
    for (int i = 0; i < messages.size(); i++) {
      tensors.add(WireTensor.of(messages.get(i), field + "[" + i + "]"));
    }
    return tensors;
  }
}
