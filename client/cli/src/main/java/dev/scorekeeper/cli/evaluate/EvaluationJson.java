package dev.scorekeeper.cli.evaluate;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.MetricValue;

/**
 * A record as JSON: {@code metrics} by the names that Keras would log, and the record itself.
 *
 * <p>JSON has no NaN and no infinities: what is not a finite number is null among the metrics, and
 * in the record a string such as "NaN", with the reason beside it.
 */
public final class EvaluationJson {
  private EvaluationJson() {}

  /**
   * The object.
   *
   * @param record as the protobuf JSON of the message
   */
  public static JsonObject of(Evaluation message, JsonElement record) {
    JsonObject json = new JsonObject();
    json.add("metrics", metrics(message));
    json.add("record", record);
    return json;
  }

  /** The values over all rows. */
  static JsonObject metrics(Evaluation message) {
    JsonObject metrics = new JsonObject();
    for (MetricValue value : message.getValuesList()) {
      if (!metrics.has(value.getName())) {
        metrics.add(value.getName(), number(value));
      }
    }
    return metrics;
  }

  private static JsonElement number(MetricValue value) {
    return Double.isFinite(value.getValue())
        ? new JsonPrimitive(value.getValue())
        : JsonNull.INSTANCE;
  }
}
