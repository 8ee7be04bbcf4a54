package dev.scorekeeper.server.batching;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Program;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.atomic.AtomicLong;

/** Idle blocks of one program and layout. Thread-safe. Owns the blocks that lie in it. */
final class BlockPool {

  private static final int MOST_IDLE = 16;
  private static final long MOST_IDLE_BYTES = 256L << 20;

  private final Program program;
  private final Layout layout;

  @GuardedBy("this")
  private final Deque<Idle> idle = new ArrayDeque<>();

  /** Bytes idle in all pools of the model. */
  private final AtomicLong idleBytes;

  @GuardedBy("this")
  private boolean closed;

  private record Idle(RowBlock block, long sinceNanos) {}

  BlockPool(Program program, Layout layout, AtomicLong idleBytes) {
    this.program = program;
    this.layout = layout;
    this.idleBytes = idleBytes;
  }

  /** A block for at least {@code rows} rows, the one used last if there is any. */
  RowBlock take(int rows) {
    Idle last;
    synchronized (this) {
      last = idle.pollFirst();
      if (last != null) {
        idleBytes.addAndGet(-last.block().byteSize());
      }
    }
    if (last == null) {
      return RowBlock.allocate(program, layout, rows);
    }
    last.block().grow(rows, 0);
    return last.block();
  }

  /** Takes a block back, or closes it when there are enough. */
  void give(RowBlock block, long nowNanos) {
    synchronized (this) {
      if (!closed
          && idle.size() < MOST_IDLE
          && idleBytes.get() + block.byteSize() <= MOST_IDLE_BYTES) {
        idle.addFirst(new Idle(block, nowNanos));
        idleBytes.addAndGet(block.byteSize());
        return;
      }
    }
    block.close();
  }

  /** Closes the blocks that nobody took since then. */
  synchronized void closeIdleSince(long nanos) {
    while (!idle.isEmpty() && idle.getLast().sinceNanos() - nanos <= 0) {
      closeOldest();
    }
  }

  @GuardedBy("this")
  private void closeOldest() {
    RowBlock block = idle.removeLast().block();
    idleBytes.addAndGet(-block.byteSize());
    block.close();
  }

  /** Closes all idle blocks, and from now on every block given back. */
  synchronized void close() {
    closed = true;
    while (!idle.isEmpty()) {
      closeOldest();
    }
  }
}
