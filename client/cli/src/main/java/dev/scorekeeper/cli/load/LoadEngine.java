package dev.scorekeeper.cli.load;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.IntSupplier;

/**
 * Carries out a plan: sends the requests, waits for the last answers, and returns what was seen.
 *
 * <p>The sender stays open and belongs to the caller. For one thread.
 */
public final class LoadEngine {
  private static final long STEP_NANOS = 50_000_000;
  private static final long LOOK_NANOS = 1_000_000;
  private static final long SLACK_NANOS = 1_000_000_000;

  private final Sender sender;
  private final List<byte[]> requests;
  private final Pacing pacing;

  /**
   * @param requests at least one; used in turn
   */
  public LoadEngine(Sender sender, List<byte[]> requests, Pacing pacing) {
    if (requests.isEmpty()) {
      throw new IllegalArgumentException("no requests");
    }
    this.sender = sender;
    this.requests = List.copyOf(requests);
    this.pacing = pacing;
  }

  /** Runs the plan. */
  List<WindowResult> run(LoadPlan plan, LoadWatcher watcher) throws InterruptedException {
    return switch (plan.traffic().mode()) {
      case RATE -> open(plan, watcher);
      case SINGLE, CONCURRENCY -> closed(plan, watcher);
      case OFFLINE -> offline(plan, watcher);
    };
  }

  private Recording recording(LoadPlan plan, long warmupNanos) {
    return new Recording(plan.timeline(), pacing.now() + warmupNanos, plan.goodWithinNanos());
  }

  private List<WindowResult> open(LoadPlan plan, LoadWatcher watcher) throws InterruptedException {
    Traffic traffic = plan.traffic();
    long begin = pacing.now();
    Recording recording = recording(plan, plan.timeline().warmupNanos());
    Arrivals arrivals = new Arrivals(begin, traffic.perSecond(), traffic.poisson(), plan.seed());
    OpenLoop loop = new OpenLoop(sender, requests, pacing, recording);
    CompletableFuture<Boolean> done = new CompletableFuture<>();
    Thread dispatcher =
        new Thread(() -> dispatch(loop, arrivals, recording.end(), done), "load-dispatcher");
    dispatcher.setDaemon(true);
    dispatcher.start();
    try {
      watch(begin, recording, watcher);
      done.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("the sending thread failed", e.getCause());
    } finally {
      dispatcher.interrupt();
    }
    drain(loop::active, plan);
    return recording.results(recording.end());
  }

  /** Runs on the dispatcher's thread. */
  private static void dispatch(
      OpenLoop loop, Arrivals arrivals, long until, CompletableFuture<Boolean> done) {
    try {
      loop.run(arrivals, until);
      done.complete(true);
    } catch (InterruptedException | RuntimeException e) {
      done.completeExceptionally(e);
    }
  }

  private List<WindowResult> closed(LoadPlan plan, LoadWatcher watcher)
      throws InterruptedException {
    long begin = pacing.now();
    Recording recording = recording(plan, plan.timeline().warmupNanos());
    try (ClosedLoop loop = closedLoop(plan, recording, Long.MAX_VALUE, recording.end())) {
      loop.start();
      watch(begin, recording, watcher);
      drain(loop::active, plan);
    }
    return recording.results(recording.end());
  }

  private ClosedLoop closedLoop(LoadPlan plan, Recording recording, long budget, long until) {
    return new ClosedLoop(
        sender, requests, pacing, recording, plan.traffic().concurrency(), budget, until);
  }

  private List<WindowResult> offline(LoadPlan plan, LoadWatcher watcher)
      throws InterruptedException {
    warmUp(plan);
    Recording recording = recording(plan, 0);
    long budget = plan.traffic().requests();
    try (ClosedLoop loop = closedLoop(plan, recording, budget, recording.end())) {
      watcher.onBegin();
      loop.start();
      while (loop.active() > 0 && pacing.now() - recording.end() < 0) {
        pacing.waitUntil(pacing.now() + LOOK_NANOS);
      }
      long stopped = pacing.now();
      watcher.onEnd();
      drain(loop::active, plan);
      return recording.results(stopped);
    }
  }

  private void warmUp(LoadPlan plan) throws InterruptedException {
    long end = pacing.now() + plan.timeline().warmupNanos();
    Recording unused = recording(plan, Long.MAX_VALUE / 4);
    try (ClosedLoop loop = closedLoop(plan, unused, Long.MAX_VALUE, end)) {
      loop.start();
      pacing.waitUntil(end);
      drain(loop::active, plan);
    }
  }

  private void watch(long begin, Recording recording, LoadWatcher watcher)
      throws InterruptedException {
    step(begin, begin, recording.start(), recording.end(), watcher);
    watcher.onBegin();
    step(begin, recording.start(), recording.end(), recording.end(), watcher);
    watcher.onEnd();
  }

  private void step(long begin, long from, long to, long end, LoadWatcher watcher)
      throws InterruptedException {
    for (long time = from; time - to < 0; time += STEP_NANOS) {
      pacing.waitUntil(Math.min(time + STEP_NANOS, to));
      watcher.onProgress((double) (pacing.now() - begin) / (end - begin));
    }
  }

  /** Waits for the last answers, no longer than they have a deadline. */
  private void drain(IntSupplier active, LoadPlan plan) throws InterruptedException {
    long limit = pacing.now() + plan.deadlineNanos() + SLACK_NANOS;
    while (active.getAsInt() > 0 && pacing.now() - limit < 0) {
      pacing.waitUntil(pacing.now() + LOOK_NANOS);
    }
  }
}
