package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.RunException;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * Runs a signature that gives sums over rows, on each row alone, so that what a row adds depends on
 * nothing but the row: neither on how rows come together nor on how a run is filled up.
 *
 * <p>Until the signature has shown that its outputs are sums, further runs of several rows are
 * compared with those of single ones, see {@link Additivity}.
 */
final class StateRun implements SignatureRun {

  private final MetricSignature signature;
  private final List<OutputRows> targets;
  private final SignatureMemory memory;
  private final int numbers;
  private final Additivity additivity;
  private double[] states = {};

  /**
   * A run.
   *
   * @param computeRows rows that come at a time, {@code >= 1}
   * @param targets get the state of each row: as labels, which are doubles; the predictions beside
   *     them are 0, or NaN where the state is not finite
   */
  StateRun(MetricSignature signature, int computeRows, List<OutputRows> targets) {
    this.signature = signature;
    this.targets = targets;
    this.memory = new SignatureMemory(signature, Math.max(2, computeRows));
    this.numbers = signature.numbers();
    this.additivity = new Additivity(Math.max(2, computeRows), numbers);
  }

  @Override
  public void run(Slot slot, int from, int count, int size) throws RunException, ProblemException {
    if (states.length < count * numbers) {
      states = new double[count * numbers];
    }
    int[] complete = new int[count];
    int completeCount = 0;
    InputBlock block = memory.of(slot.form);
    signature.inputs().fill(slot, row -> from + row, count, block);
    for (int row = 0; row < count; row++) {
      if (signature.inputs().complete(slot, from + row)) {
        run(block, row, 1, states, row * numbers);
        complete[completeCount++] = row;
      } else {
        Arrays.fill(states, row * numbers, (row + 1) * numbers, 0);
      }
    }
    copy(slot, from, count);
    if (!additivity.settled()) {
      check(slot, from, Arrays.copyOf(complete, completeCount), block);
    }
  }

  /** Runs rows of the block together. */
  private void run(InputBlock block, int from, int count, double[] target, int at)
      throws RunException, ProblemException {
    try (RunResult result = signature.program().run(block, from, count)) {
      int next = at;
      for (int i = 0; i < targets.size(); i++) {
        int width = signature.width(i);
        if (result.shape(i).elementCount() != width) {
          throw new ProblemException(otherShape(i, result.shape(i)));
        }
        ByteBuffer data = result.data(i);
        data.asDoubleBuffer().get(target, next, width);
        next += width;
      }
    }
  }

  private Problem otherShape(int output, Shape got) {
    Shape expected = signature.program().outputs().get(output).tensor().shape();
    return Problem.ofField(
            Reason.METRIC_NOT_SUITABLE,
            signature.field(),
            "Output '%s' has shape %s, though the signature says %s."
                .formatted(signature.names().get(output), got, expected))
        .with("expected", expected)
        .with("got", got);
  }

  private void copy(Slot slot, int from, int count) {
    int first = 0;
    for (int i = 0; i < targets.size(); i++) {
      int width = signature.width(i);
      OutputRows target = prepared(targets.get(i), width, slot.capacity);
      for (int row = 0; row < count; row++) {
        for (int e = 0; e < width; e++) {
          double state = states[row * numbers + first + e];
          boolean finite = Math.abs(state) <= Double.MAX_VALUE;
          int at = (from + row) * width + e;
          target.labels[at] = finite ? state : 0;
          target.predictions[at] = finite ? 0 : Float.NaN;
        }
      }
      first += width;
    }
  }

  private static OutputRows prepared(OutputRows target, int width, int capacity) {
    int elements = Math.multiplyExact(capacity, width);
    if (target.labels.length < elements) {
      target.labels = new double[elements];
      target.predictions = new float[elements];
    }
    target.labelWidth = width;
    target.predictionWidth = width;
    return target;
  }

  private void check(Slot slot, int from, int[] rows, InputBlock block)
      throws RunException, ProblemException {
    Additivity.Runner together =
        chosen -> {
          double[] sum = new double[numbers];
          signature.inputs().fill(slot, i -> from + chosen[i], chosen.length, block);
          run(block, 0, chosen.length, sum, 0);
          return sum;
        };
    Additivity.Breach breach = additivity.check(rows, states, together, largestLabel(slot));
    if (breach != null) {
      throw new ProblemException(notAdditive(breach));
    }
  }

  /** How large labels are: what float32 predictions of them lose is in proportion. */
  private static double largestLabel(Slot slot) {
    double largest = 1;
    for (OutputRows rows : slot.chunk.outputs) {
      for (int i = 0; i < slot.rows * rows.labelWidth; i++) {
        double label = Math.abs(rows.labels[i]);
        largest = label <= Double.MAX_VALUE ? Math.max(largest, label) : largest;
      }
    }
    return largest;
  }

  private Problem notAdditive(Additivity.Breach breach) {
    int output = 0;
    int element = breach.number();
    while (element >= signature.width(output)) {
      element -= signature.width(output);
      output++;
    }
    String name = signature.program().outputs().get(output).name();
    return Problem.ofField(
            Reason.METRIC_NOT_ADDITIVE,
            signature.field(),
            "Output '%s' of signature '%s' is no sum over rows: %s gave %s, where %s would be the sum. Let it give sums in float64, such as a total and a count, and divide them in a signature '%s'."
                .formatted(
                    name,
                    signature.name(),
                    breach.what(),
                    breach.got(),
                    breach.expected(),
                    ResultSignature.nameFor(signature.name())))
        .with("signature", signature.name())
        .with("output", name)
        .with("got", breach.got())
        .with("expected", breach.expected());
  }

  @Override
  public void close() {
    memory.close();
  }
}
