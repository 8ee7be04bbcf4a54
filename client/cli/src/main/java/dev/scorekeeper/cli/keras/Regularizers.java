package dev.scorekeeper.cli.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Layers that add to {@code loss} what no output shows: Keras' {@code evaluate} counts
 * regularization, an exported model does not give it.
 */
final class Regularizers {
  private Regularizers() {}

  static void note(JsonObject config, List<String> notes) {
    Set<String> layers = new TreeSet<>();
    Nodes.object(config.get("config")).ifPresent(inner -> collect(inner, "the model", layers));
    if (!layers.isEmpty()) {
      notes.add(
          "Regularization in %s: Keras adds it to \"loss\", an exported model does not tell it."
              .formatted(String.join(", ", layers)));
    }
  }

  private static void collect(JsonElement node, String layer, Set<String> layers) {
    if (node.isJsonArray()) {
      node.getAsJsonArray().forEach(element -> collect(element, layer, layers));
    }
    if (!node.isJsonObject()) {
      return;
    }
    JsonObject object = node.getAsJsonObject();
    String name = Nodes.text(object.get("name")).orElse(layer);
    for (Map.Entry<String, JsonElement> entry : object.entrySet()) {
      if (entry.getKey().endsWith("_regularizer") && !Nodes.isNone(entry.getValue())) {
        layers.add(name);
      }
      collect(entry.getValue(), name, layers);
    }
  }
}
