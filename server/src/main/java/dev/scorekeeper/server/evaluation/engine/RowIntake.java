package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.engine.Policies.MissingLabels;
import dev.scorekeeper.server.evaluation.engine.Policies.NonFinite;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What comes in for one output: checks rows, says which of them count, turns class weights into
 * weights of rows, keeps the counts. Allocates nothing for a row. Not thread-safe.
 */
final class RowIntake {

  /** How far outside [0, 1] a probability may be. */
  private static final float PROBABILITY_TOLERANCE = 1e-6f;

  /** How far from 1 the sum of a distribution may be. */
  private static final double SUM_TOLERANCE = 1e-4;

  private final PlannedOutput output;
  private final Policies policies;
  private final boolean probability;
  private final ShapeCheck shapes;
  private final LabelCheck labels;
  private final ClassWeights classWeights;
  private final Tally tally;

  private OutputRows rows = new OutputRows();
  private boolean[] counts = new boolean[0];
  private boolean all;
  private EvaluationChunk chunk = new EvaluationChunk(0, 0);

  RowIntake(PlannedOutput output, Policies policies) {
    this.output = output;
    this.policies = policies;
    this.probability = output.context().kind() == ScoreKind.PROBABILITY;
    this.shapes = new ShapeCheck(output);
    this.labels = new LabelCheck(output);
    this.classWeights = new ClassWeights(output);
    this.tally = new Tally(output);
  }

  /** The rows that came last, weights final. */
  OutputRows rows() {
    return rows;
  }

  /** Whether all of them count. */
  boolean all() {
    return all;
  }

  boolean counts(int row) {
    return all || counts[row];
  }

  Tally tally() {
    return tally;
  }

  /**
   * Takes rows in.
   *
   * @param place of the output among those of the chunk
   */
  void take(EvaluationChunk from, int place) throws EvaluationException {
    chunk = from;
    OutputRows incoming = from.outputs[place];
    boolean[] present = from.presence[place];
    shapes.check(incoming);
    tally.come(incoming);
    int count = incoming.count;
    if (counts.length < count) {
      counts = new boolean[count];
    }
    all = true;
    for (int row = 0; row < count; row++) {
      boolean counted = isLabelled(present, row) && isUnmasked(incoming, row);
      counted = counted && takePredictions(incoming, row);
      counts[row] = counted;
      all &= counted;
      if (counted) {
        checkWeights(incoming, row);
        labels.check(incoming, row, from.rowNumber(row), tally);
      }
    }
    rows = classWeights.apply(incoming, counts, labels);
    for (int row = 0; row < count; row++) {
      if (counts[row]) {
        tally.count(rows, row);
      }
    }
  }

  private boolean isLabelled(boolean @Nullable [] present, int row) throws EvaluationException {
    if (present == null || present[row]) {
      return true;
    }
    if (policies.missingLabels() == MissingLabels.ERROR) {
      throw problem(EvaluationReason.LABEL_MISSING, "label_presence", row, "has no label");
    }
    tally.missing();
    return false;
  }

  /** Whether not the row as a whole is masked. */
  private boolean isUnmasked(OutputRows incoming, int row) {
    if (incoming.maskWidth == 1 && !incoming.mask[row]) {
      tally.masked(1);
      return false;
    }
    return true;
  }

  /** Whether the row counts, as far as its predictions go. */
  private boolean takePredictions(OutputRows incoming, int row) throws EvaluationException {
    int width = incoming.predictionWidth;
    float[] predictions = incoming.predictions;
    int from = row * width;
    boolean finite = true;
    float least = 0;
    float greatest = 0;
    for (int i = from; i < from + width; i++) {
      float p = predictions[i];
      if (incoming.maskWidth > 1 && isMasked(incoming, row, i - from)) {
        continue;
      }
      finite &= Math.abs(p) <= Float.MAX_VALUE;
      least = Math.min(least, p);
      greatest = Math.max(greatest, p);
    }
    if (!finite) {
      tally.nonFinite();
      if (policies.nonFinite() == NonFinite.FAIL) {
        throw problem(
            EvaluationReason.NOT_FINITE, "inputs", row, "has a prediction that is NaN or infinite");
      }
      return policies.nonFinite() == NonFinite.PROPAGATE;
    }
    if (probability) {
      if (least < -PROBABILITY_TOLERANCE || greatest > 1 + PROBABILITY_TOLERANCE) {
        throw problem(
                EvaluationReason.BAD_PREDICTION,
                output.index(),
                row,
                "has a prediction of "
                    + (least < 0 ? least : greatest)
                    + ", which is no probability; if predictions are no probabilities, declare their"
                    + " kind")
            .with("expected", "[0, 1]")
            .with("got", least < 0 ? least : greatest);
      }
      if (output.distribution()) {
        checkSums(incoming, row);
      }
    }
    return true;
  }

  private void checkSums(OutputRows incoming, int row) throws EvaluationException {
    int classes = output.context().classes();
    int from = row * incoming.predictionWidth;
    for (int start = 0; start < incoming.predictionWidth; start += classes) {
      if (incoming.maskWidth > 1 && isMasked(incoming, row, start)) {
        continue;
      }
      double sum = 0;
      for (int i = 0; i < classes; i++) {
        sum += incoming.predictions[from + start + i];
      }
      if (Math.abs(sum - 1) > SUM_TOLERANCE) {
        throw problem(
                EvaluationReason.BAD_PREDICTION,
                output.index(),
                row,
                "has probabilities of classes that sum to "
                    + sum
                    + ", not to 1; if each is on its own, declare LABEL_ENCODING_MULTI_LABEL")
            .with("expected", 1)
            .with("got", sum);
      }
    }
  }

  private static boolean isMasked(OutputRows rows, int row, int element) {
    return !rows.mask[
        row * rows.maskWidth + (int) ((long) element * rows.maskWidth / rows.predictionWidth)];
  }

  private void checkWeights(OutputRows incoming, int row) throws EvaluationException {
    int width = incoming.weightWidth;
    for (int i = row * width; i < (row + 1) * width; i++) {
      double weight = incoming.weights[i];
      if (!(weight >= 0 && weight <= Double.MAX_VALUE)) {
        throw problem(
                EvaluationReason.BAD_WEIGHT,
                "weights",
                row,
                "has weight " + weight + "; weights are finite and not negative")
            .with("expected", "finite and not negative")
            .with("got", weight);
      }
    }
  }

  private EvaluationException problem(EvaluationReason reason, int index, int row, String message) {
    return problem(reason, Problems.output(index) + ".score_kind", row, message);
  }

  private EvaluationException problem(
      EvaluationReason reason, String field, int row, String message) {
    return problem(reason, field, output, chunk.rowNumber(row), message);
  }

  static EvaluationException problem(
      EvaluationReason reason, String field, PlannedOutput output, long row, String message) {
    return new EvaluationException(
            reason,
            field,
            String.format(
                Locale.ROOT,
                "row %d of the stream, output %s: %s",
                row,
                output.displayName(),
                message))
        .with("row", row)
        .with("output", output.displayName());
  }
}
