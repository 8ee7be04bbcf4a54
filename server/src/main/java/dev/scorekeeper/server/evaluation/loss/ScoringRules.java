package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.LabelEncoding;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.MetricFactory;
import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.loss.MeanAccumulator.Divisor;
import dev.scorekeeper.server.evaluation.spec.BuiltIn;
import java.util.List;

/**
 * Log loss and Brier score as scikit-learn 1.9 has them, for binary outputs, for several questions
 * (the mean of all), and for classes, whatever way labels are written. Predictions that are logits
 * are turned into probabilities first.
 */
public final class ScoringRules {

  private static final List<MetricFactory> FACTORIES =
      List.of(
          BuiltIn.of("log_loss", Direction.LOWER, maker(new LogLoss())),
          BuiltIn.of(
              "brier_score", Direction.LOWER, maker(new Brier()), "brier_score_loss", "brier"));

  private ScoringRules() {}

  /** Their factories. */
  public static List<MetricFactory> factories() {
    return FACTORIES;
  }

  /** What a rule makes of probabilities and labels. */
  private interface Rule {
    /** Of the probability of a yes, and whether it is one. */
    double ofQuestion(double y, double p);

    /** Of one of several classes. */
    double ofClass(double y, double p);

    /** What the sum over so many classes is multiplied by. */
    double scale(int classes);
  }

  private static BuiltIn.Maker maker(Rule rule) {
    return (context, arguments) -> {
      ElementFunction function = function(context, rule);
      boolean weighted = context.weighted();
      return BuiltIn.Start.of(() -> new MeanAccumulator(function, Divisor.WEIGHT, weighted));
    };
  }

  private static ElementFunction function(MetricContext context, Rule rule) throws SpecException {
    String id = rule instanceof Brier ? "brier_score" : "log_loss";
    if (context.kind() == ScoreKind.CLASS_ID) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE, id + " needs scores, not indices of classes")
          .with("metric", id)
          .with("expected", "scores")
          .with("got", "indices of classes");
    }
    boolean logits = context.kind() == ScoreKind.LOGIT;
    boolean signed = context.encoding() == LabelEncoding.SIGNED_BINARY;
    if (context.classes() == 1 || signed || context.encoding() == LabelEncoding.MULTI_LABEL) {
      Suitability.sameShape(id, context);
      return new Questions(rule, logits, signed);
    }
    if (context.encoding() == LabelEncoding.SPARSE) {
      Suitability.sparse(id, context);
      return new Classes(rule, logits, true);
    }
    Suitability.sameShape(id, context);
    return new Classes(rule, logits, false);
  }

  /** A value for each element. */
  private static final class Questions extends PointFunction {
    private final Rule rule;
    private final boolean logits;
    private final boolean signed;

    Questions(Rule rule, boolean logits, boolean signed) {
      this.rule = rule;
      this.logits = logits;
      this.signed = signed;
    }

    @Override
    protected double point(OutputRows rows, int at) {
      double y = signed ? (rows.labels[at] + 1) / 2 : rows.labels[at];
      double p = rows.predictions[at];
      return rule.ofQuestion(y, logits ? Probabilities.sigmoid(p) : p);
    }
  }

  /** A value for each position of the axes but that of the classes. */
  private record Classes(Rule rule, boolean logits, boolean sparse) implements ElementFunction {
    @Override
    public boolean compute(OutputRows rows, int row, double[] values) {
      int classes = Cells.lastAxis(rows);
      int cells = rows.predictionWidth / classes;
      for (int cell = 0; cell < cells; cell++) {
        int from = row * rows.predictionWidth + cell * classes;
        double log = logits ? Probabilities.logSumExp(rows.predictions, from, classes) : 0;
        double label = sparse ? rows.labels[row * cells + cell] : 0;
        double sum = 0;
        for (int i = 0; i < classes; i++) {
          double y = sparse ? (label == i ? 1 : 0) : rows.labels[from + i];
          double p = rows.predictions[from + i];
          sum += rule.ofClass(y, logits ? Math.exp(p - log) : p);
        }
        values[cell] = sum * rule.scale(classes);
      }
      return false;
    }
  }

  /**
   * {@code -Σ y ln p}, p clipped to [eps, 1 - eps] with float32's eps, 1.1920929e-7, as
   * scikit-learn does for float32 predictions.
   */
  private static final class LogLoss implements Rule {
    private static final double EPSILON = Math.ulp(1f);

    @Override
    public double ofQuestion(double y, double p) {
      double clipped = clip(p);
      if (y == 1) {
        return -Math.log(clipped);
      }
      // Of a float the difference is exact; a sigmoid has more digits.
      double no = (float) clipped == clipped ? -Math.log(1 - clipped) : -Math.log1p(-clipped);
      return y == 0 ? no : (1 - y) * no - y * Math.log(clipped);
    }

    @Override
    public double ofClass(double y, double p) {
      return y == 0 ? 0 : -y * Math.log(clip(p));
    }

    @Override
    public double scale(int classes) {
      return 1;
    }

    private static double clip(double p) {
      return Math.min(Math.max(p, EPSILON), 1 - EPSILON);
    }
  }

  /** {@code (y - p)²}, or the sum of it over classes; half of that for two classes. */
  private static final class Brier implements Rule {
    @Override
    public double ofQuestion(double y, double p) {
      return (y - p) * (y - p);
    }

    @Override
    public double ofClass(double y, double p) {
      return (y - p) * (y - p);
    }

    @Override
    public double scale(int classes) {
      return classes == 2 ? 0.5 : 1;
    }
  }
}
