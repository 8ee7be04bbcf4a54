package dev.scorekeeper.server.evaluation;

import java.util.List;

/**
 * Makes the metrics of one id: what a plug-in provides, found by {@link java.util.ServiceLoader},
 * and what the built-in ones are made by. Thread-safe.
 */
public interface MetricFactory {

  /** Stable id, lower case with underscores. */
  String id();

  /** Other names that it is asked for by, such as Keras' class name and its short forms. */
  List<String> aliases();

  /** Revision of the arithmetic; a change of results changes it. */
  String version();

  /** Its parameters with their defaults, in the order in which they may be given without names. */
  List<Parameter> parameters();

  /**
   * Makes the metric.
   *
   * @throws SpecException when it does not suit the output or a parameter is out of its range; the
   *     message says what was expected and what came
   */
  Metric create(MetricContext context, Arguments arguments) throws SpecException;
}
