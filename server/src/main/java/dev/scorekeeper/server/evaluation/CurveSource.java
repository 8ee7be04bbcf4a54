package dev.scorekeeper.server.evaluation;

import java.util.List;

/** An accumulator that can draw what it counted. */
public interface CurveSource {

  /**
   * Curves for reports: a few hundred points each, chosen so that nothing that can be seen is lost.
   * Empty when nothing was counted. Changes nothing.
   */
  List<MetricCurve> curves();
}
