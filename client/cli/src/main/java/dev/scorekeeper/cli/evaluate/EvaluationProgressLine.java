package dev.scorekeeper.cli.evaluate;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.MetricValue;
import java.util.List;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The progress line of an evaluation: bar, rows, rows a second, time left, values so far.
 *
 * <p>Thread-safe: one thread reads the file, another hears of the server.
 */
final class EvaluationProgressLine {
  private static final int VALUES = 3;

  @GuardedBy("this")
  private final ProgressLine line;

  private final LongSupplier nanoTime;
  private final long start;

  @GuardedBy("this")
  private double share;

  @GuardedBy("this")
  private long rowsRead;

  @GuardedBy("this")
  private long rowsDone;

  @GuardedBy("this")
  private List<MetricValue> values = List.of();

  /** Starts now. */
  EvaluationProgressLine(ProgressLine line, LongSupplier nanoTime) {
    this.line = line;
    this.nanoTime = nanoTime;
    this.start = nanoTime.getAsLong();
  }

  /**
   * The file was read so far.
   *
   * @param rowCount rows in it, -1 when not known
   */
  synchronized void read(long rows, long rowCount, double progress) {
    rowsRead = rows;
    share = rowCount > 0 ? (double) rows / rowCount : progress;
    draw();
  }

  /** The server has done so much. */
  synchronized void done(EvaluationProgress progress) {
    rowsDone = progress.getRowCount();
    values = progress.getValuesList();
    draw();
  }

  @GuardedBy("this")
  private void draw() {
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    boolean heard = rowsDone > 0 && rowsRead > 0;
    double doneShare = heard ? Math.min(1, share * rowsDone / rowsRead) : share;
    line.update(text(heard ? rowsDone : rowsRead, doneShare, seconds, values));
  }

  /** Such as {@code ━━━━┄┄ 42 % 1,234 rows 5,678 rows/s 12 s left loss 0.173}. */
  static String text(long rows, double share, double seconds, List<MetricValue> values) {
    StringBuilder text =
        new StringBuilder(
            String.format(
                Locale.ROOT,
                "%s %3.0f %%  %s  %s rows/s",
                ProgressLine.bar(share),
                share * 100,
                Quantities.count(rows, "row"),
                Quantities.number(rows / Math.max(seconds, 1e-9))));
    if (share > 0) {
      text.append("  ").append(Quantities.seconds(seconds * (1 - share) / share)).append(" left");
    }
    values.stream()
        .limit(VALUES)
        .forEach(
            value ->
                text.append("  ").append(value.getName()).append(' ').append(Numbers.shown(value)));
    return text.toString();
  }
}
