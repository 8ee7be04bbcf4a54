package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.pipeline.ForwardPass;
import dev.scorekeeper.server.scoring.Activation;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What of a model is judged: which outputs, in which runs. Borrows its pass. */
final class Subject {

  /** Largest compute batch; a logical batch of Keras may be one. */
  private static final int MOST_ROWS = 1 << 16;

  private final ForwardPass pass;
  private final EvaluationQuestion question;
  private final List<String> outputs;
  private final int computeRows;
  private final boolean coupled;

  private Subject(
      ForwardPass pass,
      EvaluationQuestion question,
      List<String> outputs,
      int computeRows,
      boolean coupled) {
    this.pass = pass;
    this.question = question;
    this.outputs = outputs;
    this.computeRows = computeRows;
    this.coupled = coupled;
  }

  /**
   * Finds what a question is about.
   *
   * @param computeRows as the server's settings say
   * @throws ProblemException OUTPUT_UNKNOWN, or MODEL_NOT_EVALUABLE when rows cannot be judged one
   *     by one
   */
  static Subject of(ForwardPass pass, EvaluationQuestion question, int computeRows)
      throws ProblemException {
    checkRows(pass);
    boolean coupled = checkCoupling(pass, question);
    List<String> outputs = outputs(pass.signature(), question);
    int rows = pass.computeRows().orElse(computeRows);
    if (coupled) {
      rows = question.keras().orElseThrow().batchSize();
      if (rows > MOST_ROWS) {
        throw new ProblemException(tooManyRows(pass, rows));
      }
    }
    return new Subject(pass, question, outputs, rows, coupled);
  }

  private static void checkRows(ForwardPass pass) throws ProblemException {
    Signature signature = pass.signature();
    if (signature.stateful()) {
      throw notEvaluable(
          pass, "runs of signature '%s' change the model's state".formatted(signature.name()));
    }
    if (!signature.hasBatchDimension()) {
      throw notEvaluable(
          pass,
          "signature '%s' lacks a batch dimension: %s"
              .formatted(signature.name(), pass.coupling()));
    }
  }

  /** Whether rows may run only as Keras' batches. */
  private static boolean checkCoupling(ForwardPass pass, EvaluationQuestion question)
      throws ProblemException {
    if (pass.coupling().isEmpty()) {
      return false;
    }
    if (question.mode() == Mode.DATASET) {
      throw notEvaluable(
          pass,
          "%s, so that no number is one of the data set alone; mode KERAS computes in batches"
              .formatted(pass.coupling()));
    }
    return true;
  }

  private static ProblemException notEvaluable(ForwardPass pass, String why) {
    return new ProblemException(
        Problem.ofField(
                Reason.MODEL_NOT_EVALUABLE,
                "header.model",
                "Model %s cannot be evaluated: %s.".formatted(pass.id(), why))
            .with("model", pass.id().name())
            .with("version", pass.id().version()));
  }

  private static Problem tooManyRows(ForwardPass pass, int rows) {
    return Problem.ofField(
            Reason.EVALUATION_SPEC_INVALID,
            "header.spec.keras.batch_size",
            "The rows of model %s influence each other, so that a batch must be one run; %d rows are more than %d."
                .formatted(pass.id(), rows, MOST_ROWS))
        .with("got", rows)
        .with("expected", "[1, " + MOST_ROWS + "]");
  }

