package dev.scorekeeper.cli.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * How a model calls its outputs, and how the signature does that Keras exports from it: {@code
 * output_0}, {@code output_1}, ... for a single output or a list, the keys for a dict.
 *
 * @param names names in Keras, in the model's order: keys of a dict, else names of layers
 * @param keyed whether the model gives a dict
 */
record OutputNames(List<String> names, boolean keyed) {

  /**
   * An output.
   *
   * @param keras its name in Keras; empty when not known
   * @param signature its name in the signature; empty for the only one
   * @param exported whether the signature has it
   */
  record Output(String keras, String signature, boolean exported) {}

  OutputNames {
    names = List.copyOf(names);
  }

  static OutputNames of(JsonObject config) {
    JsonObject inner = Nodes.object(config.get("config")).orElseGet(JsonObject::new);
    JsonElement outputs = inner.get("output_layers");
    List<String> names = new ArrayList<>();
    if (outputs != null && outputs.isJsonObject()) {
      names.addAll(outputs.getAsJsonObject().keySet());
      return new OutputNames(names, true);
    }
    if (outputs != null) {
      collect(outputs, names);
    } else {
      lastLayer(inner).ifPresent(names::add);
    }
    return new OutputNames(names, false);
  }

  /** A tensor is written as [layer, node, index]; several are a list of such. */
  private static void collect(JsonElement node, List<String> names) {
    List<JsonElement> elements = Nodes.list(node).orElse(List.of());
    if (elements.size() == 3 && Nodes.isText(elements.get(0)) && Nodes.isNumber(elements.get(1))) {
      names.add(elements.get(0).getAsString());
      return;
    }
    elements.forEach(element -> collect(element, names));
  }

  private static Optional<String> lastLayer(JsonObject inner) {
    List<JsonElement> layers = Nodes.list(inner.get("layers")).orElse(List.of());
    if (layers.isEmpty()) {
      return Optional.empty();
    }
    return Nodes.object(layers.get(layers.size() - 1))
        .flatMap(layer -> Nodes.object(layer.get("config")))
        .flatMap(layer -> Nodes.text(layer.get("name")));
  }

  /**
   * The outputs with their names in a signature; what does not match becomes a note.
   *
   * @param signatureOutputs outputs of the signature; empty when not known
   */
  List<Output> in(List<String> signatureOutputs, List<String> notes) {
    if (names.size() <= 1) {
      String signature = signatureOutputs.size() == 1 ? signatureOutputs.get(0) : single();
      return List.of(new Output(names.isEmpty() ? "" : names.get(0), signature, true));
    }
    List<Output> outputs = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Output output = find(i, signatureOutputs);
      if (!output.exported()) {
        notes.add("Output %s is not in the signature; left out.".formatted(output.keras()));
      }
      outputs.add(output);
    }
    return outputs;
  }

  private Output find(int index, List<String> signatureOutputs) {
    String name = names.get(index);
    String exported = keyed ? name : "output_" + index;
    boolean underItsName = signatureOutputs.contains(name) && !signatureOutputs.contains(exported);
    String signature = underItsName ? name : exported;
    return new Output(
        name, signature, signatureOutputs.isEmpty() || signatureOutputs.contains(signature));
  }

  private String single() {
    return keyed ? names.get(0) : "";
  }
}
