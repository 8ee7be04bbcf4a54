package dev.scorekeeper.cli.tune;

import dev.scorekeeper.cli.text.Quantities;
import java.util.List;

/**
 * A load under which settings are compared: calls under way at a time, rows in each.
 *
 * <p>With one call, rows a second are the inverse of the latency; with many, they are the
 * throughput.
 */
public record LoadPoint(int calls, int rows) {
  /** A lone caller, a few, a crowd, and a few with small batches of their own. */
  static final List<LoadPoint> ALL =
      List.of(
          new LoadPoint(1, 1), new LoadPoint(16, 1), new LoadPoint(256, 1), new LoadPoint(16, 32));

  /** Such as {@code 16 calls of 1 row}. */
  public String label() {
    return Quantities.count(calls, "call") + " of " + Quantities.count(rows, "row");
  }
}
