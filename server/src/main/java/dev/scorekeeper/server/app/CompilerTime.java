package dev.scorekeeper.server.app;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Milliseconds that this JVM's compiler has worked so far.
 *
 * <p>On Linux the CPU time of the compiler's threads, of those that have ended as far as it was
 * seen before. The JVM's own count, used elsewhere, adds a method's time when it is done: a
 * compiler busy with one large method for half a second looks idle. Not thread-safe.
 */
final class CompilerTime implements LongSupplier {

  private static final Path TASKS = Path.of("/proc/self/task");

  private final Path tasks;
  private final @Nullable CompilationMXBean bean = ManagementFactory.getCompilationMXBean();

  /**
   * Seen last of each compiler thread: where there are many cores, the JVM ends those it can spare.
   */
  private final Map<Path, Long> nanosByThread = new HashMap<>();

  CompilerTime() {
    this(TASKS);
  }

  /**
   * @param tasks folder with a folder for each thread, as Linux has it
   */
  CompilerTime(Path tasks) {
    this.tasks = tasks;
  }

  @Override
  public long getAsLong() {
    if (!Files.isDirectory(tasks)) {
      return ofTheJvm();
    }
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        look(thread);
      }
    } catch (IOException e) {
      return ofTheJvm();
    }
    return nanosByThread.values().stream().mapToLong(Long::longValue).sum() / 1_000_000;
  }

  /** Takes note of the CPU time of a thread if it is one of the compiler's. */
  private void look(Path thread) {
    try {
      String name = Files.readString(thread.resolve("comm"));
      if (name.startsWith("C1 Compiler") || name.startsWith("C2 Compiler")) {
        String times = Files.readString(thread.resolve("schedstat"));
        nanosByThread.put(thread, Long.parseLong(times.substring(0, times.indexOf(' '))));
      }
    } catch (IOException e) {
      // It has ended meanwhile, before a file was opened or after.
    }
  }

  private long ofTheJvm() {
    return bean == null || !bean.isCompilationTimeMonitoringSupported()
        ? 0
        : bean.getTotalCompilationTime();
  }
}
