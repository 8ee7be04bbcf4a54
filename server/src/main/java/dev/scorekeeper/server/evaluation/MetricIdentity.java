package dev.scorekeeper.server.evaluation;

/**
 * Which metric it is, to be compared and recorded.
 *
 * @param id stable name, lower case with underscores, such as {@code auc}
 * @param name what Keras would call its value, such as {@code precision}; never from a counter
 * @param version revision of the arithmetic; a change of results changes it
 * @param canonical id and all parameters, defaults filled in, in order of their names, numbers as
 *     shortest decimals, such as {@code auc(curve='ROC', num_thresholds=200, ...)}
 * @param aggregation how rows are put together, such as {@code macro} or {@code per_example}; empty
 *     where there is only one way
 * @param weighted whether weights count
 * @param direction whether more is better
 */
public record MetricIdentity(
    String id,
    String name,
    String version,
    String canonical,
    String aggregation,
    boolean weighted,
    Direction direction) {

  /** Which way is better. */
  public enum Direction {
    HIGHER,
    LOWER,
    NEITHER
  }

  public MetricIdentity withVersion(String newVersion) {
    return new MetricIdentity(id, name, newVersion, canonical, aggregation, weighted, direction);
  }

  public MetricIdentity withName(String newName) {
    return new MetricIdentity(id, newName, version, canonical, aggregation, weighted, direction);
  }
}
