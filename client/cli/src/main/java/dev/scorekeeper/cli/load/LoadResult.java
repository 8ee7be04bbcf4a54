package dev.scorekeeper.cli.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One measurement: what was done, where, and what came of it.
 *
 * @param environment the machine and the program, by key
 * @param startedMillis when measuring began, in milliseconds since 1970
 * @param windows in order of time
 * @param server absent when the server told nothing
 * @param processes generators whose results these are
 */
public record LoadResult(
    LoadSubject subject,
    LoadPlan plan,
    Map<String, String> environment,
    long startedMillis,
    List<WindowResult> windows,
    GeneratorUse generator,
    @Nullable ServerSplit server,
    int processes) {
  public LoadResult {
    windows = List.copyOf(windows);
  }

  /** All windows as one. */
  public WindowResult total() {
    return WindowResult.inSequence(windows);
  }

  /** Measured time in milliseconds. */
  private long measuredMillis() {
    return windows.stream().mapToLong(WindowResult::nanos).sum() / 1_000_000;
  }

  /**
   * What several generators measured at the same time, as one: counts and histograms add up, and
   * nothing is averaged.
   *
   * @throws IllegalArgumentException when they did not do the same thing at the same time
   */
  public static LoadResult merge(List<LoadResult> parts) {
    LoadResult first = parts.get(0);
    List<WindowResult> windows = new ArrayList<>();
    parts.forEach(part -> requireMergeable(first, part));
    for (int i = 0; i < first.windows.size(); i++) {
      int index = i;
      windows.add(
          WindowResult.atOnce(parts.stream().map(part -> part.windows.get(index)).toList()));
    }
    return new LoadResult(
        first.subject,
        first.plan.with(traffic(parts)),
        first.environment,
        parts.stream().mapToLong(LoadResult::startedMillis).min().orElse(0),
        windows,
        busiest(parts),
        mostSeen(parts),
        parts.stream().mapToInt(LoadResult::processes).sum());
  }

  private static void requireMergeable(LoadResult first, LoadResult other) {
    require(first.subject.model().equals(other.subject.model()), "their models differ");
    require(
        first.plan.traffic().mode() == other.plan.traffic().mode(), "their modes of load differ");
    require(first.plan.rows() == other.plan.rows(), "their rows in a request differ");
    require(first.windows.size() == other.windows.size(), "their windows differ in number");
    long apart = Math.abs(first.startedMillis - other.startedMillis);
    require(
        apart <= Math.max(1, first.measuredMillis() / 10),
        "they did not measure at the same time: %d ms apart".formatted(apart));
  }

  private static void require(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static Traffic traffic(List<LoadResult> parts) {
    Traffic first = parts.get(0).plan.traffic();
    int concurrency =
        first.mode() == LoadMode.RATE
            ? first.concurrency()
            : parts.stream().mapToInt(part -> part.plan.traffic().concurrency()).sum();
    double rate = parts.stream().mapToDouble(part -> part.plan.traffic().perSecond()).sum();
    long requests = parts.stream().mapToLong(part -> part.plan.traffic().requests()).sum();
    LoadMode mode =
        parts.size() > 1 && first.mode() == LoadMode.SINGLE ? LoadMode.CONCURRENCY : first.mode();
    return new Traffic(mode, concurrency, rate, first.poisson(), requests);
  }

  /** The generator that comes nearest to its limit: one that is limited spoils the whole. */
  private static GeneratorUse busiest(List<LoadResult> parts) {
    GeneratorUse busiest = parts.get(0).generator;
    for (LoadResult part : parts) {
      if (part.generator.hottestThread() > busiest.hottestThread()) {
        busiest = part.generator;
      }
    }
    return busiest;
  }

  /** The server counts everybody's requests; the longest reading has them all. */
  private static @Nullable ServerSplit mostSeen(List<LoadResult> parts) {
    ServerSplit most = null;
    for (LoadResult part : parts) {
      ServerSplit server = part.server;
      if (server != null && (most == null || server.requests() > most.requests())) {
        most = server;
      }
    }
    return most;
  }
}
