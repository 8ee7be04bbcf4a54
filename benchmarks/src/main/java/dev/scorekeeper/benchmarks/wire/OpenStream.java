package dev.scorekeeper.benchmarks.wire;

/** A stream of a connection from its first header to its end. Not thread-safe. */
final class OpenStream {

  final int number;

  /** When its call was meant to start, on the scale of {@link System#nanoTime}. */
  final long intendedNanos;

  /** Bytes that the peer still allows. */
  long window;

  /** Bytes received since the peer's window was last opened again. */
  int received;

  boolean ended;

  OpenStream(int number, long intendedNanos, long window) {
    this.number = number;
    this.intendedNanos = intendedNanos;
    this.window = window;
  }
}
