package dev.scorekeeper.cli.load;

/** Carries out measurements, one after the other. */
@FunctionalInterface
public interface Measurer {
  /** Measures, as long as the plan takes. */
  LoadResult measure(LoadPlan plan) throws InterruptedException;
}
