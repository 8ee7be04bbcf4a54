package dev.scorekeeper.cli;

import dev.scorekeeper.cli.predict.FileScorer;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Quantities;
import java.util.Locale;
import java.util.function.LongSupplier;

/** The progress line of a file: bar, rows, rows a second, time left. */
final class ScoringProgress implements FileScorer.Listener {
  private final ProgressLine line;
  private final LongSupplier nanoTime;
  private final long rowCount;
  private final long start;

  /**
   * Starts now.
   *
   * @param rowCount rows in the file, -1 when not known
   */
  ScoringProgress(ProgressLine line, LongSupplier nanoTime, long rowCount) {
    this.line = line;
    this.nanoTime = nanoTime;
    this.rowCount = rowCount;
    this.start = nanoTime.getAsLong();
  }

  @Override
  public void scored(long rows, double progress) {
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    double share = rowCount > 0 ? (double) rows / rowCount : progress;
    line.update(text(rows, share, seconds));
  }

  /** Such as {@code ━━━━━━┄┄┄┄ 42 % 1,234 rows 5,678 rows/s 12 s left}. */
  static String text(long rows, double share, double seconds) {
    double left = share > 0 ? seconds * (1 - share) / share : Double.NaN;
    String remaining = Double.isNaN(left) ? "" : "  " + Quantities.seconds(left) + " left";
    return String.format(
        Locale.ROOT,
        "%s %3.0f %%  %s  %s rows/s%s",
        ProgressLine.bar(share),
        share * 100,
        Quantities.count(rows, "row"),
        Quantities.number(rows / Math.max(seconds, 1e-9)),
        remaining);
  }
}
