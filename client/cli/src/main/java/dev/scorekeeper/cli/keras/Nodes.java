package dev.scorekeeper.cli.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looking at JSON whose shape is not certain. */
final class Nodes {
  private Nodes() {}

  static boolean isNone(@Nullable JsonElement node) {
    return node == null || node.isJsonNull();
  }

  static Optional<JsonObject> object(@Nullable JsonElement node) {
    return node != null && node.isJsonObject()
        ? Optional.of(node.getAsJsonObject())
        : Optional.empty();
  }

  /** The elements, when it is an array. */
  static Optional<List<JsonElement>> list(@Nullable JsonElement node) {
    return node != null && node.isJsonArray()
        ? Optional.of(node.getAsJsonArray().asList())
        : Optional.empty();
  }

  static Optional<String> text(@Nullable JsonElement node) {
    return isText(node) && node != null ? Optional.of(node.getAsString()) : Optional.empty();
  }

  static boolean isText(@Nullable JsonElement node) {
    return node != null && node.isJsonPrimitive() && node.getAsJsonPrimitive().isString();
  }

  static boolean isNumber(@Nullable JsonElement node) {
    return node != null && node.isJsonPrimitive() && node.getAsJsonPrimitive().isNumber();
  }

  /** Whether it is an object that Keras wrote by class name, not a dict of the user's. */
  static boolean isKerasObject(@Nullable JsonElement node) {
    return node != null && node.isJsonObject() && node.getAsJsonObject().has("class_name");
  }
}
