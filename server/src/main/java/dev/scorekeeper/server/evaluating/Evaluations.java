package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.engine.EvaluationPlanner;
import dev.scorekeeper.server.lifecycle.ModelRegistry;
import dev.scorekeeper.server.pipeline.ForwardPass;
import dev.scorekeeper.server.pipeline.ServingVersion;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.EvaluationStats;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Where evaluations are started: their threads, and how many there may be. Thread-safe. */
public final class Evaluations implements AutoCloseable {

  private static final Duration RETRY_DELAY = Duration.ofSeconds(5);

  private final ModelRegistry<ServingVersion> registry;
  private final EvaluationPlanner planner;
  private final EvaluationConfig config;
  private final Supplier<ComputeEnvironment> environment;
  private final EvaluationStats stats;
  private final LongSupplier nanoTime;
  private final EvaluationThreads threads;
  private final Messenger messenger = new Messenger();
  private final Courtesy courtesy;
  private final AtomicInteger active = new AtomicInteger();

  /**
   * Evaluations of these models.
   *
   * @param requestsInFlight whether there are requests that runs should wait for
   * @param environment asked once a model was run
   * @param stats told of {@link #begin}
   */
  public Evaluations(
      ModelRegistry<ServingVersion> registry,
      EvaluationPlanner planner,
      EvaluationConfig config,
      BooleanSupplier requestsInFlight,
      Supplier<ComputeEnvironment> environment,
      EvaluationStats stats,
      LongSupplier nanoTime) {
    this.registry = registry;
    this.planner = planner;
    this.config = config;
    this.environment = environment;
    this.stats = stats;
    this.nanoTime = nanoTime;
    this.threads = new EvaluationThreads(config.lowPriority());
    this.courtesy = new Courtesy(config.lanes(), requestsInFlight, config.yieldLimit().toNanos());
  }

  public EvaluationConfig config() {
    return config;
  }

  public EvaluationPlanner planner() {
    return planner;
  }

  public ComputeEnvironment environment() {
    return environment.get();
  }

  /** Evaluations that go on now. */
  public int active() {
    return active.get();
  }

  /** Counts an evaluation as begun; the caller tells how it ended. */
  public Attempt begin() {
    return new Attempt(stats, nanoTime);
  }

  /**
   * Runs an evaluation's work on a thread of its own, which it may keep waiting; null, or why it is
   * not taken on. Never blocks.
   */
  public @Nullable Problem start(Runnable task) {
    if (active.incrementAndGet() > config.maxConcurrent()) {
      active.decrementAndGet();
      return Problem.of(
              Reason.TOO_MANY_EVALUATIONS,
              "%d evaluations are going on, as many as evaluation.max_concurrent allows."
                  .formatted(config.maxConcurrent()))
          .with("limit", config.maxConcurrent())
          .retryAfter(RETRY_DELAY);
    }
    try {
      threads.execute(
          () -> {
            try {
              task.run();
            } finally {
              active.decrementAndGet();
            }
          });
      return null;
    } catch (RejectedExecutionException e) {
      active.decrementAndGet();
      return Problem.of(Reason.SERVER_STOPPING, "The server is stopping.");
    }
  }

  /**
   * What the work of {@link #start} has to do with event loops, it has done here, one after the
   * other; refused once closed.
   */
  public Executor messenger() {
    return messenger;
  }

  /**
   * Begins an evaluation. Blocks while the model's files are read, once for each version.
   *
   * @return the job; the caller owns and closes it
   * @throws ProblemException when there is no such model, or it cannot be asked that
   */
  public EvaluationJob open(EvaluationOrder order, ProgressListener listener)
      throws ProblemException {
    if (order.model().isEmpty()) {
      throw new ProblemException(
          Problem.ofField(
              Reason.MODEL_NAME_MISSING, "header.model.name", "The header names no model."));
    }
    ForwardPass pass =
        ForwardPass.open(registry, order.model(), order.version(), order.signature());
    try {
      return new EvaluationJob(pass, order, config, planner, threads, courtesy, listener);
    } catch (ProblemException | RuntimeException e) {
      pass.close();
      throw e;
    }
  }

  /**
   * The result signatures of a model that was evaluated, perhaps on another server.
   *
   * @param names of the metric signatures that have one
   * @param modelDigest of the model that was evaluated
   * @return they hold a lease on the model; the caller owns and closes them
   * @throws ProblemException when the model does not serve here, or is another one
   */
  public ResultSignatures results(EvaluationOrder order, List<String> names, String modelDigest)
      throws ProblemException {
    if (names.isEmpty()) {
      return ResultSignatures.none();
    }
    ForwardPass pass =
        ForwardPass.open(registry, order.model(), order.version(), order.signature());
    try {
      String here = pass.files().identity().digest();
      if (!here.equals(modelDigest)) {
        throw new ProblemException(otherModel(pass, names, here, modelDigest));
      }
      List<String> outputs = Subject.outputs(pass.signature(), order.question());
      return ResultSignatures.of(pass, MetricSignature.all(pass, outputs, names)).owning(pass);
    } catch (ProblemException | RuntimeException e) {
      pass.close();
      throw e;
    }
  }

  private static Problem otherModel(
      ForwardPass pass, List<String> names, String got, String expected) {
    return Problem.ofField(
            Reason.STATE_MISMATCH,
            "states[0].model_identity",
            "Signatures %s have result signatures, which only the model that was evaluated can run; %s here is another one."
                .formatted(names, pass.id()))
        .with("got", got)
        .with("expected", expected);
  }

  /** Interrupts the evaluations that go on, and waits for them for a while. */
  @Override
  public void close() {
    threads.close();
    messenger.close();
  }
}
