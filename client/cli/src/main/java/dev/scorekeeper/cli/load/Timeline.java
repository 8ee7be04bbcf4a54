package dev.scorekeeper.cli.load;

/**
 * When is measured: first some time that does not count, then windows of equal length.
 *
 * @param warmupNanos 0 or more
 * @param windowNanos above 0; for offline work, where one window takes as long as the work, a limit
 * @param windows at least 1
 */
public record Timeline(long warmupNanos, long windowNanos, int windows) {
  public Timeline {
    if (warmupNanos < 0 || windowNanos <= 0 || windows < 1) {
      throw new IllegalArgumentException(
          "warm-up %d ns, %d windows of %d ns".formatted(warmupNanos, windows, windowNanos));
    }
  }

  /** Time that counts. */
  public long measuredNanos() {
    return windowNanos * windows;
  }
}
