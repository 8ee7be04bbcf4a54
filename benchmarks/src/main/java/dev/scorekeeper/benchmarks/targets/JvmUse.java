package dev.scorekeeper.benchmarks.targets;

import com.sun.management.ThreadMXBean;
import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import dev.scorekeeper.benchmarks.wire.CeilingServer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;

/**
 * The heap that the threads of another JVM on the way of a request have allocated, which that JVM
 * counts exactly. Its owner closes it.
 */
final class JvmUse implements AutoCloseable {

  /** Names of such threads begin so: ours, and those of the ceiling. */
  private static final List<String> PREFIXES =
      List.of("loop-", "scorekeeper-worker-", CeilingServer.THREADS);

  private final JMXConnector connector;
  private final ThreadMXBean threads;
  private final long[] ids;

  /** Looks at the threads that live now. */
  @SuppressWarnings("BanJNDI") // the peer is a process that this one has started
  JvmUse(long pid) throws IOException, AttachNotSupportedException {
    VirtualMachine machine = VirtualMachine.attach(Long.toString(pid));
    try {
      connector =
          JMXConnectorFactory.connect(new JMXServiceURL(machine.startLocalManagementAgent()));
    } finally {
      machine.detach();
    }
    threads =
        ManagementFactory.newPlatformMXBeanProxy(
            connector.getMBeanServerConnection(),
            ManagementFactory.THREAD_MXBEAN_NAME,
            ThreadMXBean.class);
    ids = ids();
  }

  private long[] ids() throws IOException {
    List<Long> found = new ArrayList<>();
    for (var info : threads.getThreadInfo(threads.getAllThreadIds())) {
      if (info != null && PREFIXES.stream().anyMatch(info.getThreadName()::startsWith)) {
        found.add(info.getThreadId());
      }
    }
    if (found.isEmpty()) {
      throw new IOException("no thread's name begins with one of " + PREFIXES);
    }
    return found.stream().mapToLong(Long::longValue).toArray();
  }

  /** Bytes so far. */
  long allocatedBytes() {
    long sum = 0;
    for (long bytes : threads.getThreadAllocatedBytes(ids)) {
      sum += bytes;
    }
    return sum;
  }

  @Override
  public void close() throws IOException {
    connector.close();
  }
}
