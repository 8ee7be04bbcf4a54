package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.LossNormalizer;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.spec.CallText;
import dev.scorekeeper.server.evaluation.spec.MetricCall;
import dev.scorekeeper.server.evaluation.spec.MetricCatalog;
import java.util.List;

/**
 * All losses by their names. Every loss takes {@code reduction} as in Keras: {@code
 * 'sum_over_batch_size'} (or {@code 'mean'}), the default; {@code 'mean_with_sample_weight'};
 * {@code 'sum'}. Over a data set they are {@code Σ w l / n}, {@code Σ w l / Σ w} and {@code Σ w l}.
 */
public final class LossCatalog {

  private static final List<MetricFactory> FACTORIES =
      LossKinds.ALL.stream().map(kind -> (MetricFactory) new LossFactory(kind)).toList();

  private static final MetricCatalog CATALOG = new MetricCatalog("loss", FACTORIES);

  private LossCatalog() {}

  /** All losses. What they make is normalized by count. */
  public static MetricCatalog catalog() {
    return CATALOG;
  }

  /**
   * The loss over a data set.
   *
   * @throws SpecException when there is none, its arguments are wrong, it does not suit the output,
   *     or it is only defined for batches
   */
  public static Loss create(CallText call, MetricContext context, LossNormalizer normalizer)
      throws SpecException {
    MetricCall resolved = CATALOG.resolve(call, context);
    return factory(resolved).loss(context, resolved.arguments(), normalizer);
  }

  /**
   * The function of a batch that Keras would reduce.
   *
   * @throws SpecException as {@link #create}, but for losses of batches
   */
  public static BatchLoss batch(CallText call, MetricContext context) throws SpecException {
    MetricCall resolved = CATALOG.resolve(call, context);
    return factory(resolved).batch(context, resolved.arguments());
  }

  private static LossFactory factory(MetricCall call) {
    return (LossFactory) call.factory();
  }

  /**
   * A loss of batches.
   *
   * @param id name
   * @param canonical name and parameters
   * @param reduction how Keras makes one number of the values of a batch
   * @param function makes the values; a new one for each use
   */
  public record BatchLoss(
      String id, String canonical, Reduction reduction, BatchFunction function) {}

  /** How Keras makes one number of the values of a batch. */
  public enum Reduction {
    SUM_OVER_BATCH_SIZE("sum_over_batch_size"),
    MEAN_WITH_SAMPLE_WEIGHT("mean_with_sample_weight"),
    SUM("sum");

    private final String text;

    Reduction(String text) {
      this.text = text;
    }

    /** As Keras writes it. */
    public String text() {
      return text;
    }

    static Reduction of(String text) throws SpecException {
      for (Reduction reduction : values()) {
        if (reduction.text.equals(text)
            || (reduction == SUM_OVER_BATCH_SIZE && text.equals("mean"))) {
          return reduction;
        }
      }
      throw new SpecException(
              SpecException.Kind.BAD_VALUE,
              "reduction must be 'sum_over_batch_size', 'mean', 'mean_with_sample_weight' or 'sum',"
                  + " not '"
                  + text
                  + "'")
          .with("parameter", "reduction")
          .with("expected", "'sum_over_batch_size', 'mean', 'mean_with_sample_weight' or 'sum'")
          .with("got", text);
    }
  }
}
