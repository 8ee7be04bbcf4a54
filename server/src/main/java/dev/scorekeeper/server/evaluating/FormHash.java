package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** The text that describes a form, a line for each part of a row, and its hash. */
final class FormHash {

  private FormHash() {}

  /**
   * SHA-256 of the text.
   *
   * @param outputs names of the evaluated outputs
   * @param order places of the outputs in order of their names
   */
  static byte[] of(Form form, Signature signature, List<String> outputs, int[] order) {
    return RowHash.sha256()
        .digest(text(form, signature, outputs, order).getBytes(StandardCharsets.UTF_8));
  }

  static String text(Form form, Signature signature, List<String> outputs, int[] order) {
    StringBuilder text = new StringBuilder("scorekeeper rows 1\n");
    for (int i = 0; i < signature.inputs().size(); i++) {
      line(
          text,
          "input",
          signature.inputs().get(i).name(),
          signature.inputs().get(i).type().label() + form.layout().shapes().get(i));
    }
    for (int output : order) {
      line(text, "label", outputs.get(output), form.labels().get(output).toString());
    }
    optional(text, "weight", form.weights(), form.sharedWeights(), outputs, order);
    optional(text, "mask", form.masks(), form.sharedMasks(), outputs, order);
    form.sliceColumns().forEach(column -> line(text, "slice", column, ""));
    if (form.hasIds()) {
      line(text, "id", "", "");
    }
    if (form.hasQueries()) {
      line(text, "query", "", "");
    }
    return text.toString();
  }

  private static void optional(
      StringBuilder text,
      String what,
      List<Optional<Shape>> shapes,
      boolean shared,
      List<String> outputs,
      int[] order) {
    if (shared) {
      line(text, what, "", shapes.get(0).orElseThrow().toString());
      return;
    }
    for (int output : order) {
      shapes
          .get(output)
          .ifPresent(shape -> line(text, what, outputs.get(output), shape.toString()));
    }
  }

  /** Names are written with their length, so that no name can look like the end of one. */
  private static void line(StringBuilder text, String what, String name, String type) {
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    text.append(what).append(' ').append(length).append(' ').append(name);
    text.append(' ').append(type).append('\n');
  }
}
