package dev.scorekeeper.server.evaluating;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the operating system to run a thread only when nobody else wants the core.
 *
 * <p>Java's own priorities do nothing on Linux. There each thread has a number of its own, and
 * {@code chrt} gives one the scheduling class that yields the core at once to whoever wakes up.
 * {@code renice}, where there is no {@code chrt}, lowers its share, but lets it end its slice of
 * over a millisecond first. Anybody may do both to his own. Where neither can be done, the thread
 * runs as any other.
 */
final class LowPriority {

  private static final Logger logger = LoggerFactory.getLogger(LowPriority.class);

  private static final Path SELF = Path.of("/proc/thread-self");
  private static final long PATIENCE_SECONDS = 5;

  private LowPriority() {}

  /** Lowers the current thread's priority; false when that cannot be done here. */
  static boolean lower() {
    try {
      if (!Files.exists(SELF)) {
        return false;
      }
      String thread = Files.readSymbolicLink(SELF).getFileName().toString();
      return succeeds("chrt", "-i", "-p", "0", thread)
          || succeeds("renice", "-n", "19", "-p", thread);
    } catch (IOException e) {
      logger.debug("The priority of an evaluation's thread stays as it is", e);
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      process.getOutputStream().close();
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return false;
      }
      return process.exitValue() == 0;
    } catch (IOException e) {
      logger.debug("Without {} for an evaluation's thread", command[0], e);
      return false;
    }
  }
}
