package dev.scorekeeper.cli.demo;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.Prediction;
import dev.scorekeeper.client.Result;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.LongSupplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of calls under way: each answer sends the next request, from the thread that
 * brought it.
 *
 * <p>A closed loop: it shows what the server does at this concurrency, not at a rate of arrivals.
 */
final class LoadLoop {
  private final RemoteServer server;
  private final List<Prediction> requests;
  private final int concurrentCalls;
  private final LongSupplier nanoTime;

  /**
   * What one run measured.
   *
   * @param latencies of the answered calls, in nanoseconds
   */
  record Measured(Histogram latencies, double seconds) {}

  LoadLoop(
      RemoteServer server, List<Prediction> requests, int concurrentCalls, LongSupplier nanoTime) {
    this.server = server;
    this.requests = List.copyOf(requests);
    this.concurrentCalls = concurrentCalls;
    this.nanoTime = nanoTime;
  }

  /**
   * Sends requests for some time, and waits for the last answers.
   *
   * @throws CommandException when a call fails
   */
  Measured run(long nanos) {
    Run run = new Run(nanoTime.getAsLong() + nanos);
    long start = nanoTime.getAsLong();
    for (int i = 0; i < concurrentCalls; i++) {
      run.send(i % requests.size());
    }
    await(run.done);
    return new Measured(run.latencies, (nanoTime.getAsLong() - start) / 1e9);
  }

  /** The value of a future, or the reason why there is none. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.join();
    } catch (CompletionException e) {
      if (e.getCause() instanceof CommandException refusal) {
        throw refusal;
      }
      throw e;
    }
  }

  private final class Run {
    private final CompletableFuture<Boolean> done = new CompletableFuture<>();
    private final Histogram latencies = new ConcurrentHistogram(3);
    private final Object lock = new Object();
    private final long end;

    @GuardedBy("lock")
    private int callsLeft = concurrentCalls;

    Run(long end) {
      this.end = end;
    }

    void send(int index) {
      long sent = nanoTime.getAsLong();
      CompletableFuture<Result> answer = server.predict(requests.get(index));
      var unused = answer.whenComplete((response, failure) -> answered(index, sent, failure));
    }

    private void answered(int index, long sent, @Nullable Throwable failure) {
      if (failure != null) {
        done.completeExceptionally(failure);
        return;
      }
      long now = nanoTime.getAsLong();
      latencies.recordValue(now - sent);
      if (now - end < 0 && !done.isDone()) {
        send((index + concurrentCalls) % requests.size());
      } else {
        finishOne();
      }
    }

    private void finishOne() {
      boolean last;
      synchronized (lock) {
        callsLeft--;
        last = callsLeft == 0;
      }
      if (last) {
        done.complete(true);
      }
    }
  }
}
