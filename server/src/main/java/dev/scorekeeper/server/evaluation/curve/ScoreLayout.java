package dev.scorekeeper.server.evaluation.curve;

import dev.scorekeeper.server.evaluation.ArgumentChecks;
import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import dev.scorekeeper.server.evaluation.MetricContext.ScoreKind;
import dev.scorekeeper.server.evaluation.SpecException;
import dev.scorekeeper.server.evaluation.classification.OutputForm;
import java.util.OptionalInt;

/**
 * Which scores of an output go to which table.
 *
 * @param form what the output answers
 * @param classes scores at a position
 * @param tables how tables are filled
 * @param only class that the single table is about; -1 where that is no single one
 * @param softmax whether scores are logits of classes: only their softmax can be compared from row
 *     to row
 * @param probability whether scores are probabilities, as they are put into the tables
 * @param most distinct scores that all tables may hold together
 */
record ScoreLayout(
    OutputForm form,
    int classes,
    Tables tables,
    int only,
    boolean softmax,
    boolean probability,
    int most) {

  /** Distinct scores that are kept unless told otherwise. */
  static final long DEFAULT_MOST = 1 << 22;

  /** Distinct scores that a table of a replicate keeps. */
  private static final int MOST_OF_REPLICATE = 1 << 11;

  /** How tables are filled. */
  enum Tables {
    /** One table, for one class or for the yes of a binary output. */
    ONE,
    /** A table for each class or question, one against the rest. */
    EACH,
    /** One table, with the scores of all classes or questions. */
    POOLED,
    /** One table, with the greatest score of each position; it is a yes when its class is right. */
    TOP
  }

  /**
   * The layout for a metric with parameters {@code class_id}, {@code max_scores} and, for {@code
   * several}, {@code average}.
   */
  static ScoreLayout of(MetricContext context, Arguments arguments, Tables several)
      throws SpecException {
    OutputForm form = OutputForm.of(context);
    if (form == OutputForm.CLASS_IDS) {
      throw ArgumentChecks.unsuitable(
          "it needs scores; " + context.output() + " gives indices of classes",
          "scores",
          "indices of classes");
    }
    int most = ArgumentChecks.integer(arguments, "max_scores", 1024, 1 << 28);
    int classes = form == OutputForm.BINARY ? 1 : context.classes();
    if (classes < 1) {
      throw ArgumentChecks.unsuitable(
          "the last axis of the predictions of " + context.output() + " varies");
    }
    OptionalInt classId =
        ArgumentChecks.optionalInteger(arguments, "class_id", 0, Math.max(classes, 2) - 1);
    boolean logits = context.kind() == ScoreKind.LOGIT;
    boolean softmax = logits && form == OutputForm.CLASSES;
    boolean probability = softmax || context.kind() == ScoreKind.PROBABILITY;
    Tables tables = several;
    int only = -1;
    if (form == OutputForm.BINARY) {
      tables = Tables.ONE;
      only = 0;
      if (classId.orElse(1) != 1) {
        throw ArgumentChecks.bad(
            "class_id",
            "class_id must be 1, the yes, for a binary output",
            "1",
            classId.getAsInt());
      }
    } else if (classId.isPresent()) {
      tables = Tables.ONE;
      only = classId.getAsInt();
    } else if (form == OutputForm.CLASSES && classes == 2) {
      tables = Tables.ONE;
      only = Math.min(Math.max(context.positiveClass(), 0), 1);
    } else if (form == OutputForm.QUESTIONS && several == Tables.TOP) {
      tables = Tables.POOLED;
    }
    return new ScoreLayout(form, classes, tables, only, softmax, probability, most);
  }

  int tableCount() {
    return tables == Tables.EACH ? classes : 1;
  }

  /**
   * The same for a replicate of a confidence interval, of which there are hundreds: so few scores
   * that what they leave open is far below what the interval does.
   */
  ScoreLayout ofReplicate() {
    int fewer = Math.min(most, tableCount() * MOST_OF_REPLICATE);
    return new ScoreLayout(form, classes, tables, only, softmax, probability, fewer);
  }

  /** Distinct scores that each table may hold. */
  int mostEach() {
    return Math.max(1, most / tableCount());
  }

  /** Key of the state that it gives. */
  String stateKey(boolean weighted) {
    return "scores("
        + String.join(
            ", ",
            tables.name(),
            "form=" + form,
            "classes=" + classes,
            "class=" + only,
            "softmax=" + softmax,
            "most=" + most,
            "weighted=" + weighted)
        + ")";
  }
}
