package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.CeilingServer;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the rows share: how long to measure, and processes that several of them need, started when
 * first asked for. Used by one thread; its owner closes it.
 */
final class Lab implements AutoCloseable {

  /** The core of the servers; the generator has the other one. */
  static final String SERVER_CORE = "0";

  private static final int WARM_SECONDS = 12;

  /** In which a server learns what its model's batches cost. */
  private static final int SETTLING_SECONDS = 8;

  private static final Path MODELS = Path.of("benchmarks", "models");

  private final int turns;
  private final double seconds;
  private final Path scratch;
  private final List<String> settings;
  private final Map<Integer, Server> ceilings = new HashMap<>();
  private @Nullable Server server;
  private @Nullable Bare bare;

  /**
   * @param turns how often each comparison is measured
   * @param seconds how long each measurement lasts
   * @param scratch an empty folder
   * @param settings {@code key.path=value} pairs for every server
   */
  Lab(int turns, double seconds, Path scratch, List<String> settings) {
    this.turns = turns;
    this.seconds = seconds;
    this.scratch = scratch;
    this.settings = List.copyOf(settings);
  }

  int turns() {
    return turns;
  }

  double seconds() {
    return seconds;
  }

  /** A folder for files of the rows. */
  Path scratch() {
    return scratch;
  }

  Path models() {
    return MODELS;
  }

  /** Starts Scorekeeper with the lab's settings. The caller closes it. */
  Server start(String cores, Path folder, String... options) throws IOException {
    return start(cores, folder, Map.of(), options);
  }

  /** The same with further variables of the environment. */
  Server start(String cores, Path folder, Map<String, String> environment, String... options)
      throws IOException {
    List<String> all = new ArrayList<>();
    for (String setting : settings) {
      all.addAll(List.of("--set", setting));
    }
    all.addAll(List.of(options));
    return Server.scorekeeper(cores, folder, scratch, environment, all.toArray(new String[0]));
  }

  /** Scorekeeper with the performance models on the servers' core, long under load. */
  Server server() throws Exception {
    if (server == null) {
      progress("starting Scorekeeper");
      // A closed loop may wait: by default a slow machine refuses calls of perf_mobilenet.
      server = start(SERVER_CORE, MODELS, "--set", "admission.max_queue_delay=10s");
      warm(server);
    }
    return server;
  }

  /** A ceiling on the servers' core, long under load. */
  Server ceiling(int responseBytes) throws Exception {
    Server ceiling = ceilings.get(responseBytes);
    if (ceiling == null) {
      ceiling = Server.ceiling(SERVER_CORE, responseBytes, scratch);
      ceilings.put(responseBytes, ceiling);
      warm(ceiling);
    }
    return ceiling;
  }

  /** A ceiling whose answers gRPC copies, on the servers' core, long under load; to be closed. */
  Server copyingCeiling(int responseBytes) throws Exception {
    Server ceiling = Server.ceiling(SERVER_CORE, responseBytes, scratch, CeilingServer.COPIED);
    try {
      warm(ceiling);
    } catch (Exception e) {
      ceiling.close();
      throw e;
    }
    return ceiling;
  }

  /** Sends small requests for so long that nothing is left to compile. */
  private void warm(Server of) throws Exception {
    byte[] payload = PerfModels.PERF_MLP.request(1).toByteArray();
    settle(of.unary(payload, 4, 64), of, WARM_SECONDS);
    FrameLoad.run(of.unary(payload, 4, 1), 1, 1, 0);
  }

  /** The ceiling for a request to the common server. */
  Server ceilingFor(ByteString request) throws Exception {
    return ceiling(server().responseBytes(request));
  }

  /** Bare runs on the servers' core. */
  Bare bare() throws IOException {
    if (bare == null) {
      bare = new Bare(SERVER_CORE, MODELS, scratch, settings);
    }
    return bare;
  }

  /** Bare runs of other models on the servers' core. The caller closes it. */
  Bare bare(Path models) throws IOException {
    return new Bare(SERVER_CORE, models, scratch, settings);
  }

  /**
   * Sends a plan's requests for so long that the server knows what its model's batches cost, and
   * has nothing left to compile.
   */
  void settle(LoadPlan plan, Server of) throws Exception {
    settle(plan, of, SETTLING_SECONDS);
  }

  private static void settle(LoadPlan plan, Server of, int leastSeconds) throws Exception {
    try (FrameLoad load = FrameLoad.open(plan)) {
      Settling.settle(of, leastSeconds, () -> load.run(1, 0));
    }
  }

  /** Runs a closed loop for half a second unmeasured and then for the lab's time. */
  FrameLoad.Result load(LoadPlan plan, Server of) throws Exception {
    FrameLoad.Result result = FrameLoad.run(plan, 0.5, seconds, of.pid());
    if (result.failed() > 0) {
      throw new IOException("of the requests " + result.failed() + " failed: " + result);
    }
    return result;
  }

  /** Says what is being done. */
  void progress(String what) {
    System.err.println("... " + what);
  }

  @Override
  public void close() {
    if (server != null) {
      server.close();
    }
    if (bare != null) {
      bare.close();
    }
    ceilings.values().forEach(Server::close);
  }
}
