package dev.scorekeeper.cli.text;

import java.io.PrintStream;
import java.util.function.LongSupplier;

/**
 * One line that says how far a long step has come.
 *
 * <p>On a terminal it is drawn over and over, ten times a second at most; elsewhere only
 * {@linkplain #step steps} are written, each on a line of its own. For one thread.
 */
public final class ProgressLine implements AutoCloseable {
  private static final long REDRAW_NANOS = 100_000_000;
  private static final int BAR_WIDTH = 24;

  private final PrintStream err;
  private final boolean terminal;
  private final LongSupplier nanoTime;
  private long drawnAt;
  private int drawnLength;
  private String lastStep = "";

  public ProgressLine(Terminal terminal, LongSupplier nanoTime) {
    this.err = terminal.err();
    this.terminal = terminal.errIsTerminal();
    this.nanoTime = nanoTime;
    this.drawnAt = nanoTime.getAsLong() - REDRAW_NANOS;
  }

  /** Says what is going on now; repeating it is free. */
  public void step(String what) {
    if (what.equals(lastStep)) {
      return;
    }
    lastStep = what;
    if (terminal) {
      draw(what);
    } else {
      err.println(what);
    }
  }

  /** Draws a line if there is a terminal and the last one is old enough. */
  public void update(String text) {
    if (terminal && nanoTime.getAsLong() - drawnAt >= REDRAW_NANOS) {
      draw(text);
    }
  }

  private void draw(String text) {
    drawnAt = nanoTime.getAsLong();
    String blanks = " ".repeat(Math.max(0, drawnLength - text.length()));
    err.print("\r" + text + blanks);
    err.flush();
    drawnLength = text.length();
  }

  @Override
  public void close() {
    clear();
  }

  /** Takes the line away, so that what follows starts on a clean one. */
  public void clear() {
    if (drawnLength > 0) {
      err.print("\r" + " ".repeat(drawnLength) + "\r");
      err.flush();
      drawnLength = 0;
    }
  }

  /** A bar such as {@code ━━━━━━╸ }; the share is held within [0, 1]. */
  public static String bar(double share) {
    double held = Double.isNaN(share) ? 0 : Math.max(0, Math.min(1, share));
    int full = (int) Math.round(held * BAR_WIDTH);
    return "━".repeat(full) + "┄".repeat(BAR_WIDTH - full);
  }
}
