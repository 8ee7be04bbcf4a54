package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Outcome;
import dev.scorekeeper.server.scoring.Rows;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * Rows of requests on their way into one run: open while rows may be added, then closed for good.
 *
 * <p>Pure state without lock, clock or thread. Owns its block until {@link RunGroup#recycle}. While
 * open it belongs to the loop or, under the queue's lock, to the queue it lies in; once closed to
 * the thread that runs it.
 */
final class Batch {

  private final RunGroup group;
  private final RowBlock block;
  private final List<Piece> pieces = new ArrayList<>();
  private final int limit;
  private int rows;
  private boolean closed;
  private boolean waitOver;
  private boolean runBefore;

  /**
   * @param limit most rows it takes
   */
  Batch(RunGroup group, RowBlock block, int limit) {
    this.group = group;
    this.block = block;
    this.limit = limit;
  }

  RunGroup group() {
    return group;
  }

  RowBlock block() {
    return block;
  }

  List<Piece> pieces() {
    return pieces;
  }

  int rows() {
    return rows;
  }

  boolean isClosed() {
    return closed;
  }

  void close() {
    closed = true;
  }

  /** True when so many more rows may be added. */
  boolean fits(int count) {
    return !closed && rows + count <= limit;
  }

  boolean isFull() {
    return rows >= limit;
  }

  /** Adds the rows of a piece, copying them. Nothing has changed when it throws. */
  void add(Piece piece, Rows source) {
    if (closed) {
      throw new IllegalStateException("batch is closed");
    }
    int count = piece.count();
    if (rows + count > block.capacity()) {
      block.grow(Math.min(Math.max(limit, rows + count), Math.max(rows + count, 2 * rows)), rows);
    }
    block.touch(rows + count);
    group.copier().copy(source, piece.offset(), count, block, rows);
    piece.moveTo(rows);
    pieces.add(piece);
    rows += count;
  }

  /** Adds the first piece; gives the whole batch back to its group when that throws. */
  void fill(Piece piece, Rows source) {
    boolean added = false;
    try {
      add(piece, source);
      added = true;
    } finally {
      if (!added) {
        group.recycle(this);
      }
    }
  }

  /**
   * Takes out the pieces that must not be run any more, each with its outcome noted, and moves the
   * rows of the others together.
   */
  List<Piece> removeObstructed(long nowNanos) {
    List<Piece> removed = new ArrayList<>(0);
    Iterator<Piece> each = pieces.iterator();
    int end = 0;
    while (each.hasNext()) {
      Piece piece = each.next();
      Outcome obstacle = piece.obstacle(nowNanos);
      if (obstacle != null) {
        piece.ended(obstacle);
        removed.add(piece);
        each.remove();
      } else {
        block.moveRows(piece.row(), end, piece.count());
        piece.moveTo(end);
        end += piece.count();
      }
    }
    rows = end;
    return removed;
  }

  /** Marks that it need not wait for company any longer. */
  void endWait() {
    waitOver = true;
  }

  boolean isWaitOver() {
    return waitOver;
  }

  /** Marks that the run of all of it failed. */
  void markRunBefore() {
    runBefore = true;
  }

  boolean wasRunBefore() {
    return runBefore;
  }
}
