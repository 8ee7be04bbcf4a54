package dev.scorekeeper.cli.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the highest rate that keeps a promise, with short runs, and confirms it with a long
 * one.
 */
public final class FindMax {
  private static final double RESOLUTION = 0.05;
  private static final double STEP_BACK = 0.95;
  private static final int MOST_STEPS_BACK = 8;
  private static final long PROBE_WARMUP_NANOS = 500_000_000L;
  private static final long PROBE_NANOS = 2_000_000_000L;
  private static final int PROBE_WINDOWS = 3;

  private final Measurer measurer;
  private final LoadPlan plan;
  private final Slo slo;
  private final Consumer<String> steps;
  private final List<LoadReport.Probe> probes = new ArrayList<>();

  /**
   * @param plan the long run, of {@link LoadMode#RATE}
   * @param steps told what is tried
   */
  public FindMax(Measurer measurer, LoadPlan plan, Slo slo, Consumer<String> steps) {
    this.measurer = measurer;
    this.plan = plan;
    this.slo = slo;
    this.steps = steps;
  }

  /** Searches, upwards or downwards from a rate. */
  public LoadReport.Found run(double start) throws InterruptedException {
    MaxSearch search = new MaxSearch(start, RESOLUTION);
    for (OptionalDouble next = search.next(); next.isPresent(); next = search.next()) {
      search.report(tried(next.getAsDouble()));
    }
    return new LoadReport.Found(slo, probes, confirm(search.best()));
  }

  /** A rate fails for good only when it fails while the generator keeps up, or twice. */
  private boolean tried(double rate) throws InterruptedException {
    LoadReport.Probe first = probe(rate, probeTimeline(rate));
    boolean ownFault = !first.kept() && !Verdicts.generator(first.result()).good();
    return ownFault ? probe(rate, probeTimeline(rate)).kept() : first.kept();
  }

  private @Nullable LoadResult confirm(double found) throws InterruptedException {
    double rate = found;
    for (int i = 0; i < MOST_STEPS_BACK && rate > 0; i++) {
      LoadReport.Probe probe = probe(rate, plan.timeline());
      if (probe.kept()) {
        return probe.result();
      }
      rate *= STEP_BACK;
    }
    return null;
  }

  private LoadReport.Probe probe(double rate, Timeline timeline) throws InterruptedException {
    steps.accept(
        String.format(Locale.ROOT, "Trying %,.0f requests a second, %s", rate, slo.label()));
    Traffic traffic = Traffic.rate(rate, plan.traffic().poisson());
    LoadReport.Probe probe = judge(rate, measurer.measure(plan.with(timeline).with(traffic)));
    probes.add(probe);
    return probe;
  }

  /** Long enough for the percentile to mean something. */
  private Timeline probeTimeline(double rate) {
    double needed = 1.2e9 * slo.percentile().minimumCount() / rate;
    long measured = (long) Math.max(PROBE_NANOS, needed);
    return new Timeline(PROBE_WARMUP_NANOS, measured / PROBE_WINDOWS, PROBE_WINDOWS);
  }

  private LoadReport.Probe judge(double rate, LoadResult result) {
    WindowResult total = result.total();
    double share = total.shareWithin(slo.boundNanos());
    boolean enough = total.offered() >= slo.percentile().minimumCount();
    boolean kept = enough && share >= slo.percentile().share();
    String why =
        enough
            ? String.format(Locale.ROOT, "%.2f %% within the bound", 100 * share)
            : "only %d requests, %s needs %d"
                .formatted(
                    total.offered(), slo.percentile().label(), slo.percentile().minimumCount());
    return new LoadReport.Probe(rate, kept, why, result);
  }
}
