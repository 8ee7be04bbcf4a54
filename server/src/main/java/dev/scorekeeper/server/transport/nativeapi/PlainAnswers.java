package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.ScoredRows;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes answers, the common kind with next to no allocation. Remembers the plans of what was
 * answered lately, and the memory that answers are written through. Confined to one thread.
 *
 * <p>An answer is valid until the next one is asked for.
 */
final class PlainAnswers {

  private static final int PLACES = 64;
  private static final int BUFFER_BYTES = 16 * 1024;

  private final @Nullable AnswerPlan[] plans = new @Nullable AnswerPlan[PLACES];
  private final PlainAnswer plain = new PlainAnswer(new WireBytes(BUFFER_BYTES));

  /**
   * The answer to a unary call, borrowed from the rows.
   *
   * @throws ProblemException as {@link PredictAnswer#of}
   */
  OutgoingMessage answer(
      ModelId model, String signature, PredictAnswer.AnswerForm form, ScoredRows rows)
      throws ProblemException {
    AnswerPlan plan = plan(model, signature, form, rows);
    return plan == null ? PredictAnswer.of(model, signature, form, rows) : plain.of(plan, rows);
  }

  /**
   * The answer to request {@code id} of a stream, borrowed from the rows.
   *
   * @throws ProblemException as {@link PredictAnswer#of}
   */
  OutgoingMessage answer(
      long id, ModelId model, String signature, PredictAnswer.AnswerForm form, ScoredRows rows)
      throws ProblemException {
    AnswerPlan plan = plan(model, signature, form, rows);
    return plan == null
        ? new StreamAnswer(id, PredictAnswer.of(model, signature, form, rows))
        : plain.ofStream(id, plan, rows);
  }

  private @Nullable AnswerPlan plan(
      ModelId model, String signature, PredictAnswer.AnswerForm form, ScoredRows rows) {
    if (form.typedValues() || !form.outputs().isUnchanged()) {
      return null;
    }
    List<OutputSpec> outputs = rows.outputs();
    int hash = System.identityHashCode(outputs);
    int place = (hash ^ hash >>> 6) & (PLACES - 1);
    AnswerPlan known = plans[place];
    if (known != null && known.is(model, signature, outputs)) {
      return known;
    }
    AnswerPlan made = AnswerPlan.of(model, signature, outputs);
    plans[place] = made;
    return made;
  }
}
