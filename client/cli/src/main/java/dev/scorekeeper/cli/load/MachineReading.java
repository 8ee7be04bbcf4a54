package dev.scorekeeper.cli.load;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CPU times at one moment; two of them tell what happened between.
 *
 * @param time in nanoseconds of the JVM's clock
 * @param processNanos CPU time of this process
 * @param threads CPU time by thread
 * @param busyTicks CPU time of the machine that was not idle, in ticks; -1 when unknown
 * @param allTicks CPU time of the machine
 */
record MachineReading(
    long time, long processNanos, Map<Long, Long> threads, long busyTicks, long allTicks) {

  /** Takes a reading of this process and this machine. */
  static MachineReading now() {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Map<Long, Long> times = new HashMap<>();
    for (long id : threads.getAllThreadIds()) {
      times.put(id, threads.getThreadCpuTime(id));
    }
    long[] ticks = ticks();
    long process =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    return new MachineReading(System.nanoTime(), process, times, ticks[0], ticks[1]);
  }

  /** The first line of /proc/stat: user, nice, system, idle, waiting, interrupts, stolen. */
  private static long[] ticks() {
    try {
      List<String> lines = Files.readAllLines(Path.of("/proc/stat"));
      String[] words = lines.get(0).trim().split("\\s+", -1);
      long all = 0;
      for (int i = 1; i < Math.min(words.length, 9); i++) {
        all += Long.parseLong(words[i]);
      }
      long idle = Long.parseLong(words[4]) + Long.parseLong(words[5]);
      return new long[] {all - idle, all};
    } catch (IOException | RuntimeException e) {
      // Another system than Linux: the share of the machine stays unknown.
      return new long[] {-1, -1};
    }
  }

  /**
   * What the generator took from this reading to a later one.
   *
   * @param sharesMachine whether the server runs on this machine
   */
  GeneratorUse until(MachineReading later, boolean sharesMachine) {
    double wall = Math.max(1, later.time - time);
    long hottest = 0;
    long hottestId = -1;
    for (Map.Entry<Long, Long> entry : later.threads.entrySet()) {
      long used = entry.getValue() - threads.getOrDefault(entry.getKey(), 0L);
      if (used > hottest) {
        hottest = used;
        hottestId = entry.getKey();
      }
    }
    double machine =
        busyTicks < 0 || later.allTicks == allTicks
            ? Double.NaN
            : (double) (later.busyTicks - busyTicks) / (later.allTicks - allTicks);
    return new GeneratorUse(
        Runtime.getRuntime().availableProcessors(),
        (later.processNanos - processNanos) / wall,
        Math.min(1, hottest / wall),
        name(hottestId),
        machine,
        sharesMachine);
  }

  private static String name(long id) {
    ThreadInfo info = id < 0 ? null : ManagementFactory.getThreadMXBean().getThreadInfo(id);
    return info == null ? "unknown" : info.getThreadName();
  }
}
