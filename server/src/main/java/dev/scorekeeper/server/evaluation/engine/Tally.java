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

  private final long[] labels;
  private final ExactSum weights = new ExactSum();
  private long counted;
  private long missing;
  private long nonFinite;
  private long masked;

  /** Rows of weight 1 that are not yet in {@link #weights}. */
  private long ones;

  Tally(PlannedOutput output) {
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

  void merge(Tally other) {
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
