package dev.scorekeeper.server.evaluation.loss;

import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.SpecException;
import java.util.ArrayList;
import java.util.List;

/** Whether labels and predictions of an output are what a loss or metric takes. */
public final class Suitability {

  private Suitability() {}

  /**
   * Labels of the shape of the predictions, but for a last axis of 1.
   *
   * @throws SpecException when they are not
   */
  public static void sameShape(String id, MetricContext context) throws SpecException {
    if (!matches(context.labelShape(), context.predictionShape())) {
      throw wrongShape(id, context, context.predictionShape());
    }
  }

  /**
   * Labels that are indices of classes along the last axis of the predictions.
   *
   * @throws SpecException when they are not
   */
  public static void sparse(String id, MetricContext context) throws SpecException {
    List<Integer> shape = context.predictionShape();
    if (shape.isEmpty()) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              id + " needs predictions with an axis of classes; " + context.output() + " has none")
          .with("metric", id)
          .with("output", context.output())
          .with("expected", "predictions with an axis of classes")
          .with("got", shape);
    }
    List<Integer> wanted = shape.subList(0, shape.size() - 1);
    if (!matches(context.labelShape(), wanted)) {
      throw wrongShape(id, context, wanted);
    }
  }

  /**
   * Probabilities, or logits where the loss is told so.
   *
   * @throws SpecException when it is the other
   */
  public static void scores(String id, MetricContext context, boolean fromLogits)
      throws SpecException {
    if (context.kind() == ScoreKind.CLASS_ID) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              id + " needs scores; " + context.output() + " gives indices of classes")
          .with("metric", id)
          .with("output", context.output())
          .with("expected", "scores")
          .with("got", "indices of classes");
    }
    if (context.kind() == (fromLogits ? ScoreKind.PROBABILITY : ScoreKind.LOGIT)) {
      throw new SpecException(
              SpecException.Kind.NOT_SUITABLE,
              fromLogits
                  ? id
                      + " with from_logits=True needs logits; those of "
                      + context.output()
                      + " are probabilities"
                  : id
                      + " needs probabilities; "
                      + context.output()
                      + " gives logits: say from_logits=True")
          .with("metric", id)
          .with("output", context.output())
          .with("expected", fromLogits ? "logits" : "probabilities")
          .with("got", fromLogits ? "probabilities" : "logits");
    }
  }

  private static SpecException wrongShape(String id, MetricContext context, List<Integer> wanted) {
    return new SpecException(
            SpecException.Kind.NOT_SUITABLE,
            String.format(
                "%s needs labels of shape %s for predictions of shape %s of %s, not %s",
                id, wanted, context.predictionShape(), context.output(), context.labelShape()))
        .with("metric", id)
        .with("output", context.output())
        .with("predictions", context.predictionShape())
        .with("expected", wanted)
        .with("got", context.labelShape());
  }

  private static boolean matches(List<Integer> labels, List<Integer> wanted) {
    return same(labels, wanted) || same(labels, plusOne(wanted)) || same(plusOne(labels), wanted);
  }

  private static List<Integer> plusOne(List<Integer> shape) {
    List<Integer> longer = new ArrayList<>(shape);
    longer.add(1);
    return longer;
  }

  private static boolean same(List<Integer> a, List<Integer> b) {
    if (a.size() != b.size()) {
      return false;
    }
    for (int i = 0; i < a.size(); i++) {
      if (a.get(i) >= 0 && b.get(i) >= 0 && !a.get(i).equals(b.get(i))) {
        return false;
      }
    }
    return true;
  }
}
