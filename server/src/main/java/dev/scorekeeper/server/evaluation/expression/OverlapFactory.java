package dev.scorekeeper.server.evaluation.expression;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.Metric;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.Parameter;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.exact.Decimals;
import java.util.ArrayList;
import java.util.List;

/**
 * How much what is predicted overlaps with what is there: expressions with a name.
 *
 * <p>With I = Σ y p, the overlap, s = {@code smooth} and, where {@code threshold} is given, [p &gt;
 * threshold] in place of p:
 *
 * <ul>
 *   <li>Dice: (2 I + s) / (Σ y + Σ p + s)
 *   <li>Tversky: (I + s) / (I + α Σ (1 - y) p + β Σ y (1 - p) + s); α weighs false positives, as
 *       Tversky and Keras 3.16 have it
 *   <li>soft IoU (Jaccard): (I + s) / (Σ y + Σ p - I + s)
 *   <li>soft F-beta: ((1 + β²) I + s) / (β² Σ y + Σ p + s)
 * </ul>
 *
 * <p>{@code aggregation} says over what the sums go, see {@link Grouping}. Without smoothing an
 * empty mask that was predicted empty is 0 / 0: not defined, and not counted {@code per_example}.
 * What Keras users often have, the mean over batches, is {@code losses.Dice()} in KERAS mode.
 */
final class OverlapFactory implements MetricFactory {

  private static final String AGGREGATION = "aggregation";
  private static final String THRESHOLD = "threshold";
  private static final String SMOOTH = "smooth";
  private static final String ALPHA = "alpha";
  private static final String BETA = "beta";

  /** Which overlap. */
  enum Kind {
    DICE("dice"),
    TVERSKY("tversky"),
    SOFT_IOU("soft_iou"),
    SOFT_FBETA("soft_fbeta");

    private final String id;

    Kind(String id) {
      this.id = id;
    }

    List<String> aliases() {
      return switch (this) {
        case DICE -> List.of("dice_coefficient", "dice_coef", "dice_score");
        case TVERSKY -> List.of("tversky_index");
        case SOFT_IOU -> List.of("soft_jaccard");
        case SOFT_FBETA -> List.of("soft_fbeta_score");
      };
    }
  }

  private final Kind kind;

  OverlapFactory(Kind kind) {
    this.kind = kind;
  }

  @Override
  public String id() {
    return kind.id;
  }

  @Override
  public List<String> aliases() {
    return kind.aliases();
  }

  @Override
  public String version() {
    return Identities.VERSION;
  }

  @Override
  public List<Parameter> parameters() {
    List<Parameter> parameters = new ArrayList<>();
    if (kind == Kind.TVERSKY) {
      parameters.add(Parameter.of(ALPHA, Parameter.Type.NUMBER, 0.5));
      parameters.add(Parameter.of(BETA, Parameter.Type.NUMBER, 0.5));
    } else if (kind == Kind.SOFT_FBETA) {
      parameters.add(Parameter.of(BETA, Parameter.Type.NUMBER, 1.0));
    }
    parameters.add(Parameter.of(SMOOTH, Parameter.Type.NUMBER, 0.0));
    parameters.add(Parameter.of(THRESHOLD, Parameter.Type.NUMBER, null));
    parameters.add(Parameter.of(AGGREGATION, Parameter.Type.TEXT, Grouping.DATASET.text()));
    return parameters;
  }

  @Override
  public Metric create(MetricContext context, Arguments arguments) throws SpecException {
    if (context.kind() == ScoreKind.LOGIT && !arguments.has(THRESHOLD)) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              id() + " needs probabilities, or a threshold; the output gives logits")
          .with("expected", "probabilities, or a threshold")
          .with("got", "logits");
    }
    Grouping grouping = Grouping.of(arguments.text(AGGREGATION));
    MetricIdentity identity =
        Identities.of(id(), arguments, false, grouping.text(), context, Direction.HIGHER);
    return ExpressionMetrics.create(context, identity, Expression.parse(text(arguments)), grouping);
  }

  private String text(Arguments arguments) throws SpecException {
    String p = arguments.has(THRESHOLD) ? "[p > " + number(arguments, THRESHOLD, false) + "]" : "p";
    String overlap = "sum(y * " + p + ")";
    String s = number(arguments, SMOOTH, true);
    return switch (kind) {
      case DICE -> ratio("2 * " + overlap, "sum(y) + sum(" + p + ")", s);
      case TVERSKY ->
          ratio(
              overlap,
              overlap
                  + " + %s * sum((1 - y) * %s)".formatted(number(arguments, ALPHA, true), p)
                  + " + %s * sum(y * (1 - %s))".formatted(number(arguments, BETA, true), p),
              s);
      case SOFT_IOU -> ratio(overlap, "sum(y) + sum(" + p + ") - " + overlap, s);
      case SOFT_FBETA -> {
        String squared = "pow(" + number(arguments, BETA, true) + ", 2)";
        yield ratio(
            "(1 + " + squared + ") * " + overlap, squared + " * sum(y) + sum(" + p + ")", s);
      }
    };
  }

  private static String ratio(String numerator, String denominator, String smooth) {
    return "(%s + %s) / (%s + %s)".formatted(numerator, smooth, denominator, smooth);
  }

  private String number(Arguments arguments, String name, boolean notNegative)
      throws SpecException {
    double number = arguments.number(name);
    if (!Double.isFinite(number) || (notNegative && number < 0)) {
      throw new SpecException(
              SpecException.Kind.BAD_VALUE,
              "%s of %s must be a number >= 0, not %s"
                  .formatted(name, id(), Decimals.shortest(number)))
          .with("parameter", name)
          .with("expected", "a number >= 0")
          .with("got", Decimals.shortest(number));
    }
    return Decimals.shortest(number);
  }
}
