package dev.scorekeeper.benchmarks.wire;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Closed-loop load on one thread: connections x calls in flight, all sending the same unary
 * request.
 *
 * <p>Latencies are those of a closed loop: good for comparing two servers under the same load, not
 * for saying what an arriving user waits.
 */
public final class FrameLoad {

  /**
   * What was seen in the measured time.
   *
   * @param serverCpuNanos CPU time that the server's process used meanwhile; 0 when no process was
   *     given
   * @param generatorCpuNanos CPU time of the generator's thread, to tell when it is the limit
   */
  public record Result(
      long answered,
      long failed,
      long wallNanos,
      long serverCpuNanos,
      long generatorCpuNanos,
      long p50Nanos,
      long p99Nanos) {

    public double perSecond() {
      return answered * 1e9 / wallNanos;
    }

    public double serverMicrosPerRequest() {
      return serverCpuNanos / 1e3 / answered;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.0f requests/s, server CPU %.2f us/request, p50 %.0f us, p99 %.0f us, failed %d,"
              + " generator busy %.0f %%",
          perSecond(),
          serverMicrosPerRequest(),
          p50Nanos / 1e3,
          p99Nanos / 1e3,
          failed,
          100.0 * generatorCpuNanos / wallNanos);
    }
  }

  private static final long NANOS_PER_TICK = TimeUnit.SECONDS.toNanos(1) / 100;

  private final Histogram latencies = new Histogram(TimeUnit.SECONDS.toNanos(60), 3);
  private long answered;
  private long failed;

  private FrameLoad() {}

  /**
   * Runs the load: first unmeasured, then measured.
   *
   * @param pid server process whose CPU time is read; 0: none
   */
  public static Result run(
      InetSocketAddress address,
      String path,
      byte[] payload,
      int connections,
      int streams,
      double warmupSeconds,
      double measuredSeconds,
      long pid)
      throws IOException, Http2Exception {
    return new FrameLoad()
        .drive(address, path, payload, connections, streams, warmupSeconds, measuredSeconds, pid);
  }

  private Result drive(
      InetSocketAddress address,
      String path,
      byte[] payload,
      int connections,
      int streams,
      double warmupSeconds,
      double measuredSeconds,
      long pid)
      throws IOException, Http2Exception {
    try (Selector selector = Selector.open()) {
      List<FrameConnection> all = new ArrayList<>();
      for (int i = 0; i < connections; i++) {
        FrameConnection connection =
            new FrameConnection(address, path, payload, streams, this::record);
        connection.channel.register(selector, SelectionKey.OP_READ, connection);
        connection.write();
        all.add(connection);
      }
      pump(selector, all, System.nanoTime() + (long) (warmupSeconds * 1e9));
      latencies.reset();
      answered = 0;
      failed = 0;
      long cpu = serverCpuNanos(pid);
      long own = threadCpuNanos();
      long start = System.nanoTime();
      pump(selector, all, start + (long) (measuredSeconds * 1e9));
      long wall = System.nanoTime() - start;
      Result result =
          new Result(
              answered,
              failed,
              wall,
              serverCpuNanos(pid) - cpu,
              threadCpuNanos() - own,
              latencies.getValueAtPercentile(50),
              latencies.getValueAtPercentile(99));
      for (FrameConnection connection : all) {
        connection.channel.close();
      }
      return result;
    }
  }

  private static void pump(Selector selector, List<FrameConnection> all, long until)
      throws IOException, Http2Exception {
    while (System.nanoTime() < until) {
      selector.select(10);
      for (SelectionKey key : selector.selectedKeys()) {
        FrameConnection connection = (FrameConnection) key.attachment();
        if (key.isReadable()) {
          connection.read();
        }
        connection.write();
        int interest =
            connection.hasUnwritten()
                ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
                : SelectionKey.OP_READ;
        if (key.interestOps() != interest) {
          key.interestOps(interest);
        }
      }
      selector.selectedKeys().clear();
    }
    if (all.stream().allMatch(c -> c.inFlight() == 0)) {
      throw new IOException("no call is in flight: the server answered nothing");
    }
  }

  private void record(long latencyNanos, boolean ok) {
    if (ok) {
      answered++;
    } else {
      failed++;
    }
    latencies.recordValue(Math.min(latencyNanos, latencies.getHighestTrackableValue()));
  }

  private static long threadCpuNanos() {
    return java.lang.management.ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** User and system time of a process, from fields 14 and 15 of its stat line, in clock ticks. */
  static long serverCpuNanos(long pid) throws IOException {
    if (pid == 0) {
      return 0;
    }
    String line = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
    String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) * NANOS_PER_TICK;
  }
}
