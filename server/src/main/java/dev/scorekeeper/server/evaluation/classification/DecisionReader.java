package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.CapacityException;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.evaluation.SpecException;

/**
 * Which class a row is, and which it was taken for.
 *
 * <p>One score: the yes, class 1, when the {@link Decision} says so. Two probabilities: the
 * positive class when its score is a yes, the other when not. More: the class of the greatest, the
 * lowest among equals. One class against the rest at a threshold of its own: class 1 when its score
 * is a yes.
 *
 * @param form what the output answers
 * @param scores scores at a position
 * @param classes number of classes; of indices of classes, as many as have names
 * @param decision when a score is a yes
 * @param decided class whose score is decided on; -1 where the greatest wins
 * @param againstRest whether there are two classes, that one and the rest
 */
record DecisionReader(
    OutputForm form, int scores, int classes, Decision decision, int decided, boolean againstRest) {

  /** Indices of classes from here on are refused: a table of all classes would be too large. */
  private static final int MOST_IDS = 1 << 16;

  static DecisionReader of(MetricContext context, Decision decision) throws SpecException {
    OutputForm form = OutputForm.of(context);
    int classes = context.classes();
    return switch (form) {
      case BINARY -> new DecisionReader(form, 1, 2, decision, 0, false);
      case CLASS_IDS ->
          new DecisionReader(form, 1, context.classNames().size(), decision, -1, false);
      default -> {
        boolean two = classes == 2 && context.kind() == ScoreKind.PROBABILITY;
        int decided = two ? Math.min(Math.max(context.positiveClass(), 0), 1) : -1;
        yield new DecisionReader(form, classes, classes, decision, decided, false);
      }
    };
  }

  /** One class of several against the rest. */
  static DecisionReader oneAgainstRest(MetricContext context, Decision decision, int id)
      throws SpecException {
    return new DecisionReader(OutputForm.of(context), context.classes(), 2, decision, id, true);
  }

  String stateKey(boolean weighted) {
    return "confusion("
        + String.join(
            ", ",
            form.name(),
            "classes=" + classes,
            decided < 0 ? "greatest" : decision.toString(),
            "decided=" + decided,
            "rest=" + againstRest,
            "weighted=" + weighted)
        + ")";
  }

  int positions(OutputRows rows) {
    return scores == 1 ? rows.predictionWidth : rows.predictionWidth / scores;
  }

  /** Class of the label; -1 when it is none. */
  int label(OutputRows rows, int row, int position) {
    switch (form) {
      case BINARY -> {
        return OutputForm.yes(rows.labels[row * rows.labelWidth + position]) ? 1 : 0;
      }
      case CLASS_IDS -> {
        return id(rows.labels[row * rows.labelWidth + position]);
      }
      default -> {
        int label = OutputForm.labelClass(rows, row, position, scores);
        if (againstRest) {
          return label == decided ? 1 : 0;
        }
        return label < classes ? label : -1;
      }
    }
  }

  /** Class that the position was taken for; -1 when it is none. */
  int prediction(OutputRows rows, int row, int position) {
    int first = row * rows.predictionWidth + position * scores;
    switch (form) {
      case BINARY -> {
        return decision.yes(rows.predictions[first]) ? 1 : 0;
      }
      case CLASS_IDS -> {
        return id(rows.predictions[first]);
      }
      default -> {
        if (decided < 0) {
          return OutputForm.greatest(rows.predictions, first, scores);
        }
        boolean yes = decision.yes(rows.predictions[first + decided]);
        if (againstRest) {
          return yes ? 1 : 0;
        }
        return yes ? decided : 1 - decided;
      }
    }
  }

  private static int id(double value) {
    int id = OutputForm.classId(value);
    if (id >= MOST_IDS) {
      throw new CapacityException(
          "class " + id + " cannot be counted: classes must be below " + MOST_IDS);
    }
    return id;
  }

  /** Whether a threshold decides. */
  boolean usesDecision() {
    return form == OutputForm.BINARY || decided >= 0;
  }
}
