package dev.scorekeeper.client;

import io.grpc.Status;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/** Blocking on futures, with this client's exceptions. */
final class Waiting {

  private Waiting() {}

  /**
   * Waits for a future of this client and unwraps its failure. An interrupt cancels the future,
   * stays set, and comes out as code CANCELLED.
   */
  static <T> T get(CompletableFuture<T> future) {
    try {
      return future.get();
    } catch (InterruptedException e) {
      future.cancel(true);
      throw interrupted(e);
    } catch (CancellationException e) {
      throw Failures.local(Status.Code.CANCELLED, "cancelled", e).exception;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ScorekeeperException) {
        throw rethrowable((ScorekeeperException) e.getCause());
      }
      throw new IllegalStateException("unexpected failure", e.getCause());
    }
  }

  /** Sets the interrupt again and says what it did. */
  static ScorekeeperException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return Failures.local(Status.Code.CANCELLED, "interrupted while waiting", e).exception;
  }

  /** The same failure with the waiting thread's stack trace, which is the one that helps. */
  private static ScorekeeperException rethrowable(ScorekeeperException original) {
    return new ScorekeeperException(
        original.code(),
        String.valueOf(original.getMessage()),
        original.reason(),
        original.field(),
        original.details(),
        original.retryAfter().orElse(null),
        original);
  }
}
