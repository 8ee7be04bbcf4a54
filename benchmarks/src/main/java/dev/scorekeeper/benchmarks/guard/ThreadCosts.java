package dev.scorekeeper.benchmarks.guard;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/**
 * What some threads of this JVM have allocated and computed so far. Exact: the JVM counts each
 * thread's bytes itself. Thread-safe.
 */
final class ThreadCosts {

  private static final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long[] ids;

  /**
   * A reading or a difference of two.
   *
   * @param bytes heap bytes allocated
   * @param cpuNanos user and system time used
   */
  record Reading(long bytes, long cpuNanos) {
    Reading minus(Reading earlier) {
      return new Reading(bytes - earlier.bytes, cpuNanos - earlier.cpuNanos);
    }
  }

  private ThreadCosts(long[] ids) {
    this.ids = ids;
  }

  /** Those that live now and whose names begin with one of these; at least one. */
  static ThreadCosts of(List<String> namePrefixes) {
    List<Long> ids = new ArrayList<>();
    for (long id : threads.getAllThreadIds()) {
      var info = threads.getThreadInfo(id);
      if (info != null && namePrefixes.stream().anyMatch(info.getThreadName()::startsWith)) {
        ids.add(id);
      }
    }
    if (ids.isEmpty()) {
      throw new IllegalStateException("no thread's name begins with one of " + namePrefixes);
    }
    return new ThreadCosts(ids.stream().mapToLong(Long::longValue).toArray());
  }

  /** The sum over the threads. */
  Reading read() {
    long bytes = 0;
    for (long count : threads.getThreadAllocatedBytes(ids)) {
      bytes += count;
    }
    long cpu = 0;
    for (long nanos : threads.getThreadCpuTime(ids)) {
      cpu += nanos;
    }
    return new Reading(bytes, cpu);
  }
}
