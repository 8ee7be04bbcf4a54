package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Judgements on a measurement: whether it was steady, and whether the generator was the limit. */
public final class Verdicts {
  /** A request sent later than this after its intended time counts as late: 1 ms. */
  static final long LATE_NANOS = 1_000_000;

  /** Word that a report carries when the generator, not the server, set the limit. */
  static final String LIMITED = "GENERATOR_LIMITED";

  private static final double STEADY = 1.10;
  private static final double MOST_LATE = 0.01;
  private static final double LAG_OF_MEDIAN = 0.05;
  private static final double THREAD_LIMIT = 0.90;
  private static final double PROCESS_LIMIT = 0.90;
  private static final int FEWEST_WINDOWS = 3;

  private Verdicts() {}

  /**
   * Whether throughput and tail latency stayed within 10 % over all windows. The tail is the 99th
   * percentile, or the highest that the count of each window allows.
   */
  public static Verdict stability(List<WindowResult> windows) {
    if (windows.size() < FEWEST_WINDOWS) {
      return new Verdict(
          false, "not judged: %d windows, at least 3 are needed".formatted(windows.size()));
    }
    if (windows.stream().anyMatch(window -> window.answered() == 0)) {
      return new Verdict(false, "NOT STABLE: a window without any answer");
    }
    double throughput = spread(windows, WindowResult::answeredPerSecond);
    Percentile tail = tail(windows);
    if (tail == null) {
      return new Verdict(false, "not judged: too few answers in a window to know its tail");
    }
    double latency = spread(windows, window -> value(window.latency(), tail));
    boolean steady = throughput <= STEADY && latency <= STEADY;
    String text =
        "%s: over %d windows, answers a second within %s, %s within %s"
            .formatted(
                steady ? "stable" : "NOT STABLE",
                windows.size(),
                percent(throughput - 1),
                tail.label(),
                percent(latency - 1));
    return new Verdict(steady, steady ? text : text + " (10 % is asked)");
  }

  private static @Nullable Percentile tail(List<WindowResult> windows) {
    long fewest =
        windows.stream().mapToLong(window -> window.latency().getTotalCount()).min().orElse(0);
    for (double percent : new double[] {99, 95, 90, 75, 50}) {
      Percentile candidate = Percentile.of(percent);
      if (candidate.minimumCount() <= fewest) {
        return candidate;
      }
    }
    return null;
  }

  /** Largest over smallest. */
  private static double spread(List<WindowResult> windows, ToDoubleFunction<WindowResult> value) {
    double most = windows.stream().mapToDouble(value).max().orElse(Double.NaN);
    double least = windows.stream().mapToDouble(value).min().orElse(Double.NaN);
    return most / least;
  }

  private static double value(Histogram histogram, Percentile percentile) {
    return histogram.getValueAtPercentile(percentile.percent());
  }

  /**
   * Whether the figures are the server's.
   *
   * <p>In an open loop, by the generator's own delay: its 99th percentile may be 1 ms or 5 % of the
   * median latency, whichever is more, and 1 % of the requests may be late. In a closed loop, and
   * besides, by its CPU time.
   */
  public static Verdict generator(LoadResult result) {
    List<String> faults = new ArrayList<>();
    WindowResult total = result.total();
    if (!result.plan().traffic().mode().isClosed()) {
      addLag(faults, total);
    }
    GeneratorUse use = result.generator();
    if (use.share() >= PROCESS_LIMIT) {
      faults.add("it used " + percent(use.share()) + " of its CPUs");
    } else if (use.hottestThread() >= THREAD_LIMIT) {
      faults.add(
          "its thread %s was busy %s of the time"
              .formatted(use.hottestThreadName(), percent(use.hottestThread())));
    }
    if (!faults.isEmpty()) {
      return new Verdict(false, LIMITED + ": " + String.join("; ", faults));
    }
    return new Verdict(true, "not the limit: it used %s".formatted(describe(use)));
  }

  private static void addLag(List<String> faults, WindowResult total) {
    Histogram lag = total.lag();
    double tail = lag.getValueAtPercentile(99);
    double allowed = Math.max(LATE_NANOS, LAG_OF_MEDIAN * total.latency().getValueAtPercentile(50));
    if (tail > allowed) {
      faults.add(
          "it sent late, p99 %s, where %s is allowed"
              .formatted(Quantities.micros(tail / 1e3), Quantities.micros(allowed / 1e3)));
    }
    double late = lag.getTotalCount() == 0 ? 0 : (double) total.late() / lag.getTotalCount();
    if (late > MOST_LATE) {
      faults.add("%s of the requests were sent more than 1 ms late".formatted(percent(late)));
    }
  }

  private static String describe(GeneratorUse use) {
    String text =
        "%s of %d CPUs, its busiest thread %s"
            .formatted(percent(use.share()), use.cpus(), percent(use.hottestThread()));
    boolean crowded = use.sharesMachine() && use.machineBusy() >= 0.95;
    return crowded
        ? text
            + "; but it shares a machine with the server whose CPUs were busy %s of the time: pin each to CPUs of its own, or take the figures for both together"
                .formatted(percent(use.machineBusy()))
        : text;
  }

  static String percent(double share) {
    return Double.isNaN(share)
        ? "an unknown share"
        : String.format(Locale.ROOT, share < 0.1 ? "%.1f %%" : "%.0f %%", share * 100);
  }
}
