package dev.scorekeeper.benchmarks.wire;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a process has used so far, as Linux tells. */
public final class ProcessUse {

  private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

  /** What such threads are called, as far as Linux keeps the name. */
  private static final String COMPILER = " CompilerThre";

  private ProcessUse() {}

  /** User and system time of a process in nanoseconds, in steps of 10 ms; 0 for process 0. */
  public static long cpuNanos(long pid) throws IOException {
    return pid == 0 ? 0 : cpuNanos(Files.readString(process(pid).resolve("stat")));
  }

  /**
   * The same of the threads with which a JVM compiles, as far as they still live; 0 for any other
   * process.
   */
  public static long compilerNanos(long pid) throws IOException {
    long sum = 0;
    try (DirectoryStream<Path> threads = Files.newDirectoryStream(process(pid).resolve("task"))) {
      for (Path thread : threads) {
        String stat = statOf(thread);
        if (stat.contains(COMPILER)) {
          sum += cpuNanos(stat);
        }
      }
    }
    return sum;
  }

  /** Empty for a thread that has ended meanwhile, before its file was opened or after. */
  private static String statOf(Path thread) {
    try {
      return Files.readString(thread.resolve("stat"));
    } catch (IOException e) {
      return "";
    }
  }

  private static Path process(long pid) {
    return Path.of("/proc", Long.toString(pid));
  }

  private static long cpuNanos(String stat) {
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
  }

  /** Resident memory of a process in bytes. */
  public static long residentBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(process(pid).resolve("status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("process " + pid + " has no VmRSS");
  }
}
