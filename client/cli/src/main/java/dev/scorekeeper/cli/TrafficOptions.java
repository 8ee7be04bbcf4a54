package dev.scorekeeper.cli;

import static dev.scorekeeper.cli.text.CommandException.require;

import dev.scorekeeper.cli.load.LoadPlan;
import dev.scorekeeper.cli.load.Slo;
import dev.scorekeeper.cli.load.Timeline;
import dev.scorekeeper.cli.load.Traffic;
import java.time.Duration;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What load is sent, how long, and what is asked of the answers. */
final class TrafficOptions {
  /** Calls under way where a closed loop is to show what a server can do. */
  private static final int CROWD = 256;

  private static final Duration OFFLINE_LIMIT = Duration.ofMinutes(10);

  @Option(names = "--single", description = "One call at a time: the latency of an idle server.")
  private boolean single;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "A closed loop of N calls under way, [1, 100000].")
  private @Nullable Integer concurrency;

  @Option(
      names = "--rate",
      paramLabel = "R",
      description = {
        "An open loop of R requests a second, which come whatever the server does.",
        "Default: half of what a short closed loop reaches."
      })
  private @Nullable Double rate;

  @Option(
      names = "--offline",
      paramLabel = "N",
      description = "N requests as fast as they go; --concurrency of them under way, or 256.")
  private @Nullable Long offline;

  @Option(
      names = "--even",
      description = "Arrivals at an even beat. Default: independent of each other (Poisson).")
  private boolean even;

  @Option(
      names = "--find-max",
      description = "Find the highest rate that keeps --slo; --rate is where to start.")
  private boolean findMax;

  @Option(
      names = "--overload",
      description = "Offer 0.5 to 2 times what a closed loop reaches, and show the goodput.")
  private boolean overload;

  @Option(
      names = "--slo",
      paramLabel = "pNN=TIME",
      converter = SloConverter.class,
      description = "The promise that answers should keep, such as p99=10ms.")
  private @Nullable Slo slo;

  @Option(
      names = "--warmup",
      paramLabel = "TIME",
      defaultValue = "5s",
      converter = DurationConverter.class,
      description = "Time that does not count, before the rest. Default: ${DEFAULT-VALUE}.")
  private Duration warmup = Duration.ZERO;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "Time that counts, [10ms, 24h]. Default: ${DEFAULT-VALUE}.")
  private Duration duration = Duration.ZERO;

  @Option(
      names = "--windows",
      paramLabel = "N",
      defaultValue = "5",
      description =
          "Windows that this time is cut into and that must agree, [1, 1000]. Default: ${DEFAULT-VALUE}.")
  private int windows = 5;

  @Option(
      names = "--deadline",
      paramLabel = "TIME",
      defaultValue = "10s",
      converter = DurationConverter.class,
      description = "How long callers wait for an answer, [1ms, 90s]. Default: ${DEFAULT-VALUE}.")
  private Duration deadline = Duration.ZERO;

  @Option(
      names = "--connections",
      paramLabel = "N",
      defaultValue = "4",
      description = "TCP connections, used in turn, [1, 10000]. Default: ${DEFAULT-VALUE}.")
  private int connections = 4;

  @Option(
      names = "--rows",
      paramLabel = "N",
      defaultValue = "1",
      description = "Rows in a request, [1, 1000000]. Default: ${DEFAULT-VALUE}.")
  private int rows = 1;

  @Option(
      names = "--stream",
      description = "Send over one stream a connection (PredictStream). Default: unary calls.")
  private boolean stream;

  /** Refuses what cannot be, or contradicts itself. */
  void check() {
    long modes =
        Stream.of(single, concurrency != null && offline == null, rate != null, offline != null)
            .filter(given -> given)
            .count();
    require(modes <= 1, "--single, --concurrency, --rate, --offline: give one of them.");
    require(!findMax || !overload, "--find-max and --overload: give one of them.");
    require(!findMax || slo != null, "--find-max needs --slo, such as --slo p99=10ms.");
    require(
        !findMax || !(single || concurrency != null || offline != null),
        "--find-max tries rates: leave out --single, --concurrency and --offline.");
    require(
        !overload || !(single || rate != null || offline != null),
        "--overload finds the capacity itself: leave out --single, --rate and --offline.");
    require(rate == null || (rate > 0 && rate <= 1e7), "--rate: above 0, at most 10000000.");
    require(in(concurrency, 1, 100_000), "--concurrency: allowed is 1 to 100000.");
    require(offline == null || offline >= 1, "--offline: at least 1.");
    require(in(windows, 1, 1000), "--windows: allowed is 1 to 1000.");
    require(in(connections, 1, 10_000), "--connections: allowed is 1 to 10000.");
    require(in(rows, 1, 1_000_000), "--rows: allowed is 1 to 1000000.");
    require(within(duration, 10, 86_400_000), "--duration: allowed is 10ms to 24h.");
    require(within(deadline, 1, 90_000), "--deadline: allowed is 1ms to 90s.");
  }

  private static boolean in(@Nullable Integer value, int least, int most) {
    return value == null || (value >= least && value <= most);
  }

  private static boolean within(Duration time, long leastMillis, long mostMillis) {
    return time.toMillis() >= leastMillis && time.toMillis() <= mostMillis;
  }

  boolean findMax() {
    return findMax;
  }

  boolean overload() {
    return overload;
  }

  @Nullable Slo slo() {
    return slo;
  }

  int connections() {
    return connections;
  }

  int rows() {
    return rows;
  }

  boolean stream() {
    return stream;
  }

  long deadlineNanos() {
    return deadline.toNanos();
  }

  boolean poisson() {
    return !even;
  }

  /** The traffic asked for; null when the rate is to be found first. */
  @Nullable Traffic traffic() {
    if (single) {
      return Traffic.single();
    }
    if (offline != null) {
      return Traffic.offline(offline, concurrency == null ? CROWD : concurrency);
    }
    if (overload) {
      return crowd();
    }
    if (concurrency != null) {
      return Traffic.concurrency(concurrency);
    }
    return rate == null ? null : Traffic.rate(rate, !even);
  }

  /** A closed loop that shows what the server can do. */
  Traffic crowd() {
    return Traffic.concurrency(concurrency == null ? CROWD : concurrency);
  }

  /** The plan for this traffic. */
  LoadPlan plan(Traffic traffic, long seed) {
    return new LoadPlan(
        traffic, timeline(), rows, connections, stream, deadline.toNanos(), seed, slo);
  }

  private Timeline timeline() {
    return offline == null
        ? new Timeline(warmup.toNanos(), duration.toNanos() / windows, windows)
        : new Timeline(warmup.toNanos(), OFFLINE_LIMIT.toNanos(), 1);
  }
}
