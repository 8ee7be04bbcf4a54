package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * What is asked about a model, as far as arithmetic is concerned: the plain form of the wire's
 * EvaluationSpec. What was left out is absent or empty, until {@link EvaluationPlanner} resolves
 * it.
 *
 * @param mode how numbers are put together
 * @param keras how Keras would, in {@link Mode#KERAS} alone
 * @param outputs what is asked of each output
 * @param policies choices about rows that are not plain
 * @param slices for each slice spec its columns
 * @param sliceLimits how much slicing there may be
 * @param intervals confidence intervals; absent for none
 * @param gates conditions to pass
 * @param firstRelease whether gates that need a baseline are passed over without one
 * @param extraLoss declared share of the loss that the graph does not show; absent when not known
 */
public record EvaluationQuestion(
    Mode mode,
    Optional<KerasOptions> keras,
    List<OutputQuestion> outputs,
    Policies policies,
    List<List<String>> slices,
    SliceLimits sliceLimits,
    Optional<IntervalQuestion> intervals,
    List<String> gates,
    boolean firstRelease,
    OptionalDouble extraLoss) {

  /** How numbers are put together over the rows. */
  public enum Mode {
    /** Every number is a function of the rows alone. */
    DATASET,
    /** Keras' own numbers, batch by batch. */
    KERAS
  }

  /**
   * Keras' way of computing.
   *
   * @param profile such as {@code keras-3.15/tensorflow}
   * @param batchSize rows of a logical batch, {@code >= 1}
   */
  public record KerasOptions(String profile, int batchSize) {}

  /**
   * What is asked of one output.
   *
   * @param output its name in the signature; may be empty when there is only one
   * @param displayName what its values are called; empty: as {@code output}
   * @param loss as Keras writes it; empty for none
   * @param lossWeight its share of the total loss
   * @param metrics in the order of the values
   * @param decisionThreshold score above which a prediction is a yes
   * @param thresholdInclusive whether a score equal to the threshold is a yes
   * @param labelEncoding how labels are written; absent: found from their shape
   * @param scoreKind what predictions are; absent: what the graph shows
   * @param classNames names of the classes, or empty
   * @param positiveClass class that is the yes of a binary question
   * @param classWeights weight of each row by the class of its label; empty for none
   */
  public record OutputQuestion(
      String output,
      String displayName,
      String loss,
      double lossWeight,
      List<MetricQuestion> metrics,
      OptionalDouble decisionThreshold,
      boolean thresholdInclusive,
      Optional<LabelEncoding> labelEncoding,
      Optional<ScoreKind> scoreKind,
      List<String> classNames,
      OptionalInt positiveClass,
      List<Double> classWeights) {

    public OutputQuestion {
      metrics = List.copyOf(metrics);
      classNames = List.copyOf(classNames);
      classWeights = List.copyOf(classWeights);
    }

    /** An output of which a loss and metrics are asked, all else left open. */
    public static OutputQuestion of(String output, String loss, List<MetricQuestion> metrics) {
      return new OutputQuestion(
          output,
          "",
          loss,
          1,
          metrics,
          OptionalDouble.empty(),
          false,
          Optional.empty(),
          Optional.empty(),
          List.of(),
          OptionalInt.empty(),
          List.of());
    }
  }

  /**
   * A metric.
   *
   * @param metric as Keras writes it, or an expression
   * @param name of its values; empty: as Keras names it
   * @param weighted whether the weights count
   */
  public record MetricQuestion(String metric, String name, boolean weighted) {

    public static MetricQuestion of(String metric) {
      return new MetricQuestion(metric, "", false);
    }
  }

  /**
   * How much slicing there may be.
   *
   * @param minRows values of a slice with fewer rows are not shown
   * @param maxSlices most slices of one spec
   */
  public record SliceLimits(long minRows, int maxSlices) {
    public static final SliceLimits DEFAULT = new SliceLimits(0, 1_000);
  }

  /**
   * Confidence intervals.
   *
   * @param method how
   * @param replicates number of them; absent for the method's default
   * @param level probability that an interval covers, (0, 1)
   * @param seed of the replicates; the same pairs two evaluations
   */
  public record IntervalQuestion(
      IntervalMethod method, OptionalInt replicates, double level, long seed) {}

  /** Where confidence intervals come from. */
  public enum IntervalMethod {
    /** Each row counts Poisson(1) times in each replicate, by its id. */
    POISSON_BOOTSTRAP,
    /** Each replicate leaves one group of ids out. */
    JACKKNIFE
  }

  public EvaluationQuestion {
    outputs = List.copyOf(outputs);
    slices = slices.stream().map(List::copyOf).toList();
    gates = List.copyOf(gates);
  }

  /** A question in DATASET mode with the default policies and nothing beside the outputs. */
  public static EvaluationQuestion of(OutputQuestion... outputs) {
    return new EvaluationQuestion(
        Mode.DATASET,
        Optional.empty(),
        List.of(outputs),
        Policies.DEFAULT,
        List.of(),
        SliceLimits.DEFAULT,
        Optional.empty(),
        List.of(),
        false,
        OptionalDouble.empty());
  }
}
