package dev.scorekeeper.server.app;

import java.io.IOException;
import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Milliseconds that this JVM's compiler has worked so far.
 *
 * <p>On Linux the CPU time of the compiler's threads. The JVM's own count, used elsewhere, adds a
 * method's time when it is done: a compiler busy with one large method for half a second looks
 * idle.
 */
final class CompilerTime implements LongSupplier {

  private static final Path TASKS = Path.of("/proc/self/task");

  private final Path tasks;
  private final @Nullable CompilationMXBean bean = ManagementFactory.getCompilationMXBean();

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
    long nanos = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(tasks)) {
      for (Path thread : threads) {
        nanos += nanos(thread);
      }
    } catch (IOException e) {
      return ofTheJvm();
    }
    return nanos / 1_000_000;
  }

  /** CPU time of a thread if it is one of the compiler's. */
  private static long nanos(Path thread) throws IOException {
    try {
      String name = Files.readString(thread.resolve("comm"));
      if (!name.startsWith("C1 Compiler") && !name.startsWith("C2 Compiler")) {
        return 0;
      }
      String times = Files.readString(thread.resolve("schedstat"));
      return Long.parseLong(times.substring(0, times.indexOf(' ')));
    } catch (NoSuchFileException e) {
      return 0; // It has ended meanwhile.
    }
  }

  private long ofTheJvm() {
    return bean == null || !bean.isCompilationTimeMonitoringSupported()
        ? 0
        : bean.getTotalCompilationTime();
  }
}
