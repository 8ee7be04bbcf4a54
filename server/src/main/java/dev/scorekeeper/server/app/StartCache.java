package dev.scorekeeper.server.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The cache that later servers start from, which this JVM writes as it ends when the launcher wants
 * one: {@code -Dscorekeeper.start-cache} is its file. The launcher takes it only if there is a
 * second file, {@code .complete}, which this class puts beside it for a server that was ready once.
 *
 * <p>And only once the compiler has nothing more to do. With each method a JVM before JDK 21 also
 * keeps that it waits for the compiler; the next JVM takes it to be waiting already, never compiles
 * it, and interprets it for good (JDK-8306460).
 */
final class StartCache {

  private static final Logger logger = LoggerFactory.getLogger(StartCache.class);

  private static final String PROPERTY = "scorekeeper.start-cache";
  private static final String COMPLETE = ".complete";

  /** First JDK that does not keep what waits for the compiler. */
  private static final int FORGETS = 21;

  private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);
  private static final long LOOK_MILLIS = 20;

  private final @Nullable Path file;
  private final BooleanSupplier backlog;
  private final Duration longestWait;

  /**
   * @param file where the JVM writes; null: it does not
   * @param backlog whether methods wait for the compiler
   */
  StartCache(@Nullable Path file, BooleanSupplier backlog, Duration longestWait) {
    this.file = file;
    this.backlog = backlog;
    this.longestWait = longestWait;
  }

  static StartCache ofThisJvm() {
    String file = System.getProperty(PROPERTY);
    boolean forgets = Runtime.version().feature() >= FORGETS;
    return new StartCache(
        file == null ? null : Path.of(file),
        forgets ? () -> false : new CompilerBacklog(),
        LONGEST_WAIT);
  }

  /**
   * Declares what the JVM is about to write to be of use. Of a server that was ready and has
   * stopped, with nothing left to run; waits for the compiler if need be. Never fails: without a
   * cache the next start is slower, and makes one.
   */
  void complete() {
    if (file == null) {
      return;
    }
    try {
      if (isCompilerDone()) {
        Files.writeString(file.resolveSibling(file.getFileName() + COMPLETE), "");
      } else {
        logger.info("No cache for later starts yet: the compiler was busy to the end");
      }
    } catch (IOException e) {
      logger.warn("No cache for later starts: {} cannot be written", file, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** By looking again and again: the JVM has no event for it. */
  private boolean isCompilerDone() throws InterruptedException {
    long end = System.nanoTime() + longestWait.toNanos();
    while (backlog.getAsBoolean()) {
      if (System.nanoTime() >= end) {
        return false;
      }
      TimeUnit.MILLISECONDS.sleep(LOOK_MILLIS);
    }
    return true;
  }
}
