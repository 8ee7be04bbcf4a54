package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.CurveSource;
import dev.scorekeeper.server.evaluation.MetricCurve;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.StateAccumulator;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.Value.Undefined;
import dev.scorekeeper.server.evaluation.classification.OutputForm;
import dev.scorekeeper.server.evaluation.exact.ExactSums;
import dev.scorekeeper.server.evaluation.loss.Cells;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Calibration histogram: for each of equally wide bins of [0, 1], and for what is below and above,
 * the exact sums of weights, of weights of positives, and of weighted scores. A bin has its upper
 * edge, not its lower, but for the first, as scikit-learn's {@code calibration_curve}.
 */
final class CalibrationBins extends StateAccumulator implements CurveSource {

  /** More bins are put together for a curve. */
  private static final int MOST_POINTS = 50;

  private final ScoreLayout layout;
  private final boolean weighted;
  private final int bins;

  /** At 2 b the weight of the negatives of bin b, one further that of its positives. */
  private ExactSums weights;

  /** Weighted scores, likewise. */
  private ExactSums scores;

  private long notNumbers;

  /** Creates it for a layout of one table. */
  CalibrationBins(ScoreLayout layout, int bins, boolean weighted) {
    this.layout = layout;
    this.bins = bins;
    this.weighted = weighted;
    this.weights = new ExactSums(2 * (bins + 2));
    this.scores = new ExactSums(2 * (bins + 2));
  }

  @Override
  public void add(OutputRows rows, int row, int times) {
    if (layout.form() == OutputForm.CLASSES) {
      addClasses(rows, row, times);
      return;
    }
    int width = rows.predictionWidth;
    for (int i = 0; i < width; i++) {
      boolean asked = layout.only() < 0 || layout.only() == i % layout.classes();
      if (asked && Cells.counts(rows, row, i, width)) {
        int at = row * width + i;
        double weight = weighted ? Cells.weight(rows, row, i, width) : 1;
        put(rows.predictions[at], OutputForm.yes(rows.labels[at]), weight, times);
      }
    }
  }

  private void addClasses(OutputRows rows, int row, int times) {
    int classes = layout.classes();
    int positions = rows.predictionWidth / classes;
    for (int position = 0; position < positions; position++) {
      if (Cells.counts(rows, row, position, positions)) {
        int first = row * rows.predictionWidth + position * classes;
        int asked =
            layout.only() >= 0
                ? layout.only()
                : OutputForm.greatest(rows.predictions, first, classes);
        boolean yes = OutputForm.labelClass(rows, row, position, classes) == asked;
        double weight = weighted ? Cells.weight(rows, row, position, positions) : 1;
        put(rows.predictions[first + asked], yes, weight, times);
      }
    }
  }

  private void put(float score, boolean positive, double weight, int times) {
    if (!Float.isFinite(score)) {
      notNumbers += times;
      return;
    }
    int at = 2 * bin(score) + (positive ? 1 : 0);
    weights.add(at, weight, times);
    scores.addProduct(at, weight, score, times);
  }

  private int bin(double score) {
    if (score < 0) {
      return 0;
    }
    if (score > 1) {
      return bins + 1;
    }
    // The edges are those of numpy's linspace(0, 1, bins + 1).
    int bin = Math.min(Math.max((int) Math.ceil(score * bins), 1), bins);
    if (bin > 1 && score <= (double) (bin - 1) / bins) {
      return bin - 1;
    }
    return bin < bins && score > (double) bin / bins ? bin + 1 : bin;
  }

  /** Rows whose score is NaN or infinite. */
  long notNumbers() {
    return notNumbers;
  }

  double[] scores() {
    double[] values = new double[bins + 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = score(i);
    }
    return values;
  }

  /** Mean score of the positives less that of the negatives; not defined without one of them. */
  Value discrimination() {
    double[][] totals = new double[2][2];
    for (int side = 0; side < 2; side++) {
      RunningSum weight = new RunningSum();
      RunningSum score = new RunningSum();
      for (int i = 0; i < bins + 2; i++) {
        weight.add(weights.value(2 * i + side));
        score.add(scores.value(2 * i + side));
      }
      totals[side][0] = weight.value();
      totals[side][1] = score.value();
    }
    if (totals[0][0] + totals[1][0] == 0) {
      return Value.undefined(Undefined.EMPTY);
    }
    return totals[0][0] == 0 || totals[1][0] == 0
        ? Value.undefined(Undefined.ONE_CLASS)
        : Value.of(totals[1][1] / totals[1][0] - totals[0][1] / totals[0][0]);
  }

  private double score(int bin) {
    return scores.value(2 * bin) + scores.value(2 * bin + 1);
  }

  double[] positives() {
    double[] values = new double[bins + 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.value(2 * i + 1);
    }
    return values;
  }

  double[] negatives() {
    double[] values = new double[bins + 2];
    for (int i = 0; i < values.length; i++) {
      values[i] = weights.value(2 * i);
    }
    return values;
  }

  double[] weights() {
    double[] values = negatives();
    double[] positives = positives();
    for (int i = 0; i < values.length; i++) {
      values[i] += positives[i];
    }
    return values;
  }

  @Override
  public List<MetricCurve> curves() {
    int each = (bins + MOST_POINTS - 1) / MOST_POINTS;
    int count = (bins + each - 1) / each;
    double[] sums = new double[count];
    double[] positives = new double[count];
    double[] negatives = new double[count];
    double[] weight = new double[count];
    double[] from = new double[count];
    double[] to = new double[count];
    for (int i = 0; i < count; i++) {
      from[i] = (double) i * each / bins;
      to[i] = Math.min(1, (double) (i + 1) * each / bins);
      for (int bin = i * each + 1; bin <= Math.min(bins, (i + 1) * each); bin++) {
        sums[i] += score(bin);
        negatives[i] += weights.value(2 * bin);
        positives[i] += weights.value(2 * bin + 1);
      }
      weight[i] = positives[i] + negatives[i];
    }
    OptionalInt id =
        layout.form() == OutputForm.BINARY || layout.only() < 0
            ? OptionalInt.empty()
            : OptionalInt.of(layout.only());
    List<MetricCurve> curves = new ArrayList<>();
    MetricCurve reliability = Reliability.curve(id, sums, positives, weight);
    if (reliability.points() > 0) {
      curves.add(reliability);
      curves.add(
          new MetricCurve(
              "score_histogram",
              id,
              List.of(
                  new MetricCurve.Column("from", from),
                  new MetricCurve.Column("to", to),
                  new MetricCurve.Column("negative", negatives),
                  new MetricCurve.Column("positive", positives))));
    }
    return curves;
  }

  @Override
  protected void mergeState(StateAccumulator other) {
    CalibrationBins that = (CalibrationBins) other;
    weights.merge(that.weights);
    scores.merge(that.scores);
    notNumbers += that.notNumbers;
  }

  @Override
  protected void writeState(DataOutput out) throws IOException {
    out.writeLong(notNumbers);
    weights.write(out);
    scores.write(out);
  }

  @Override
  protected void readState(DataInput in) throws IOException {
    long newNotNumbers = in.readLong();
    ExactSums newWeights = ExactSums.read(in, weights.size());
    ExactSums newScores = ExactSums.read(in, scores.size());
    if (newNotNumbers < 0
        || newWeights.size() != weights.size()
        || newScores.size() != scores.size()) {
      throw new IOException("not a state of this metric");
    }
    notNumbers = newNotNumbers;
    weights = newWeights;
    scores = newScores;
  }
}
