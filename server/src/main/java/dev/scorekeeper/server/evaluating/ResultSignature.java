package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * The signature {@code <name>/result} of a metric signature: numbers out of its states. Owns memory
 * for a run. Not thread-safe.
 */
final class ResultSignature implements AutoCloseable {

  private static final String SUFFIX = "/result";

  private final Program program;

  /** For each input which of the states it takes. */
  private final int[] states;

  private final InputBlock block;

  private ResultSignature(Program program, int[] states) {
    this.program = program;
    this.states = states;
    Signature signature = program.signature();
    List<DataType> types = signature.inputs().stream().map(TensorSpec::type).toList();
    List<Shape> shapes = signature.inputs().stream().map(TensorSpec::shape).toList();
    this.block = program.allocate(new Layout(types, shapes, false), 1);
  }

  /** What the signature with the results of another one is called. */
  static String nameFor(String signature) {
    return signature + SUFFIX;
  }

  /**
   * Finds out which input takes which state: the one of its name, with or without {@code state/}.
   *
   * @param program all outputs of the result signature
   * @param metric the signature whose states it takes
   * @throws ProblemException METRIC_NOT_SUITABLE when it does not fit them
   */
  static ResultSignature of(Program program, MetricSignature metric) throws ProblemException {
    Signature signature = program.signature();
    if (signature.stateful() || signature.inputs().isEmpty()) {
      throw MetricSignature.unsuitable(
          signature, metric.field(), "it takes no states, or changes the model's own");
    }
    List<OutputSpec> outputs = metric.program().outputs();
    int[] states = new int[signature.inputs().size()];
    for (int i = 0; i < states.length; i++) {
      states[i] = state(signature, signature.inputs().get(i), outputs, metric.field());
    }
    for (OutputSpec output : program.outputs()) {
      checkOutput(signature, output.tensor(), metric.field());
    }
    return new ResultSignature(program, states);
  }

  private static int state(
      Signature signature, TensorSpec input, List<OutputSpec> outputs, String field)
      throws ProblemException {
    for (int i = 0; i < outputs.size(); i++) {
      TensorSpec state = outputs.get(i).tensor();
      if (state.name().equals(input.name())
          || state.name().equals(MetricSignature.STATE + input.name())) {
        if (input.type() != DataType.FLOAT64 || !input.shape().equals(state.shape())) {
          throw MetricSignature.unsuitable(
              signature,
              field,
              "its input '%s' is %s %s; expected %s %s as the state"
                  .formatted(
                      input.name(),
                      input.type().label(),
                      input.shape(),
                      state.type().label(),
                      state.shape()));
        }
        return i;
      }
    }
    throw MetricSignature.unsuitable(
        signature,
        field,
        "its input '%s' is none of the states %s"
            .formatted(input.name(), outputs.stream().map(OutputSpec::name).toList()));
  }

  private static void checkOutput(Signature signature, TensorSpec output, String field)
      throws ProblemException {
    boolean one = output.shape().isFullyKnown() && output.shape().elementCount() == 1;
    if (!one || (output.type() != DataType.FLOAT64 && output.type() != DataType.FLOAT32)) {
      throw MetricSignature.unsuitable(
          signature,
          field,
          "its output '%s' is %s %s; expected a float64 or float32 scalar"
              .formatted(output.name(), output.type().label(), output.shape()));
    }
  }

  /** Names of the numbers. */
  List<String> outputs() {
    return program.outputs().stream().map(OutputSpec::name).toList();
  }

  /**
   * The numbers.
   *
   * @param values elements of each state of the metric signature
   * @return for each of {@link #outputs} its number, NaN and infinities included
   */
  double[] read(List<double[]> values) throws RunException {
    for (int i = 0; i < states.length; i++) {
      ByteBuffer target = block.buffer(i).clear();
      for (double value : values.get(states[i])) {
        target.putDouble(value);
      }
      target.clear();
    }
    List<Double> numbers = new ArrayList<>();
    try (RunResult result = program.run(block, 0, 1)) {
      for (int i = 0; i < program.outputs().size(); i++) {
        ByteBuffer data = result.data(i);
        numbers.add(
            result.type(i) == DataType.FLOAT64 ? data.getDouble(0) : (double) data.getFloat(0));
      }
    }
    return numbers.stream().mapToDouble(number -> number).toArray();
  }

  @Override
  public void close() {
    block.close();
  }
}
