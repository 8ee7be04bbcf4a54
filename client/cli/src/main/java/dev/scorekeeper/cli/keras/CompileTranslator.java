package dev.scorekeeper.cli.keras;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import dev.scorekeeper.v1.EvaluatedOutput;
import dev.scorekeeper.v1.MetricSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Deals what {@code compile()} was given, which may be one thing, a list or a dict, out to the
 * outputs, as Keras' {@code CompileLoss} and {@code CompileMetrics} do.
 */
final class CompileTranslator {

  private final List<OutputNames.Output> outputs;

  /** Outputs in the order in which Keras counts them in a list: dicts are sorted by key. */
  private final List<OutputNames.Output> listed;

  private final List<EvaluatedOutput.Builder> questions = new ArrayList<>();
  private final List<String> notes;

  CompileTranslator(List<OutputNames.Output> outputs, boolean keyed, List<String> notes) {
    this.outputs = outputs;
    this.notes = notes;
    this.listed =
        keyed
            ? outputs.stream().sorted(Comparator.comparing(OutputNames.Output::keras)).toList()
            : outputs;
    for (OutputNames.Output output : outputs) {
      questions.add(
          EvaluatedOutput.newBuilder()
              .setOutput(output.signature())
              .setDisplayName(output.keras()));
    }
  }

  /** Takes over losses, their weights, metrics and weighted metrics. */
  void read(JsonObject compile) {
    if (compile.size() == 0) {
      notes.add("The model was not compiled: there is no loss and no metric to take over.");
      return;
    }
    losses(dealt(compile.get("loss"), "loss", false));
    weights(dealt(compile.get("loss_weights"), "loss_weights", false));
    metrics(dealt(compile.get("metrics"), "metrics", true), false);
    metrics(dealt(compile.get("weighted_metrics"), "weighted_metrics", true), true);
  }

  /** The outputs of the signature, with what is asked of them. */
  List<EvaluatedOutput> result() {
    List<EvaluatedOutput> result = new ArrayList<>();
    for (int i = 0; i < outputs.size(); i++) {
      if (outputs.get(i).exported()) {
        result.add(questions.get(i).build());
      }
    }
    return result;
  }

  private void losses(List<JsonElement> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      EvaluatedOutput.Builder question = questions.get(i);
      SpecText.of(nodes.get(i), "The loss" + of(i), false, notes)
          .ifPresent(spec -> question.setLoss(spec.text()));
    }
  }

  private void weights(List<JsonElement> nodes) {
    for (int i = 0; i < nodes.size(); i++) {
      JsonElement node = nodes.get(i);
      if (Nodes.isNumber(node)) {
        questions.get(i).setLossWeight(node.getAsDouble());
      } else if (!Nodes.isNone(node)) {
        notes.add("The loss weight%s is no number: %s. 1 is used.".formatted(of(i), node));
      }
    }
  }

  private void metrics(List<JsonElement> nodes, boolean weighted) {
    for (int i = 0; i < nodes.size(); i++) {
      int place = 0;
      for (JsonElement node : flat(nodes.get(i))) {
        String where = "%s %d%s".formatted(weighted ? "Weighted metric" : "Metric", ++place, of(i));
        EvaluatedOutput.Builder question = questions.get(i);
        SpecText.of(node, where, true, notes)
            .ifPresent(
                spec ->
                    question.addMetrics(
                        MetricSpec.newBuilder()
                            .setMetric(spec.text())
                            .setName(spec.name())
                            .setWeighted(weighted)));
      }
    }
  }

  private String of(int index) {
    return outputs.size() == 1 ? "" : " of output " + outputs.get(index).keras();
  }

  private static List<JsonElement> flat(JsonElement node) {
    List<JsonElement> flat = new ArrayList<>();
    if (node.isJsonArray()) {
      node.getAsJsonArray().forEach(element -> flat.addAll(flat(element)));
    } else if (!node.isJsonNull()) {
      flat.add(node);
    }
    return flat;
  }

  /** What is meant for each output, in the order of {@link #outputs}; null where nothing is. */
  private List<JsonElement> dealt(JsonElement node, String what, boolean lists) {
    if (Nodes.isNone(node)) {
      return outputs.stream().map(output -> (JsonElement) JsonNull.INSTANCE).toList();
    }
    if (node.isJsonObject() && !Nodes.isKerasObject(node)) {
      return byName(node.getAsJsonObject(), what);
    }
    List<JsonElement> list = Nodes.list(node).orElse(List.of());
    if (node.isJsonArray() && outputs.size() > 1) {
      return inOrder(list, what);
    }
    if (node.isJsonArray() && !lists) {
      return List.of(list.isEmpty() ? JsonNull.INSTANCE : list.get(0));
    }
    return outputs.stream().map(output -> node).toList();
  }

  private List<JsonElement> byName(JsonObject entries, String what) {
    for (Map.Entry<String, JsonElement> entry : entries.entrySet()) {
      boolean known = outputs.stream().anyMatch(output -> output.keras().equals(entry.getKey()));
      if (!known && !(outputs.size() == 1 && entries.size() == 1)) {
        notes.add(
            "%s names an output %s that the model does not have; left out."
                .formatted(what, entry.getKey()));
      }
    }
    if (outputs.size() == 1 && entries.size() == 1) {
      return List.copyOf(entries.asMap().values());
    }
    return outputs.stream()
        .map(output -> Optional.ofNullable(entries.get(output.keras())).orElse(JsonNull.INSTANCE))
        .toList();
  }

  private List<JsonElement> inOrder(List<JsonElement> list, String what) {
    if (list.size() != outputs.size()) {
      notes.add(
          "%s has %d entries for %d outputs; left out."
              .formatted(what, list.size(), outputs.size()));
      return outputs.stream().map(output -> (JsonElement) JsonNull.INSTANCE).toList();
    }
    return outputs.stream().map(output -> list.get(listed.indexOf(output))).toList();
  }
}
