package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.evaluating.Attempt;
import dev.scorekeeper.server.evaluating.EvaluationConfig;
import dev.scorekeeper.server.evaluating.EvaluationJob;
import dev.scorekeeper.server.evaluating.EvaluationOrder;
import dev.scorekeeper.server.evaluating.EvaluationResult;
import dev.scorekeeper.server.evaluating.Evaluations;
import dev.scorekeeper.server.evaluating.ProgressListener;
import dev.scorekeeper.server.evaluating.ResultSignatures;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion;
import dev.scorekeeper.server.evaluation.engine.EvaluationQuestion.Mode;
import dev.scorekeeper.server.records.RecordStore;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.EvaluateRequest;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.LabelledRows;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** Takes evaluations in, sees them through, and hands out what came of them. Thread-safe. */
final class EvaluationDesk {

  private final Evaluations evaluations;
  private final EvaluationRecorder recorder;
  private final Clock clock;

  EvaluationDesk(Evaluations evaluations, RecordStore records, Clock clock) {
    this.evaluations = evaluations;
    this.recorder = new EvaluationRecorder(records, clock);
    this.clock = clock;
  }

  EvaluationConfig config() {
    return evaluations.config();
  }

  /** Counts an evaluation as begun; the caller tells how it ended. */
  Attempt begin() {
    return evaluations.begin();
  }

  /** Runs work on an evaluation's thread; null, or why it is not taken on. Never blocks. */
  @Nullable Problem start(Runnable work) {
    return evaluations.start(work);
  }

  /** Does for that work what has to do with event loops. */
  Executor messenger() {
    return evaluations.messenger();
  }

  /**
   * Sees a whole evaluation through. On an evaluation's thread.
   *
   * @return the record as it was stored
   */
  Evaluation evaluate(EvaluationSource source, ProgressListener listener)
      throws ProblemException, InterruptedException {
    EvaluationStream stream = new EvaluationStream();
    EvaluationHeader header = stream.begin(source.next());
    Instant startTime = clock.instant();
    EvaluationQuestion question = EvaluationSpecs.question(header.getSpec());
    EvaluationRecorder.Opening opening = recorder.open(header);
    try (EvaluationJob job = evaluations.open(order(header, question), listener)) {
      EvaluationResult result = count(source, stream, job);
      return recorder.record(
          opening, EvaluationDrafts.counted(header, startTime, result, evaluations.environment()));
    }
  }

  /**
   * Finds what is wrong with an evaluation before any row is there. On an evaluation's thread.
   *
   * @throws ProblemException as {@link #evaluate} with this header
   */
  void check(EvaluationHeader header) throws ProblemException {
    EvaluationQuestion question = EvaluationSpecs.question(header.getSpec());
    recorder.open(header);
    evaluations.open(order(header, question), ProgressListener.NONE).close();
  }

  /** Sees a part of an evaluation through. On an evaluation's thread. */
  EvaluationState evaluatePart(EvaluationSource source)
      throws ProblemException, InterruptedException {
    EvaluationStream stream = new EvaluationStream();
    EvaluationHeader header = stream.begin(source.next());
    EvaluationQuestion question = EvaluationSpecs.question(header.getSpec());
    if (question.mode() == Mode.KERAS) {
      throw EvaluationSpecs.invalid(
          "mode",
          "Keras' batches go across the parts of a data set: mode KERAS has no EvaluateShard.");
    }
    // Only the merge compares: what it would refuse is refused before the rows are counted.
    Set<String> unused = Despite.of(header.getSpec());
    try (EvaluationJob job = evaluations.open(order(header, question), ProgressListener.NONE)) {
      EvaluationResult result = count(source, stream, job);
      return EvaluationStates.write(header, result, evaluations.environment());
    }
  }

  /** Makes one record of the states of all parts. On an evaluation's thread. */
  Evaluation merge(List<EvaluationState> states) throws ProblemException {
    Instant startTime = clock.instant();
    EvaluationStates.Merged merged = EvaluationStates.merge(states, evaluations.planner());
    EvaluationRecorder.Opening opening = recorder.open(merged.header());
    return recorder.record(opening, draft(merged, startTime));
  }

  private EvaluationDrafts.Draft draft(EvaluationStates.Merged merged, Instant startTime)
      throws ProblemException {
    EvaluationHeader header = merged.header();
    EvaluationOrder order = order(header, EvaluationSpecs.question(header.getSpec()));
    try (ResultSignatures results =
        evaluations.results(order, merged.resultSignatures(), merged.identity().getDigest())) {
      return EvaluationDrafts.merged(merged, results, startTime);
    }
  }

  private static EvaluationOrder order(EvaluationHeader header, EvaluationQuestion question) {
    return new EvaluationOrder(
        header.getModel().getName(),
        RequestReader.version(header.getModel()),
        header.getSignature(),
        question,
        header.getSpec().getMetricSignaturesList());
  }

  private static EvaluationResult count(
      EvaluationSource source, EvaluationStream stream, EvaluationJob job)
      throws ProblemException, InterruptedException {
    source.onCancel(job::cancel);
    LabelledRows rows = stream.next(source.next(), 0);
    while (rows != null) {
      job.add(EvaluationRows.read(rows));
      rows = stream.next(source.next(), job.rows());
    }
    EvaluateRequest further = source.next();
    if (further != null) {
      throw new ProblemException(EvaluationStream.afterEnd());
    }
    return job.finish();
  }

  /** The problem of a data set that is not the declared one. */
  static ProblemException mismatch(String field, Object got, Object expected) {
    return new ProblemException(
        Problem.ofField(
                Reason.DATASET_MISMATCH,
                "header.spec.dataset." + field,
                "The data set is declared with %s %s, and has %s. Nothing was recorded."
                    .formatted(field, expected, got))
            .with("got", got)
            .with("expected", expected));
  }
}
