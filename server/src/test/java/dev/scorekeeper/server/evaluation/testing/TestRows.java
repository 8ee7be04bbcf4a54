package dev.scorekeeper.server.evaluation.testing;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Makes rows and contexts of outputs for tests. */
public final class TestRows {

  private TestRows() {}

  /** Rows of labels and predictions, without weights and masks. */
  public static OutputRows of(TestTensor labels, TestTensor predictions) {
    OutputRows rows = new OutputRows();
    rows.count = predictions.rows();
    rows.predictionShape = predictions.rowShape();
    rows.predictionWidth = predictions.width();
    rows.predictions = predictions.floats();
    rows.labelShape = labels.rowShape();
    rows.labelWidth = labels.width();
    rows.labels = labels.values();
    return rows;
  }

  /** The same with weights, when there are any. */
  public static OutputRows of(
      TestTensor labels, TestTensor predictions, Optional<TestTensor> weights) {
    OutputRows rows = of(labels, predictions);
    weights.ifPresent(
        w -> {
          rows.weights = w.values();
          rows.weightWidth = w.width();
        });
    return rows;
  }

  /** Rows of a golden case with y_true, y_pred and sample_weight. */
  public static OutputRows of(KerasGolden.Case golden) {
    return of(
        golden.input("y_true").orElseThrow(),
        golden.input("y_pred").orElseThrow(),
        golden.input("sample_weight"));
  }

  /** A context for such rows, weighted when they have weights. */
  public static MetricContext context(OutputRows rows, LabelEncoding encoding, ScoreKind kind) {
    return new MetricContext(
        "output",
        list(rows.predictionShape),
        list(rows.labelShape),
        encoding,
        kind,
        kind == ScoreKind.LOGIT ? 0f : 0.5f,
        false,
        1,
        List.of(),
        rows.weightWidth > 0);
  }

  private static List<Integer> list(int[] shape) {
    return Arrays.stream(shape).boxed().toList();
  }

  /** Copies a row with everything that belongs to it; room must be there. */
  public static void copyRow(OutputRows from, int row, OutputRows to, int at) {
    copy(from.predictions, row, to.predictions, at, from.predictionWidth);
    System.arraycopy(
        from.labels, row * from.labelWidth, to.labels, at * from.labelWidth, from.labelWidth);
    System.arraycopy(
        from.weights, row * from.weightWidth, to.weights, at * from.weightWidth, from.weightWidth);
    System.arraycopy(from.mask, row * from.maskWidth, to.mask, at * from.maskWidth, from.maskWidth);
    if (from.logits != null && to.logits != null) {
      copy(from.logits, row, to.logits, at, from.predictionWidth);
    }
    if (from.groups != null && to.groups != null) {
      to.groups[at] = from.groups[row];
    }
  }

  private static void copy(float[] from, int row, float[] to, int at, int width) {
    System.arraycopy(from, row * width, to, at * width, width);
  }

  /** No rows, of the same shapes, with room for so many. */
  public static OutputRows emptyLike(OutputRows rows, int room) {
    OutputRows empty = new OutputRows();
    empty.predictionShape = rows.predictionShape;
    empty.predictionWidth = rows.predictionWidth;
    empty.predictions = new float[room * rows.predictionWidth];
    empty.labelShape = rows.labelShape;
    empty.labelWidth = rows.labelWidth;
    empty.labels = new double[room * rows.labelWidth];
    empty.weightWidth = rows.weightWidth;
    empty.weights = new double[room * rows.weightWidth];
    empty.maskWidth = rows.maskWidth;
    empty.mask = new boolean[room * rows.maskWidth];
    empty.logits = rows.logits == null ? null : new float[room * rows.predictionWidth];
    empty.groups = rows.groups == null ? null : new long[room];
    return empty;
  }
}
