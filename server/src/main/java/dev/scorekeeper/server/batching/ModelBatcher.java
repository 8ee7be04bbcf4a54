package dev.scorekeeper.server.batching;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.batching.BatchingReport.Lane;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.stats.ModelStats;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gathers the requests of one model version into runs. Thread-safe.
 *
 * <p>{@link #prepare} is called once, before the first request; until then each request is run
 * alone. Closed once, when every request has been told its end.
 */
public final class ModelBatcher implements AutoCloseable {

  private static final Logger log = LoggerFactory.getLogger(ModelBatcher.class);
  private static final long SWEEP_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long RETIRE_NANOS = TimeUnit.SECONDS.toNanos(30);
  private static final long CLOSE_WAIT_NANOS = TimeUnit.SECONDS.toNanos(30);

  private final LoadedModel model;
  private final BatchingConfig config;
  private final Workers workers;
  private final ModelStats stats;
  private final LongSupplier nanoTime;
  private final RunClock runClock;
  private final BatchRunner runner;
  private final WorkQueue oneByOne;
  private final Gate gate = new Gate();
  private final AtomicLong idleBytes = new AtomicLong();
  private final ConcurrentMap<GroupKey, RunGroup> groups = new ConcurrentHashMap<>();
  private final Map<String, SignaturePlan> plans = new TreeMap<>();
  private final @Nullable Problem mistake;

  private record GroupKey(Program program, Layout layout) {}

  /**
   * A batcher for a model, which it uses but does not own.
   *
   * @param nanoTime the scale of the deadlines, as {@link System#nanoTime}
   */
  public ModelBatcher(
      LoadedModel model,
      BatchingConfig config,
      WorkerPool workers,
      ModelStats stats,
      LongSupplier nanoTime) {
    this(model, config, workers.workers(), stats, nanoTime);
  }

  ModelBatcher(
      LoadedModel model,
      BatchingConfig config,
      Workers workers,
      ModelStats stats,
      LongSupplier nanoTime) {
    this.model = requireNonNull(model, "model is null");
    this.config = requireNonNull(config, "config is null");
    this.workers = requireNonNull(workers, "workers is null");
    this.stats = requireNonNull(stats, "stats is null");
    this.nanoTime = requireNonNull(nanoTime, "nanoTime is null");
    this.runClock = new RunClock(nanoTime, workers::coreWaitNanos);
    this.runner = new BatchRunner(stats, nanoTime, runClock);
    this.oneByOne = new WorkQueue(workers, runner, 1, 0);
    this.mistake = plan();
    workers.schedule(this::sweep, SWEEP_NANOS);
  }

  private @Nullable Problem plan() {
    Problem found = unknownInput();
    for (Signature signature : model.signatures().values()) {
      Padding padding;
      try {
        padding = Padding.of(signature, config.padding());
      } catch (IllegalArgumentException e) {
        found = mistake("batching.padding: " + e.getMessage());
        padding = Padding.of(signature, Map.of());
      }
      plans.put(signature.name(), new SignaturePlan(signature, config, padding));
    }
    return found;
  }

  private @Nullable Problem unknownInput() {
    for (String name : config.padding().keySet()) {
      if (model.signatures().values().stream().allMatch(s -> s.inputIndex(name) < 0)) {
        return mistake("batching.padding names '" + name + "', which is no input of the model");
      }
    }
    return null;
  }

  private static Problem mistake(String message) {
    return Problem.of(Reason.MODEL_UNREADABLE, message);
  }

  /**
   * Decides for every signature whether requests may share runs, and measures what runs cost. Runs
   * the model, for a second or two a signature, except where that would change its state. A
   * signature that cannot be tried is served without sharing.
   *
   * @throws ProblemException MODEL_UNREADABLE when the padding settings do not suit the model
   */
  public void prepare() throws ProblemException {
    if (mistake != null) {
      throw new ProblemException(mistake);
    }
    for (SignaturePlan plan : plans.values()) {
      new SignatureProbe(model, plan, runClock).decide();
      log.debug("{} {}: {}", stats.id(), plan.signature().name(), plan.report());
    }
  }

  /**
   * Takes a request. Called on the task's executor; never waits for a run of another request, but
   * may tell the task its end, or run it, before it returns.
   *
   * @param program of this batcher's model
   */
  public void submit(Program program, ScoreTask task) {
    long now = nanoTime.getAsLong();
    Outcome obstacle = obstacle(task, now);
    if (obstacle != null) {
      end(task, obstacle);
      return;
    }
    SignaturePlan plan = plan(program.signature().name());
    Rows rows = task.rows();
    if (rows.count() == 0 && !plan.signature().stateful()) {
      OwnedRows none = OwnedRows.noRows(program.outputs());
      if (none != null) {
        end(task, new Outcome.Scored(none));
        return;
      }
    }
    place(program, plan, task, rows, now);
  }

  private static @Nullable Outcome obstacle(ScoreTask task, long now) {
    if (task.isCancelled()) {
      return Piece.cancelled();
    }
    long deadline = task.deadlineNanos();
    return deadline != Long.MAX_VALUE && deadline - now <= 0 ? Piece.expired() : null;
  }

  private void end(ScoreTask task, Outcome outcome) {
    Piece piece = new Piece(task, stats, 0, 0, null, null);
    piece.ended(outcome);
    piece.complete();
  }

  private SignaturePlan plan(String signature) {
    SignaturePlan plan = plans.get(signature);
    if (plan == null) {
      throw new IllegalArgumentException("unknown signature: " + signature);
    }
    return plan;
  }

  private void place(Program program, SignaturePlan plan, ScoreTask task, Rows rows, long now) {
    Verdict verdict = plan.verdict();
    Layout layout = verdict.independent() ? plan.padding().pad(rows.layout()) : rows.layout();
    Cropping cropping =
        isSame(layout, rows.layout())
            ? null
            : new Cropping(plan.signature().inputs(), rows.layout(), layout);
    int count = rows.count();
    int limit = verdict.independent() ? plan.pieceRows(layout, count) : Integer.MAX_VALUE;
    int pieces = count <= limit ? 1 : (count + limit - 1) / limit;
    Split split = pieces == 1 ? null : new Split(count, pieces);
    for (int i = 0; i < pieces; i++) {
      int offset = i * limit;
      Split.Part part = split == null ? null : new Split.Part(split, offset);
      Piece piece = new Piece(task, stats, Math.min(limit, count - offset), now, cropping, part);
      place(program, layout, plan, piece, rows, now);
    }
  }

  @SuppressWarnings("ReferenceEquality") // first, since it mostly is the same object
  private static boolean isSame(Layout layout, Layout other) {
    return layout == other || layout.equals(other);
  }

  private void place(
      Program program, Layout layout, SignaturePlan plan, Piece piece, Rows rows, long now) {
    boolean alone = !plan.verdict().shared() || piece.count() == 0;
    try {
      while (!gate.isShut()) {
        RunGroup group = group(program, layout, plan);
        if (place(group, piece, rows, alone, now)) {
          return;
        }
        // Retired a moment ago: the next round makes another. When closing instead, the group must
        // stay, since the close frees its blocks.
        if (group.isRetired()) {
          plan.forgetRecent();
          groups.remove(new GroupKey(program, layout), group);
        }
      }
      piece.ended(
          new Outcome.Refused(
              Problem.of(Reason.SERVER_STOPPING, "The model version is being unloaded.")));
    } catch (RuntimeException | OutOfMemoryError e) {
      log.error("A request could not be queued", e);
      piece.ended(
          new Outcome.Failed(
              Problem.of(Reason.INTERNAL_ERROR, "The request could not be queued: " + e)));
    }
    piece.complete();
  }

  private RunGroup group(Program program, Layout layout, SignaturePlan plan) {
    RunGroup recent = plan.recentGroup(program, layout);
    if (recent != null) {
      return recent;
    }
    RunGroup group =
        groups.computeIfAbsent(new GroupKey(program, layout), missing -> makeGroup(missing, plan));
    plan.remember(program, layout, group);
    return group;
  }

  private RunGroup makeGroup(GroupKey key, SignaturePlan plan) {
    WorkQueue queue =
        plan.signature().stateful()
            ? oneByOne
            : new WorkQueue(workers, runner, Integer.MAX_VALUE, config.maxWait().toNanos());
    return new RunGroup(
        key.program(), key.layout(), plan, queue, gate, idleBytes, workers, runner, nanoTime);
  }

  private boolean place(RunGroup group, Piece piece, Rows rows, boolean alone, long now) {
    if (group.plan().lane() == Lane.LOOP && group.queue().waiting() == 0) {
      return group.loop(piece.executor()).append(piece, rows, alone, now);
    }
    if (!alone) {
      return group.queue().append(group, piece, rows);
    }
    Batch batch = group.open(piece.count(), piece.count());
    if (batch == null) {
      return false;
    }
    batch.fill(piece, rows);
    group.queue().offer(batch);
    return true;
  }

  /** How a signature is batched at present. */
  public BatchingReport report(String signature) {
    return plan(signature).report();
  }

  /**
   * Why a row's outputs may depend on the rows it runs with, so that runs must hold exactly the
   * rows of a request; empty when they do not.
   */
  public String coupling(String signature) {
    Verdict verdict = plan(signature).verdict();
    return verdict.independent() ? "" : verdict.reason();
  }

  /** Predicted wait, in nanoseconds, until a run with {@code rows} further rows would start. */
  public long predictedDelayNanos(Program program, int rows) {
    SignaturePlan plan = plan(program.signature().name());
    int queued = plan.queuedRows().get();
    if (queued <= 0 && plan.lane() == Lane.LOOP) {
      return 0;
    }
    int batchRows = plan.verdict().shared() ? plan.maxRows() : Math.max(1, rows);
    int turnsAhead = Math.max(0, queued) / batchRows;
    return workers.delayNanos(turnsAhead, plan.predictNanos(Math.min(batchRows, queued + rows)));
  }

  /** Predicted time, in nanoseconds, of running {@code rows} rows; 0 when it is not known. */
  public long predictedRunNanos(Program program, int rows) {
    return plan(program.signature().name()).predictNanos(rows);
  }

  /** Frees blocks nobody used for a while, and groups of layouts that no longer come. */
  private void sweep() {
    if (gate.isShut()) {
      return;
    }
    long now = nanoTime.getAsLong();
    groups.forEach(
        (key, group) -> {
          group.closeIdleBlocks(now - SWEEP_NANOS);
          if (group.retireIfIdle(now - RETIRE_NANOS)) {
            groups.remove(key, group);
          }
        });
    workers.schedule(this::sweep, SWEEP_NANOS);
  }

  /**
   * Takes no more requests, waits for the last blocks to come back, and frees them. A second close
   * throws. Must not be called from a completion, which holds a block itself.
   *
   * @throws IllegalStateException when requests are still on their way after 30 s
   */
  @Override
  public void close() {
    if (!gate.shut()) {
      throw new IllegalStateException("batcher closed twice");
    }
    try {
      if (!gate.awaitEmpty(CLOSE_WAIT_NANOS)) {
        throw new IllegalStateException("batcher closed while requests are on their way");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for requests to end", e);
    }
    groups.values().forEach(RunGroup::close);
    groups.clear();
  }
}
