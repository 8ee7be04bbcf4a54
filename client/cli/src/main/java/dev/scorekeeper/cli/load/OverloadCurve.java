package dev.scorekeeper.cli.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Offers more and more than a server can do: whoever sheds load well goes on answering as much as
 * before.
 */
public final class OverloadCurve {
  /** Offered load, as a multiple of what the server answers in a closed loop. */
  private static final double[] FACTORS = {0.5, 0.8, 1.0, 1.2, 2.0};

  private final Measurer measurer;
  private final LoadPlan plan;
  private final Consumer<String> steps;

  /**
   * @param plan the closed loop that shows the capacity
   * @param steps told what is tried
   */
  public OverloadCurve(Measurer measurer, LoadPlan plan, Consumer<String> steps) {
    this.measurer = measurer;
    this.plan = plan;
    this.steps = steps;
  }

  public LoadReport.Curve run() throws InterruptedException {
    steps.accept("Measuring the capacity in a closed loop");
    LoadResult capacity = measurer.measure(plan);
    double perSecond = capacity.total().answeredPerSecond();
    List<LoadResult> points = new ArrayList<>();
    if (perSecond > 0) {
      for (double factor : FACTORS) {
        steps.accept(
            String.format(
                Locale.ROOT, "Offering %.1f × %,.0f requests a second", factor, perSecond));
        points.add(measurer.measure(plan.with(Traffic.rate(factor * perSecond, true))));
      }
    }
    return new LoadReport.Curve(capacity, points);
  }
}
