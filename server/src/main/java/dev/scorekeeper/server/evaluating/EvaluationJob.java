package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationException;
import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.evaluation.engine.EvaluationRun;
import dev.scorekeeper.server.evaluation.engine.EvaluationSetup;
import dev.scorekeeper.server.evaluation.engine.OutputFacts;
import dev.scorekeeper.server.evaluation.gate.GateCheck;
import dev.scorekeeper.server.pipeline.ForwardPass;
import dev.scorekeeper.server.pipeline.VersionFiles;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * One evaluation. Owns a lease on the model version and memory for rows, until the close.
 *
 * <pre>
 *   opened ──add──→ planned, running ──add──→ ... ──finish──→ result
 * </pre>
 *
 * <p>Used by one thread, {@link #cancel} apart: it decodes and hashes rows, while another thread
 * runs the model and counts. A job that threw is of no use but to be closed.
 */
public final class EvaluationJob implements AutoCloseable {

  /** Slots that wait for the model or are run. */
  private static final int DEPTH = 3;

  private final Subject subject;
  private final EvaluationPlanner planner;
  private final EvaluationThreads threads;
  private final Courtesy courtesy;
  private final ProgressClock progress;
  private final VersionFiles.Identity files;
  private final MessageReader reader;
  private final List<MetricSignature> signatures;
  private final ResultSignatures results;
  private final SlotExchange exchange = new SlotExchange(DEPTH);
  private final DataDigest digest = new DataDigest();
  private final CountDownLatch ended = new CountDownLatch(1);
  private @Nullable Counting counting;
  private boolean running;
  private long messages;
  private boolean closed;

  /** Takes over the pass when it returns. */
  EvaluationJob(
      ForwardPass pass,
      EvaluationOrder order,
      EvaluationConfig config,
      EvaluationPlanner planner,
      EvaluationThreads threads,
      Courtesy courtesy,
      ProgressListener listener)
      throws ProblemException {
    this.planner = planner;
    this.threads = threads;
    this.courtesy = courtesy;
    // From now on: a graph may have to be loaded before the first row is counted.
    this.progress = new ProgressClock(listener, System::nanoTime);
    try {
      planner.check(order.question());
    } catch (EvaluationException e) {
      throw EvaluationProblems.of(e);
    }
    this.subject = Subject.of(pass, order.question(), config.computeRows());
    this.files = pass.files().identity();
    this.reader = new MessageReader(pass, subject.outputs());
    if (subject.ordered() && !order.metricSignatures().isEmpty()) {
      throw new ProblemException(
          Problem.ofField(
              Reason.EVALUATION_SPEC_INVALID,
              MetricSignature.field(0),
              "Metric signatures are of mode DATASET: Keras knows none."));
    }
    this.signatures = MetricSignature.all(pass, subject.outputs(), order.metricSignatures());
    this.results = ResultSignatures.of(pass, signatures);
    try {
      checkEarly();
    } catch (ProblemException | RuntimeException e) {
      results.close();
      throw e;
    }
  }

  /** Finds what is wrong with the question whatever the rows will be. */
  private void checkEarly() throws ProblemException {
    try {
      checkGates(planner.planEarly(subject.question(), subject.factsWithoutLabels()));
    } catch (EvaluationException e) {
      throw EvaluationProblems.of(e);
    }
  }

  private void checkGates(List<EvaluationSetup> setups) throws EvaluationException {
    List<String> others = new ArrayList<>();
    signatures.forEach(signature -> others.addAll(results.valueNames(signature)));
    GateCheck.check(subject.question().gates(), setups, others);
  }

  /**
   * What there is once the first rows have shown what labels look like.
   *
   * @param signatures what metric signatures compute; null when there are none
   */
  private record Counting(
      EvaluationSetup setup,
      EvaluationRun run,
      @Nullable EvaluationRun signatures,
      SlotStream slots) {}

  /**
   * Counts rows; waits while the model is behind.
   *
   * @throws ProblemException when something is wrong with these rows, or with earlier ones that the
   *     model has meanwhile run
   */
  public void add(LabelledTensors tensors) throws ProblemException, InterruptedException {
    Message message = reader.read(tensors);
    Counting now = counting;
    if (now == null) {
      now = plan(message);
      counting = now;
    }
    messages++;
    checkColumns(now.setup(), message);
    now.slots().add(message);
  }

  private Counting plan(Message message) throws ProblemException {
    PlannedPass planned;
    EvaluationRun ofSignatures;
    try {
      planned = PlannedPass.of(planner, subject, message.labels());
      checkGates(List.of(planned.setup()));
      ofSignatures = signatures.isEmpty() ? null : planSignatures();
    } catch (EvaluationException e) {
      throw EvaluationProblems.of(e);
    }
    EvaluationSetup setup = planned.setup();
    EvaluationRun run = setup.start();
    SlotRunner runner =
        new SlotRunner(
            planned,
            subject.computeRows(),
            !subject.coupled(),
            run,
            exchange,
            courtesy,
            progress,
            ofSignatures == null
                ? null
                : new SignatureRuns(signatures, subject.computeRows(), ofSignatures));
    threads.execute(
        () -> {
          try {
            runner.run();
          } finally {
            ended.countDown();
          }
        });
    running = true;
    SlotFiller filler = new SlotFiller(subject.pass().signature(), setup, digest);
    return new Counting(
        setup, run, ofSignatures, new SlotStream(subject, planned, filler, exchange));
  }

  private EvaluationRun planSignatures() throws EvaluationException {
    List<OutputFacts> facts =
        signatures.stream().flatMap(signature -> signature.facts().stream()).toList();
    return planner.plan(SignatureFigures.question(subject.question(), facts), facts).start();
  }

  private static void checkColumns(EvaluationSetup setup, Message message) throws ProblemException {
    Set<String> missing = new HashSet<>(setup.sliceColumns());
    missing.removeAll(message.form().sliceColumns());
    if (!missing.isEmpty()) {
      String column = missing.iterator().next();
      throw new ProblemException(
          Problem.ofField(
                  Reason.SLICE_COLUMN_MISSING,
                  "rows.slice_columns",
                  "Slices are asked for by column '%s', which these rows do not have."
                      .formatted(column))
              .with("column", column)
              .with("got", message.form().sliceColumns()));
    }
    if (setup.needsExampleIds() && !message.form().hasIds()) {
      throw new ProblemException(
          Problem.ofField(
              Reason.EXAMPLE_IDS_MISSING,
              "rows.example_ids",
              "Confidence intervals need an id for each row, and these rows have none."));
    }
    if (setup.needsQueries() && !message.form().hasQueries()) {
      throw new ProblemException(
          Problem.ofField(
              Reason.QUERY_IDS_MISSING,
              "rows.query_ids",
              "Metrics of rankings need the query that each row belongs to, and these rows do not"
                  + " say it."));
    }
  }

  /** Rows that were added. */
  public long rows() {
    return counting == null ? 0 : counting.slots().rows();
  }

  /**
   * Waits until all rows were counted.
   *
   * @throws ProblemException also DATASET_EMPTY when there were none
   */
  public EvaluationResult finish() throws ProblemException, InterruptedException {
    Counting now = counting;
    if (now == null || now.slots().rows() == 0) {
      throw new ProblemException(
          Problem.of(Reason.DATASET_EMPTY, "There are no rows, so that there is nothing to tell."));
    }
    now.slots().finish();
    exchange.awaitAll();
    exchange.finish();
    ForwardPass pass = subject.pass();
    return new EvaluationResult(
        pass.id(),
        pass.labels(),
        pass.signature().name(),
        files,
        subject.computeRows(),
        now.run(),
        Optional.ofNullable(now.signatures()),
        results,
        digest,
        messages);
  }

  /** Ends it soon; any thread, more than once. */
  public void cancel() {
    exchange.fail(EvaluationProblems.cancelled());
  }

  /** Ends it, and gives back all it holds. Waits for a run in progress. */
  @Override
  public void close() {
    if (closed) {
      throw new IllegalStateException("closed twice");
    }
    closed = true;
    exchange.fail(EvaluationProblems.cancelled());
    if (running) {
      awaitRunner();
    }
    if (counting != null) {
      counting.slots().close();
    }
    exchange.drain().forEach(Slot::close);
    results.close();
    subject.pass().close();
  }

  /** An interrupt must not free memory under a run. */
  private void awaitRunner() {
    boolean interrupted = false;
    while (true) {
      try {
        ended.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
