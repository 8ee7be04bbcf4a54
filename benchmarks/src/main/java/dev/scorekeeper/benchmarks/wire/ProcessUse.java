package dev.scorekeeper.benchmarks.wire;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/** What a process has used so far, as Linux tells. */
public final class ProcessUse {

  private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

  private ProcessUse() {}

  /** User and system time of a process in nanoseconds, in steps of 10 ms; 0 for process 0. */
  public static long cpuNanos(long pid) throws IOException {
    if (pid == 0) {
      return 0;
    }
    String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
  }

  /** Resident memory of a process in bytes. */
  public static long residentBytes(long pid) throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc", Long.toString(pid), "status"))) {
      if (line.startsWith("VmRSS:")) {
        return 1024 * Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    throw new IOException("process " + pid + " has no VmRSS");
  }
}
