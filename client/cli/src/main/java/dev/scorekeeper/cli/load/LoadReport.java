package dev.scorekeeper.cli.load;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a command measured. */
public sealed interface LoadReport {
  /** The measurement to speak of first; absent when a search found nothing. */
  @Nullable LoadResult headline();

  /** One measurement. */
  record Single(LoadResult result) implements LoadReport {
    @Override
    public LoadResult headline() {
      return result;
    }
  }

  /**
   * A rate that was tried.
   *
   * @param kept whether the promise was kept
   * @param why the share of requests within the bound, or why there is no judging
   */
  record Probe(double perSecond, boolean kept, String why, LoadResult result) {}

  /**
   * The highest rate that keeps a promise.
   *
   * @param probes in the order they were tried
   * @param confirmed the long run at the rate found; absent when no rate keeps the promise
   */
  record Found(Slo slo, List<Probe> probes, @Nullable LoadResult confirmed) implements LoadReport {
    public Found {
      probes = List.copyOf(probes);
    }

    @Override
    public @Nullable LoadResult headline() {
      return confirmed;
    }

    /** True when the generator was the limit of a rate that failed: the server may do more. */
    boolean limited() {
      return probes.stream()
          .anyMatch(probe -> !probe.kept() && !Verdicts.generator(probe.result()).good());
    }
  }

  /**
   * Goodput against offered load.
   *
   * @param capacity answers a second in a closed loop
   * @param points by rising load
   */
  record Curve(LoadResult capacity, List<LoadResult> points) implements LoadReport {
    public Curve {
      points = List.copyOf(points);
    }

    @Override
    public LoadResult headline() {
      return capacity;
    }
  }
}
