package dev.scorekeeper.cli.load;

import io.grpc.Status;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was seen, window by window. Safe for several threads; time is an argument.
 *
 * <p>A request and its latency belong to the window that it was intended for, however late it ends:
 * a stall is not lost because it outlasts its window. An answer counts as throughput of the window
 * in which it came: an overloaded server that answers everything in the end has not answered it in
 * time.
 */
final class Recording {
  private final Timeline timeline;
  private final long start;
  private final long goodWithinNanos;
  private final List<Window> windows = new ArrayList<>();

  /**
   * @param start when the first window begins
   * @param goodWithinNanos latency up to which an answer is a good one
   */
  Recording(Timeline timeline, long start, long goodWithinNanos) {
    this.timeline = timeline;
    this.start = start;
    this.goodWithinNanos = goodWithinNanos;
    for (int i = 0; i < timeline.windows(); i++) {
      windows.add(new Window());
    }
  }

  long start() {
    return start;
  }

  /** When the last window ends. */
  long end() {
    return start + timeline.measuredNanos();
  }

  /** A request is intended for this time. */
  void offered(long intended) {
    Window window = at(intended);
    if (window != null) {
      window.offer();
    }
  }

  /** A request ended. */
  void ended(long intended, long sent, long completed, Status.Code code) {
    long latency = completed - intended;
    Window window = at(intended);
    if (window != null) {
      window.end(code, latency, completed - sent, sent - intended);
    }
    Window current = at(completed);
    if (current != null && code == Status.Code.OK) {
      current.answer(latency <= goodWithinNanos);
    }
  }

  private @Nullable Window at(long time) {
    long since = time - start;
    return since < 0 || since >= timeline.measuredNanos()
        ? null
        : windows.get((int) (since / timeline.windowNanos()));
  }

  /**
   * The windows, once no more is recorded.
   *
   * @param stopped when the load ended; windows after it are left out, one it fell into is
   *     shortened
   */
  List<WindowResult> results(long stopped) {
    List<WindowResult> results = new ArrayList<>();
    for (int i = 0; i < windows.size(); i++) {
      long begin = start + i * timeline.windowNanos();
      long nanos = Math.min(timeline.windowNanos(), stopped - begin);
      if (nanos > 0) {
        results.add(windows.get(i).result(nanos));
      }
    }
    return results;
  }
}
