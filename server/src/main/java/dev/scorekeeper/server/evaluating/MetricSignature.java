package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.pipeline.ForwardPass;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.util.ArrayList;
import java.util.List;

/**
 * A signature of the model that takes rows with their labels, and gives either numbers for each row
 * or, in outputs named {@code state/...}, sums over the rows.
 *
 * @param program all outputs of the signature
 * @param inputs where its inputs come from
 * @param additive whether it gives sums
 * @param field of the header that names it
 */
record MetricSignature(Program program, SignatureInputs inputs, boolean additive, String field) {

  /** What the names of outputs that are sums begin with. */
  static final String STATE = "state/";

  /** Most numbers that a signature sums; each is summed exactly, in every slice and replicate. */
  private static final int MOST_NUMBERS = 1_024;

  /** The field of the header that names one. */
  static String field(int index) {
    return "header.spec.metric_signatures[" + index + "]";
  }

  /**
   * Finds those of these names, see {@link #of}.
   *
   * @throws ProblemException also SIGNATURE_NOT_FOUND
   */
  static List<MetricSignature> all(ForwardPass pass, List<String> outputs, List<String> names)
      throws ProblemException {
    List<MetricSignature> found = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      found.add(of(pass.programOf(names.get(i)), pass.signature(), outputs, field(i)));
    }
    return List.copyOf(found);
  }

  /**
   * Finds out what it gives, and where its inputs come from.
   *
   * @param program all outputs of the signature
   * @param main the evaluated signature
   * @param outputs the evaluated outputs
   * @param field of the header that names it
   * @throws ProblemException METRIC_NOT_SUITABLE when it is no metric
   */
  static MetricSignature of(Program program, Signature main, List<String> outputs, String field)
      throws ProblemException {
    Signature signature = program.signature();
    boolean additive =
        program.outputs().stream().anyMatch(output -> output.name().startsWith(STATE));
    boolean rows =
        !signature.inputs().isEmpty()
            && signature.inputs().stream().allMatch(input -> input.shape().hasBatchDimension());
    if (signature.stateful() || !rows || (!additive && !signature.hasBatchDimension())) {
      throw unsuitable(signature, field, "it does not take rows, or changes the model's state");
    }
    if (signature.name().contains("." + STATE)) {
      throw unsuitable(signature, field, "its own name contains '.state/'");
    }
    for (OutputSpec output : program.outputs()) {
      if (additive) {
        checkState(signature, output, field);
      } else {
        checkOutput(signature, output, field);
      }
    }
    SignatureInputs inputs = SignatureInputs.of(signature, main, outputs, field);
    MetricSignature made = new MetricSignature(program, inputs, additive, field);
    if (additive && made.numbers() > MOST_NUMBERS) {
      throw unsuitable(
          signature,
          field,
          "its states have %d elements; %d can be summed".formatted(made.numbers(), MOST_NUMBERS));
    }
    return made;
  }

  private static void checkOutput(Signature signature, OutputSpec output, String field)
      throws ProblemException {
    Shape shape = output.tensor().shape();
    boolean oneEach =
        shape.rank() == 1 || (shape.rank() == 2 && (shape.dim(1) == 1 || shape.dim(1) < 0));
    if (shape.isUnknownRank() || !oneEach || !Predictions.isReadable(output.tensor().type())) {
      throw unsuitable(
          signature,
          field,
          "its output '%s' is %s %s; expected one number a row"
              .formatted(output.name(), output.tensor().type().label(), shape));
    }
  }

  private static void checkState(Signature signature, OutputSpec output, String field)
      throws ProblemException {
    if (!output.name().startsWith(STATE)) {
      throw unsuitable(
          signature,
          field,
          "its output '%s' is no state, though others are; expected a name that begins with '%s'"
              .formatted(output.name(), STATE));
    }
    Shape shape = output.tensor().shape();
    boolean fixed = shape.isFullyKnown() && shape.elementCount() > 0;
    if (!fixed || output.tensor().type() != DataType.FLOAT64) {
      throw unsuitable(
          signature,
          field,
          "its output '%s' is %s %s; a state is float64, of a shape that is fixed and has no dimension for rows"
              .formatted(output.name(), output.tensor().type().label(), shape));
    }
  }

  static ProblemException unsuitable(Signature signature, String field, String why) {
    return new ProblemException(
        Problem.ofField(
                Reason.METRIC_NOT_SUITABLE,
                field,
                "Signature '%s' is no metric: %s.".formatted(signature.name(), why))
            .with("signature", signature.name())
            .with("why", why));
  }

  String name() {
    return program.signature().name();
  }

  /** Names of its values: the signature's and the output's. */
  List<String> names() {
    return program.outputs().stream().map(output -> name() + "." + output.name()).toList();
  }

  /** What is known about each output. */
  List<OutputFacts> facts() {
    return program.outputs().stream()
        .map(output -> SignatureFigures.facts(name() + "." + output.name(), width(output)))
        .toList();
  }

  /** Numbers that an output gives for a row. */
  int width(int output) {
    return width(program.outputs().get(output));
  }

  private int width(OutputSpec output) {
    return additive ? Math.toIntExact(output.tensor().shape().elementCount()) : 1;
  }

  /** Numbers that all outputs give for a row. */
  int numbers() {
    return program.outputs().stream().mapToInt(this::width).sum();
  }
}
