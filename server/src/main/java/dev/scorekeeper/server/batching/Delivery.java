package dev.scorekeeper.server.batching;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Tells the pieces of a run their ends, each on its own executor, with one task an executor; then
 * frees what they read from.
 */
final class Delivery {

  /** Frees nothing. */
  static final Runnable NOTHING = () -> {};

  private final AtomicInteger outstanding;
  private final Runnable release;

  private Delivery(int groups, Runnable release) {
    this.outstanding = new AtomicInteger(groups);
    this.release = release;
  }

  /**
   * Sends the pieces, whose ends are noted.
   *
   * @param here the executor whose thread this is, whose pieces are told at once; null when none
   * @param release called once, after the last piece was told, on the thread that told it
   */
  static void send(List<Piece> pieces, @Nullable Executor here, Runnable release) {
    Executor only = onlyExecutor(pieces);
    if (only != null) {
      new Delivery(1, release).send(only, pieces, here);
      return;
    }
    IdentityHashMap<Executor, List<Piece>> groups = new IdentityHashMap<>();
    for (Piece piece : pieces) {
      groups.computeIfAbsent(piece.executor(), key -> new ArrayList<>()).add(piece);
    }
    Delivery delivery = new Delivery(groups.size(), release);
    groups.forEach((executor, group) -> delivery.send(executor, group, here));
  }

  @SuppressWarnings("ReferenceEquality") // the same loop is the same object
  private static @Nullable Executor onlyExecutor(List<Piece> pieces) {
    Executor first = pieces.get(0).executor();
    for (int i = 1; i < pieces.size(); i++) {
      if (pieces.get(i).executor() != first) {
        return null;
      }
    }
    return first;
  }

  @SuppressWarnings("ReferenceEquality") // the same loop is the same object
  private void send(Executor executor, List<Piece> pieces, @Nullable Executor here) {
    if (executor == here) {
      tell(pieces);
      return;
    }
    try {
      executor.execute(() -> tell(pieces));
    } catch (RejectedExecutionException e) {
      // The loop has ended: nobody reads the answers, but what the requests hold must be freed.
      tell(pieces);
    }
  }

  private void tell(List<Piece> pieces) {
    try {
      for (Piece piece : pieces) {
        piece.complete();
      }
    } finally {
      if (outstanding.decrementAndGet() == 0) {
        release.run();
      }
    }
  }
}
