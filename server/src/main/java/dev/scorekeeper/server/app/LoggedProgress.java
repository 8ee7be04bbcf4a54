package dev.scorekeeper.server.app;

import dev.scorekeeper.server.runtime.StartProgress;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the log how the start of the native library goes on, every second at most for a step. */
final class LoggedProgress implements StartProgress {

  private static final Logger logger = LoggerFactory.getLogger(LoggedProgress.class);
  private static final long INTERVAL_NANOS = 1_000_000_000;

  private final LongSupplier nanoTime;
  private String lastStep = "";
  private long lastNanos;

  LoggedProgress(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  @Override
  public void onProgress(String step, long doneBytes, long totalBytes) {
    long now = nanoTime.getAsLong();
    boolean sameStep = step.equals(lastStep);
    if (sameStep && now - lastNanos < INTERVAL_NANOS) {
      return;
    }
    lastStep = step;
    lastNanos = now;
    if (totalBytes > 0) {
      logger.info("Start: {}, {} of {} MB", step, doneBytes >> 20, totalBytes >> 20);
    } else if (!sameStep) {
      logger.info("Start: {}", step);
    }
  }
}
