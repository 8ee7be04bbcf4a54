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
    Optional<InputTensor> ids =
        rows.hasExampleIds()
            ? Optional.of(WireTensor.of(rows.getExampleIds(), "rows.example_ids"))
            : Optional.empty();
    return new LabelledTensors(
        tensors(rows.getInputsList(), "rows.inputs"),
        tensors(rows.getLabelsList(), "rows.labels"),
        tensors(rows.getWeightsList(), "rows.weights"),
        tensors(rows.getMasksList(), "rows.masks"),
        tensors(rows.getSliceColumnsList(), "rows.slice_columns"),
        ids,
        tensors(rows.getLabelPresenceList(), "rows.label_presence"));
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
