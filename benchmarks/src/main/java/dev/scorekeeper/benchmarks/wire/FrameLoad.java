package dev.scorekeeper.benchmarks.wire;

import io.netty.handler.codec.http2.Http2Exception;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * Sends what a {@link LoadPlan} says, on the thread that calls {@link #run}, and measures.
 *
 * <p>Latencies of a closed loop compare two servers under the same load; only those of an open
 * loop, which count from the intended time, say what an arriving user waits.
 */
public final class FrameLoad implements AutoCloseable {

  /**
   * What was seen in the measured time.
   *
   * @param answered answers with status 0
   * @param inTime those that came within the plan's deadline; all without one
   * @param gaveUp requests whose deadline passed before the connection took them
   * @param serverCpuNanos CPU time that the server's process used meanwhile; 0 when no process was
   *     given
   * @param generatorNanos time in which the generator was at work, to tell when it is the limit:
   *     the CPU time of its thread, of a spinning one the time in which there was something to do
   * @param latencies of the answers with status 0, in nanoseconds
   */
  public record Result(
      long answered,
      long inTime,
      long failed,
      long gaveUp,
      long wallNanos,
      long serverCpuNanos,
      long generatorNanos,
      Histogram latencies) {

    public double perSecond() {
      return answered * 1e9 / wallNanos;
    }

    /** Answers in time, a second. */
    public double goodput() {
      return inTime * 1e9 / wallNanos;
    }

    public double serverMicrosPerRequest() {
      return serverCpuNanos / 1e3 / answered;
    }

    /** Share of the time in which the generator was at work, from 0 to 1. */
    public double generatorLoad() {
      return (double) generatorNanos / wallNanos;
    }

    public double micros(double percentile) {
      return latencies.getValueAtPercentile(percentile) / 1e3;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT,
          "%.0f requests/s, server CPU %.2f us/request, p50 %.0f us, p99 %.0f us, failed %d,"
              + " given up %d, generator busy %.0f %%",
          perSecond(),
          serverMicrosPerRequest(),
          micros(50),
          micros(99),
          failed,
          gaveUp,
          100 * generatorLoad());
    }
  }

  private static final int MOST_BUFFER = 1 << 22;
  private static final int LEAST_BUFFER = 1 << 16;
  private static final long MOST_BUFFERS = 1L << 28;
  private static final long MOST_LATENCY = TimeUnit.SECONDS.toNanos(60);

  private final LoadPlan plan;
  private final Selector selector;
  private final List<Lane> lanes = new ArrayList<>();
  private final Queue<Lane> dirty = new ArrayDeque<>();
  private final long deadlineNanos;
  private final boolean spins;
  private @Nullable Arrivals arrivals;
  private Histogram latencies = new Histogram(MOST_LATENCY, 3);
  private int nextLane;
  private int nextPayload;
  private long answered;
  private long inTime;
  private long failed;
  private long gaveUp;
  private long busyNanos;

  private FrameLoad(LoadPlan plan) throws IOException {
    this.plan = plan;
    this.deadlineNanos = plan.deadline().map(time -> time.toNanos()).orElse(0L);
    this.spins = plan.spinning() || plan.perSecond() > 0;
    this.selector = Selector.open();
  }

  /** Connects and sends the first requests. The caller closes it. */
  public static FrameLoad open(LoadPlan plan) throws IOException {
    FrameLoad load = new FrameLoad(plan);
    try {
      load.connect();
      return load;
    } catch (IOException | RuntimeException e) {
      load.close();
      throw e;
    }
  }

  /**
   * Runs a load: first unmeasured, then measured.
   *
   * @param pid server process whose CPU time is read; 0: none
   * @throws IOException when the server hangs up or answers nothing
   */
  public static Result run(LoadPlan plan, double warmupSeconds, double measuredSeconds, long pid)
      throws IOException, Http2Exception {
    try (FrameLoad load = open(plan)) {
      load.run(warmupSeconds, 0);
      Result result = load.run(measuredSeconds, pid);
      if (result.answered() + result.failed() == 0) {
        throw new IOException("the server answered nothing in " + measuredSeconds + " s");
      }
      return result;
    }
  }

  /**
   * The same for one payload on some connections with as many calls in flight on each.
   *
   * @param path of the unary method
   */
  public static Result run(
      InetSocketAddress address,
      String path,
      byte[] payload,
      int connections,
      int inFlight,
      double warmupSeconds,
      double measuredSeconds,
      long pid)
      throws IOException, Http2Exception {
    LoadPlan plan =
        new LoadPlan(
            address,
            path,
            List.of(payload),
            connections,
            inFlight,
            LoadPlan.Spread.EACH,
            0,
            0,
            Optional.empty(),
            false);
    return run(plan, warmupSeconds, measuredSeconds, pid);
  }

  private void connect() throws IOException {
    int buffer =
        (int) Math.max(LEAST_BUFFER, Math.min(MOST_BUFFER, MOST_BUFFERS / plan.connections()));
    List<byte[]> payloads =
        plan.streams() > 0
            ? plan.payloads()
            : plan.payloads().stream().map(this::prefixed).toList();
    Lane.Payloads turns = () -> payloads.get(nextPayload++ % payloads.size());
    Lane.Listener listener = new Answers();
    for (int i = 0; i < plan.connections(); i++) {
      Lane lane =
          plan.streams() > 0
              ? new StreamLane(plan, buffer, deadlineNanos, turns, listener)
              : new UnaryLane(plan, buffer, deadlineNanos, turns, listener);
      lane.connection.channel.register(selector, SelectionKey.OP_READ, lane);
      lanes.add(lane);
      markDirty(lane);
    }
    if (plan.perSecond() == 0) {
      boolean each = plan.spread() == LoadPlan.Spread.EACH;
      int first = each ? plan.inFlight() * lanes.size() : plan.inFlight();
      for (int i = 0; i < first; i++) {
        submit(nextLane(), System.nanoTime());
      }
    }
  }

  private byte[] prefixed(byte[] payload) {
    return ByteBuffer.allocate(5 + payload.length)
        .put((byte) 0)
        .putInt(payload.length)
        .put(payload)
        .array();
  }

  private Lane nextLane() {
    return lanes.get(nextLane++ % lanes.size());
  }

  private void submit(Lane lane, long intendedNanos) {
    lane.submit(intendedNanos);
    markDirty(lane);
  }

  private void markDirty(Lane lane) {
    if (!lane.dirty) {
      lane.dirty = true;
      dirty.add(lane);
    }
  }

  /**
   * Goes on with the load for so long and tells what was seen.
   *
   * @param pid server process whose CPU time is read; 0: none
   * @throws IOException when the server hangs up
   */
  public Result run(double seconds, long pid) throws IOException, Http2Exception {
    latencies = new Histogram(MOST_LATENCY, 3);
    answered = 0;
    inTime = 0;
    failed = 0;
    gaveUp = 0;
    long cpu = ProcessUse.cpuNanos(pid);
    busyNanos = 0;
    long own = threadCpuNanos();
    long start = System.nanoTime();
    if (plan.perSecond() > 0 && arrivals == null) {
      arrivals = new Arrivals(plan.perSecond(), start);
    }
    pump(start + (long) (seconds * 1e9));
    long wall = System.nanoTime() - start;
    return new Result(
        answered,
        inTime,
        failed,
        gaveUp,
        wall,
        ProcessUse.cpuNanos(pid) - cpu,
        spins ? busyNanos : threadCpuNanos() - own,
        latencies);
  }

  private void pump(long until) throws IOException, Http2Exception {
    long now = System.nanoTime();
    while (now - until < 0) {
      if (arrivals != null) {
        submitDue(arrivals, now);
      }
      boolean sent = flushDirty();
      if (sent) {
        busyNanos += System.nanoTime() - now;
      }
      boolean ready = (spins ? selector.selectNow() : selector.select(10)) > 0;
      long woken = System.nanoTime();
      for (SelectionKey key : selector.selectedKeys()) {
        Lane lane = (Lane) key.attachment();
        if (key.isReadable()) {
          lane.read();
        }
        flush(lane);
      }
      selector.selectedKeys().clear();
      now = System.nanoTime();
      if (ready) {
        busyNanos += now - woken;
      }
    }
  }

  private void submitDue(Arrivals due, long now) {
    while (due.nextNanos() - now <= 0) {
      submit(nextLane(), due.nextNanos());
      due.advance();
    }
  }

  /** Whether there was anything to send. */
  private boolean flushDirty() throws IOException {
    boolean any = false;
    Lane lane;
    while ((lane = dirty.poll()) != null) {
      lane.dirty = false;
      flush(lane);
      any = true;
    }
    return any;
  }

  private void flush(Lane lane) throws IOException {
    lane.flush();
    SelectionKey key = lane.connection.channel.keyFor(selector);
    int interest =
        lane.connection.hasUnwritten()
            ? SelectionKey.OP_READ | SelectionKey.OP_WRITE
            : SelectionKey.OP_READ;
    if (key.interestOps() != interest) {
      key.interestOps(interest);
    }
  }

  private static long threadCpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** Hangs up; calls in flight are cut off. */
  @Override
  public void close() throws IOException {
    for (Lane lane : lanes) {
      lane.connection.channel.close();
    }
    selector.close();
  }

  /** Counts answers, and in closed loop sends the next request for each. */
  private final class Answers implements Lane.Listener {

    @Override
    public void answered(Lane lane, long intendedNanos, boolean ok) {
      long now = System.nanoTime();
      if (ok) {
        long latency = now - intendedNanos;
        answered++;
        inTime += deadlineNanos == 0 || latency <= deadlineNanos ? 1 : 0;
        latencies.recordValue(Math.min(latency, MOST_LATENCY));
      } else {
        failed++;
      }
      again(lane, now);
    }

    @Override
    public void gaveUp(Lane lane) {
      gaveUp++;
      again(lane, System.nanoTime());
    }

    private void again(Lane lane, long now) {
      if (plan.perSecond() == 0) {
        submit(plan.spread() == LoadPlan.Spread.EACH ? lane : nextLane(), now);
      }
    }
  }
}
