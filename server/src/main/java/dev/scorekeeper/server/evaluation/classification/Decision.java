package dev.scorekeeper.server.evaluation.classification;

import dev.scorekeeper.server.evaluation.Arguments;
import dev.scorekeeper.server.evaluation.MetricContext;
import java.util.Map;
import java.util.TreeMap;

/**
 * When a score is a yes: above a threshold, in float32. NaN never is.
 *
 * @param threshold the threshold, in the units of the scores
 * @param inclusive whether a score equal to it is a yes
 */
public record Decision(float threshold, boolean inclusive) {

  /** The threshold given as a parameter, exclusive, or else that of the output. */
  public static Decision of(MetricContext context, Arguments arguments, String parameter) {
    return arguments.has(parameter)
        ? new Decision((float) arguments.number(parameter), false)
        : of(context);
  }

  public static Decision of(MetricContext context) {
    return new Decision(context.threshold(), context.thresholdInclusive());
  }

  public boolean yes(float score) {
    return inclusive ? score >= threshold : score > threshold;
  }

  /** The threshold that a score must exceed. */
  public float exclusive() {
    return inclusive ? Math.nextDown(threshold) : threshold;
  }

  /** The arguments with the decision among them, where there is none, to be told and compared. */
  public Arguments in(Arguments arguments, String parameter) {
    if (arguments.has(parameter)) {
      return arguments;
    }
    Map<String, Object> values = new TreeMap<>(arguments.values());
    values.put(parameter, Double.parseDouble(Float.toString(threshold)));
    if (inclusive) {
      values.put("threshold_inclusive", true);
    }
    return new Arguments(values);
  }
}
