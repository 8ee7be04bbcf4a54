package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.OutputRows;
import java.util.List;
import java.util.function.Supplier;

/** How a loss with its parameters is computed, over a data set and over a batch. Immutable. */
interface LossArithmetic {

  /** A new state over no rows of the data set. */
  LossAccumulator start(MeanAccumulator.Divisor divisor, boolean weighted);

  /** The function that Keras calls for a batch. */
  BatchFunction batch();

  /** Whether it is computed from the logits of rows, where there are some. */
  default boolean takesLogits() {
    return false;
  }

  /** How rows are put together, where there is more than one way. */
  default String aggregation() {
    return "";
  }

  /** A loss whose cells do not depend on each other. */
  static LossArithmetic ofElements(Supplier<ElementFunction> function) {
    return new LossArithmetic() {
      @Override
      public LossAccumulator start(MeanAccumulator.Divisor divisor, boolean weighted) {
        return new MeanAccumulator(function.get(), divisor, weighted);
      }

      @Override
      public BatchFunction batch() {
        return BatchFunction.of(function.get());
      }

      @Override
      public boolean takesLogits() {
        return function.get().takesLogits();
      }
    };
  }

  static LossArithmetic ofHinge(Formula formula) {
    return new LossArithmetic() {
      @Override
      public LossAccumulator start(MeanAccumulator.Divisor divisor, boolean weighted) {
        return new HingeAccumulator(formula, divisor, weighted);
      }

      @Override
      public BatchFunction batch() {
        return Hinge.batch(formula);
      }
    };
  }

  /** A loss of the sums over regions. */
  record OfRegions(
      Overlap overlap, Grouping grouping, List<Integer> axes, double alpha, double beta)
      implements LossArithmetic {

    /** Which rows are summed together. */
    enum Grouping {
      /** All rows of the data set; for Keras, of the batch. */
      DATASET,
      PER_EXAMPLE
    }

    @Override
    public LossAccumulator start(MeanAccumulator.Divisor divisor, boolean weighted) {
      return grouping == Grouping.DATASET
          ? new OverlapAccumulator(overlap, axes, alpha, beta, weighted)
          : new MeanAccumulator(rows(), divisor, weighted);
    }

    @Override
    public BatchFunction batch() {
      return grouping == Grouping.PER_EXAMPLE
          ? BatchFunction.of(rows())
          : new OfBatch(overlap, axes, alpha, beta);
    }

    @Override
    public String aggregation() {
      return grouping == Grouping.DATASET ? "dataset" : "per_example";
    }

    private OverlapFunction rows() {
      return new OverlapFunction(overlap, axes, alpha, beta);
    }
  }

  /** The whole batch as one row of one more axis: what Keras sums over. */
  record OfBatch(Overlap overlap, List<Integer> axes, double alpha, double beta)
      implements BatchFunction {
    @Override
    public boolean dependsOnBatch() {
      return true;
    }

    @Override
    public BatchValues compute(OutputRows batch) {
      Regions regions = new Regions(batch.predictionShape, axes);
      double[] sums = new double[3 * regions.count];
      int width = batch.predictionWidth;
      for (int i = 0; i < batch.count * width; i++) {
        double y = batch.labels[i];
        double p = batch.predictions[i];
        int at = 3 * regions.of[i % width];
        sums[at] += y * p;
        sums[at + 1] += y;
        sums[at + 2] += p;
      }
      double[] values = new double[regions.count];
      for (int r = 0; r < regions.count; r++) {
        values[r] = overlap.of(sums[3 * r], sums[3 * r + 1], sums[3 * r + 2], alpha, beta);
      }
      return BatchValues.ofScalars(values);
    }
  }
}
