package dev.scorekeeper.cli.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A loss or metric of a compile configuration as the server takes it, such as {@code
 * AUC(num_thresholds=200, curve='PR')}.
 *
 * @param text as Keras writes it in Python
 * @param name what Keras calls its value
 */
record SpecText(String text, String name) {

  /**
   * Keras' own functions. An archive gives only a function's name, so that one of the user's with
   * the same name looks the same; it is taken for Keras' and a note says so.
   */
  private static final Set<String> KERAS_FUNCTIONS =
      Set.of(
          "mean_squared_error",
          "mean_absolute_error",
          "mean_absolute_percentage_error",
          "mean_squared_logarithmic_error",
          "cosine_similarity",
          "huber",
          "log_cosh",
          "hinge",
          "squared_hinge",
          "categorical_hinge",
          "kl_divergence",
          "poisson",
          "binary_crossentropy",
          "binary_focal_crossentropy",
          "categorical_crossentropy",
          "categorical_focal_crossentropy",
          "sparse_categorical_crossentropy",
          "binary_accuracy",
          "categorical_accuracy",
          "sparse_categorical_accuracy",
          "top_k_categorical_accuracy",
          "sparse_top_k_categorical_accuracy",
          "dice",
          "tversky",
          "circle",
          "ctc");

  private static final Set<String> NON_FINITE = Set.of("NaN", "Infinity", "-Infinity");

  /**
   * Translates one; what cannot be translated becomes a note.
   *
   * @param where what it is, to begin a sentence with
   */
  static Optional<SpecText> of(JsonElement node, String where, boolean metric, List<String> notes) {
    if (Nodes.isNone(node)) {
      return Optional.empty();
    }
    if (Nodes.isText(node)) {
      return Optional.of(new SpecText(node.getAsString(), node.getAsString()));
    }
    if (!Nodes.isKerasObject(node)) {
      notes.add(leftOut(where, "is not understood: " + shortened(node.toString())));
      return Optional.empty();
    }
    JsonObject object = node.getAsJsonObject();
    return switch (object.get("class_name").getAsString()) {
      case "function" -> function(object, where, notes);
      case "__lambda__" -> untold(where, "is a lambda, code of Python", notes);
      case "MeanMetricWrapper" -> wrapped(object, where, notes);
      default -> instance(object, where, metric, notes);
    };
  }

  private static Optional<SpecText> function(JsonObject node, String where, List<String> notes) {
    String name = Nodes.text(node.get("config")).orElse("");
    if (!KERAS_FUNCTIONS.contains(name)) {
      return untold(where, "is the function %s, whose code is not data".formatted(name), notes);
    }
    notes.add(
        "%s is a function called %s, taken for Keras' own: an archive does not tell them apart."
            .formatted(where, name));
    return Optional.of(new SpecText(name, name));
  }

  private static Optional<SpecText> wrapped(JsonObject node, String where, List<String> notes) {
    JsonObject config = Nodes.object(node.get("config")).orElseGet(JsonObject::new);
    Optional<SpecText> inner =
        Nodes.isText(config.get("fn")) || Nodes.isKerasObject(config.get("fn"))
            ? of(config.get("fn"), where, true, notes)
            : untold(where, "wraps a function that is not told", notes);
    return inner.map(
        spec -> new SpecText(spec.text(), Nodes.text(config.get("name")).orElse(spec.name())));
  }

  private static Optional<SpecText> instance(
      JsonObject node, String where, boolean metric, List<String> notes) {
    String className = node.get("class_name").getAsString();
    String module = Nodes.text(node.get("module")).orElse("");
    if (!module.equals("keras") && !module.startsWith("keras.")) {
      String registered = Nodes.text(node.get("registered_name")).orElse(className);
      return untold(where, "is %s, an object of the user's own".formatted(registered), notes);
    }
    boolean lossAsMetric = metric && module.contains("losses");
    if (className.equals("Huber")) {
      notes.add(where + " is Huber: Keras does not save its delta, 1 is taken.");
    }
    JsonObject config = Nodes.object(node.get("config")).orElseGet(JsonObject::new);
    List<String> arguments = new ArrayList<>();
    for (Map.Entry<String, JsonElement> entry : config.entrySet()) {
      Optional<String> value = value(entry.getValue());
      if (value.isEmpty()) {
        return untold(
            where,
            "has a parameter %s that is not understood: %s"
                .formatted(entry.getKey(), shortened(entry.getValue().toString())),
            notes);
      }
      if (matters(entry.getKey(), value.get(), className)) {
        arguments.add(entry.getKey() + "=" + value.get());
      }
    }
    String text = (lossAsMetric ? "losses." : "") + className + "(" + String.join(", ", arguments);
    return Optional.of(new SpecText(text + ")", Nodes.text(config.get("name")).orElse(className)));
  }

  /** Leaves out what is no parameter of the arithmetic, and what Keras has by default. */
  private static boolean matters(String parameter, String value, String className) {
    return switch (parameter) {
      case "name" -> false;
      // Only matrices of counts take weights in another way when they are not integers.
      case "dtype" -> className.endsWith("IoU") && value.startsWith("'float");
      case "reduction" -> !value.equals("'sum_over_batch_size'");
      default -> !value.equals("None");
    };
  }

  /** A value as Python writes it; empty when it is no plain one. */
  private static Optional<String> value(JsonElement node) {
    if (Nodes.isNone(node)) {
      return Optional.of("None");
    }
    if (Nodes.isText(node)) {
      String text = node.getAsString();
      return NON_FINITE.contains(text) || text.contains("'") || text.contains("\\")
          ? Optional.empty()
          : Optional.of("'" + text + "'");
    }
    if (node.isJsonPrimitive()) {
      return Optional.of(
          Nodes.isNumber(node) ? node.getAsString() : node.getAsBoolean() ? "True" : "False");
    }
    if (Nodes.isKerasObject(node)) {
      return policyName(node.getAsJsonObject());
    }
    return Nodes.list(node).flatMap(SpecText::list);
  }

  /** The name of a dtype policy, which is the only object among the parameters of built-in ones. */
  private static Optional<String> policyName(JsonObject node) {
    return Nodes.object(node.get("config"))
        .flatMap(config -> Nodes.text(config.get("name")))
        .filter(name -> node.get("class_name").getAsString().endsWith("Policy"))
        .map(name -> "'" + name + "'");
  }

  private static Optional<String> list(List<JsonElement> elements) {
    List<String> values = new ArrayList<>();
    for (JsonElement element : elements) {
      Optional<String> value = value(element);
      if (value.isEmpty()) {
        return Optional.empty();
      }
      values.add(value.get());
    }
    return Optional.of("[" + String.join(", ", values) + "]");
  }

  private static Optional<SpecText> untold(String where, String why, List<String> notes) {
    notes.add(leftOut(where, why));
    return Optional.empty();
  }

  private static String leftOut(String where, String why) {
    return where + " " + why + "; left out.";
  }

  private static String shortened(String text) {
    return text.length() <= 80 ? text : text.substring(0, 77) + "...";
  }
}
