package dev.scorekeeper.cli;

import com.google.gson.JsonObject;
import dev.scorekeeper.cli.text.Quantities;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a scored file comes to, in the end. */
record ScoringSummary(String model, long version, long rows, double seconds, @Nullable Path to) {

  String toText() {
    String where = to == null ? "" : " to " + to;
    return "%s scored by %s version %d in %s (%s rows/s)%s"
        .formatted(
            Quantities.count(rows, "row"),
            model,
            version,
            Quantities.micros(seconds * 1e6),
            Quantities.number(rows / seconds),
            where);
  }

  /** One object on one line. */
  String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("model", model);
    json.addProperty("version", version);
    json.addProperty("rows", rows);
    json.addProperty("seconds", seconds);
    json.addProperty("rows_per_second", rows / seconds);
    json.addProperty("to", to == null ? null : to.toString());
    return json.toString();
  }
}