  /**
   * Names of the outputs that a question is about.
   *
   * @throws ProblemException OUTPUT_UNKNOWN, or METRIC_NOT_SUITABLE for one that is no numbers
   */
  static List<String> outputs(Signature signature, EvaluationQuestion question)
      throws ProblemException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < question.outputs().size(); i++) {
      String name = question.outputs().get(i).output();
      if (name.isEmpty() && signature.outputs().size() == 1) {
        name = signature.outputs().get(0).name();
      }
      int index = signature.outputIndex(name);
      if (index < 0) {
        throw new ProblemException(unknown(signature, name, i));
      }
      if (!Predictions.isReadable(signature.outputs().get(index).tensor().type())) {
        throw new ProblemException(notNumbers(signature.outputs().get(index), i));
      }
      names.add(name);
    }
    return List.copyOf(names);
  }

  private static Problem unknown(Signature signature, String name, int index) {
    String known = String.join(", ", signature.outputs().stream().map(OutputSpec::name).toList());
    return Problem.ofField(
            Reason.OUTPUT_UNKNOWN,
            "header.spec.outputs[" + index + "].output",
            "Signature '%s' has no output '%s'; its outputs are: %s."
                .formatted(signature.name(), name, known))
        .with("output", name)
        .with("got", name)
        .with("expected", known);
  }

  private static Problem notNumbers(OutputSpec output, int index) {
    String type = output.tensor().type().label();
    return Problem.ofField(
            Reason.METRIC_NOT_SUITABLE,
            "header.spec.outputs[" + index + "].output",
            "Output '%s' is %s; only numbers can be evaluated.".formatted(output.name(), type))
        .with("output", output.name())
        .with("got", type);
  }

  ForwardPass pass() {
    return pass;
  }

  EvaluationQuestion question() {
    return question;
  }

  /** Names of the evaluated outputs, in the order of the question. */
  List<String> outputs() {
    return outputs;
  }

  /** The outputs that come straight from an activation, so that there are logits of them. */
  Set<String> withActivation() {
    return outputs.stream()
        .filter(output -> pass.activation(output) != Activation.NONE)
        .collect(Collectors.toSet());
  }

  int computeRows() {
    return computeRows;
  }

  /** Whether each run must hold exactly the rows of one of Keras' batches. */
  boolean coupled() {
    return coupled;
  }

  /** Whether rows must be counted in the order in which they came. */
  boolean ordered() {
    return question.mode() == Mode.KERAS;
  }

  /**
   * What is known about the outputs when the first labels are there.
   *
   * @param withLogits outputs whose rows come with logits
   */
  List<OutputFacts> facts(List<InputTensor> labels, Set<String> withLogits) {
    List<OutputFacts> facts = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      InputTensor label = labels.get(i);
      List<Integer> shape = labelShape(label.shape().inner(), output(i).tensor().shape().inner());
      facts.add(facts(i, shape, NumberReader.isInteger(label.type()), withLogits));
    }
    return facts;
  }

  /**
   * Where the output's own size varies, that of the labels does too: the first ones tell nothing.
   */
  private static List<Integer> labelShape(Shape labels, Shape predictions) {
    List<Integer> dims = new ArrayList<>(shape(labels));
    for (int i = 0; i < Math.min(dims.size(), predictions.rank()); i++) {
      if (predictions.dim(i) < 0) {
        dims.set(i, -1);
      }
    }
    return dims;
  }

  /** The same before that; it says that labels are scalars. */
  List<OutputFacts> factsWithoutLabels() {
    List<OutputFacts> facts = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      facts.add(facts(i, List.of(), false, Set.of()));
    }
    return facts;
  }

  private OutputFacts facts(
      int index, List<Integer> labelShape, boolean integerLabels, Set<String> withLogits) {
    OutputSpec output = output(index);
    return new OutputFacts(
        outputs.get(index),
        shape(output.tensor().shape().inner()),
        kind(output),
        pass.activation(outputs.get(index)) == Activation.SOFTMAX,
        withLogits.contains(outputs.get(index)),
        labelShape,
        integerLabels);
  }

  private OutputSpec output(int index) {
    Signature signature = pass.signature();
    return signature.outputs().get(signature.outputIndex(outputs.get(index)));
  }

  private static List<Integer> shape(Shape shape) {
    List<Integer> dims = new ArrayList<>();
    for (int i = 0; i < shape.rank(); i++) {
      dims.add(Math.toIntExact(shape.dim(i)));
    }
    return dims;
  }

  private static Optional<ScoreKind> kind(OutputSpec output) {
    return switch (output.kind()) {
      case PROBABILITY -> Optional.of(ScoreKind.PROBABILITY);
      case LOGIT -> Optional.of(ScoreKind.LOGIT);
      case CLASS_INDEX -> Optional.of(ScoreKind.CLASS_ID);
      case VALUE, DECISION -> Optional.empty();
    };
  }
}
