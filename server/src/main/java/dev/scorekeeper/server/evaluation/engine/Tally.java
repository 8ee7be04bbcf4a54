package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import dev.scorekeeper.server.evaluation.exact.ExactSum;
import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/** Counts for one output; merges exactly. Not thread-safe. */
final class Tally {

  private final String output;
  private final long[] labels;
  private final ExactSum weights = new ExactSum();
  private long counted;
  private long missing;
  private long nonFinite;
  private long masked;
  private Weighting weighting = Weighting.NO_ROWS;

  /** Rows of weight 1 that are not yet in {@link #weights}. */
  private long ones;

  Tally(PlannedOutput output) {
    this.output = output.displayName();
    LabelEncoding encoding = output.context().encoding();
    boolean classes =
        encoding == LabelEncoding.SPARSE
            || encoding == LabelEncoding.ONE_HOT
            || encoding == LabelEncoding.SIGNED_BINARY;
    this.labels = new long[classes ? output.labelClasses() : 0];
  }

  boolean countsLabels() {
    return labels.length > 0;
  }

  void label(int label) {
    labels[label]++;
  }

  void missing() {
    missing++;
  }

  void nonFinite() {
    nonFinite++;
  }

  void masked(long elements) {
    masked += elements;
  }

  /** Whether its rows came with weights; those that do not count, too. */
  Weighting weighting() {
    return weighting;
  }

  /**
   * Further rows come.
   *
   * @throws EvaluationException when they have weights and those before had none, or the other way
   */
  void come(OutputRows rows) throws EvaluationException {
    weighting = weighting.with(Weighting.of(rows), output);
  }

  /**
   * Checks that the rows of another may be counted with these.
   *
   * @throws EvaluationException when some have weights and others none
   */
  void checkGoesWith(Tally other) throws EvaluationException {
    Weighting unused = weighting.with(other.weighting, output);
  }

  /** Counts a row that counts. */
  void count(OutputRows rows, int row) {
    counted++;
    if (rows.weightWidth == 0) {
      ones++;
    } else {
      weights.add(rows.rowWeight(row));
    }
    if (rows.maskWidth > 1) {
      for (int i = row * rows.maskWidth; i < (row + 1) * rows.maskWidth; i++) {
        masked += rows.mask[i] ? 0 : 1;
      }
    }
  }

  long counted() {
    return counted;
  }

  long missingLabels() {
    return missing;
  }

  long nonFiniteRows() {
    return nonFinite;
  }

  long maskedElements() {
    return masked;
  }

  String weightSum() {
    putOnes();
    return Decimals.shortest(weights.value());
  }

  List<Long> labelCounts() {
    return Arrays.stream(labels).boxed().toList();
  }

  /** Counts what another counted, which {@linkplain #checkGoesWith goes with it}. */
  void merge(Tally other) {
    if (weighting == Weighting.NO_ROWS) {
      weighting = other.weighting;
    }
    weights.merge(other.weights);
    ones += other.ones;
    counted += other.counted;
    missing += other.missing;
    nonFinite += other.nonFinite;
    masked += other.masked;
    for (int i = 0; i < labels.length; i++) {
      labels[i] += other.labels[i];
    }
  }

  void write(DataOutput out) throws IOException {
    putOnes();
    weighting.write(out);
    weights.write(out);
    out.writeLong(counted);
    out.writeLong(missing);
    out.writeLong(nonFinite);
    out.writeLong(masked);
    for (long count : labels) {
      out.writeLong(count);
    }
  }

  void read(DataInput in) throws IOException {
    weighting = Weighting.read(in);
    weights.read(in);
    ones = 0;
    counted = count(in);
    missing = count(in);
    nonFinite = count(in);
    masked = count(in);
    for (int i = 0; i < labels.length; i++) {
      labels[i] = count(in);
    }
  }

  static long count(DataInput in) throws IOException {
    long count = in.readLong();
    if (count < 0) {
      throw new IOException("a count is negative");
    }
    return count;
  }

  private void putOnes() {
    if (ones > 0) {
      weights.add(1, ones);
      ones = 0;
    }
  }
}
