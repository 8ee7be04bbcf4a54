package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.lifecycle.VersionSelector;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.TensorEncoding;
import java.util.ArrayList;
import java.util.List;

/** Turns a parsed message into a request, checking all that can be checked without the model. */
final class RequestReader {

  private RequestReader() {}

  /**
   * Reads a message.
   *
   * @return the request, its inputs borrowed from the message
   * @throws ProblemException for what is wrong with it
   */
  static ReadRequest read(PredictRequest message) throws ProblemException {
    String model = message.getModel().getName();
    if (model.isEmpty()) {
      throw new ProblemException(
          Problem.ofField(Reason.MODEL_NAME_MISSING, "model.name", "The request names no model."));
    }
    if (message.getEncoding() == TensorEncoding.UNRECOGNIZED) {
      throw new ProblemException(
          Problem.ofField(
              Reason.REQUEST_MALFORMED,
              "encoding",
              "encoding is %d, which this server does not know."
                  .formatted(message.getEncodingValue())));
    }
    List<InputTensor> inputs = new ArrayList<>(message.getInputsCount());
    for (int i = 0; i < message.getInputsCount(); i++) {
      inputs.add(WireTensor.of(message.getInputs(i), "inputs[" + i + "]"));
    }
    RequestedOutputs outputs = RequestedOutputs.of(message.getOutputsList());
    ScoreRequest request =
        new ScoreRequest(
            model,
            version(message.getModel()),
            message.getSignature(),
            inputs,
            outputs,
            message.getSingleExample());
    boolean typedValues = message.getEncoding() == TensorEncoding.TENSOR_ENCODING_VALUES;
    return new ReadRequest(
        request, new PredictAnswer.AnswerForm(outputs, message.getSingleExample(), typedValues));
  }

  /** Which version a message means. */
  static VersionSelector version(ModelSpec model) {
    return switch (model.getVersionChoiceCase()) {
      case VERSION -> new VersionSelector.Exact(model.getVersion());
      case LABEL -> new VersionSelector.Label(model.getLabel());
      case VERSIONCHOICE_NOT_SET -> VersionSelector.NEWEST;
    };
  }

  /** A request, and how its answer is wanted. */
  record ReadRequest(ScoreRequest request, PredictAnswer.AnswerForm form) {}
}
