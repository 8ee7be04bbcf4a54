package dev.scorekeeper.cli.evaluate;

import dev.scorekeeper.client.LabelledRows;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * The rows of the files as messages; each time it is gone through, the files are read anew. For one
 * thread.
 */
final class RowMessages implements Iterable<LabelledRows>, AutoCloseable {
  private final EvaluationPlan plan;
  private final int messageRows;
  private final Listener listener;
  private @Nullable LabelledFile open;

  /** Told after each message was made. */
  @FunctionalInterface
  interface Listener {
    void read(long rows, long rowCount, double progress);
  }

  RowMessages(EvaluationPlan plan, int messageRows, Listener listener) {
    this.plan = plan;
    this.messageRows = messageRows;
    this.listener = listener;
  }

  @Override
  public Iterator<LabelledRows> iterator() {
    close();
    LabelledFile file = LabelledFile.open(plan.files(), plan.inputs());
    open = file;
    return new Messages(file);
  }

  @Override
  public void close() {
    LabelledFile file = open;
    open = null;
    if (file != null) {
      file.close();
    }
  }

  /** One reading. */
  private final class Messages implements Iterator<LabelledRows> {
    private final LabelledFile file;
    private @Nullable LabelledGroup next;

    Messages(LabelledFile file) {
      this.file = file;
    }

    @Override
    public boolean hasNext() {
      if (next == null) {
        next = file.next(messageRows);
        listener.read(file.rowsTaken(), file.rowCount(), file.progress());
      }
      return next != null;
    }

    @Override
    public LabelledRows next() {
      LabelledGroup group = hasNext() ? next : null;
      if (group == null) {
        throw new NoSuchElementException();
      }
      next = null;
      return group.message();
    }
  }
}
