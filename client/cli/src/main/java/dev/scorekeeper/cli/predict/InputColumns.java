package dev.scorekeeper.cli.predict;

import static dev.scorekeeper.cli.text.CommandException.require;

import dev.scorekeeper.cli.data.InputSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code --input} says: columns of inputs, where the names do not say it. */
public final class InputColumns {
  private InputColumns() {}

  /**
   * Columns by input.
   *
   * @param typed for each name its columns, parted by commas
   * @param inputs of the model
   */
  public static Map<String, List<String>> of(Map<String, String> typed, List<InputSpec> inputs) {
    List<String> known = inputs.stream().map(InputSpec::name).toList();
    Map<String, List<String>> columns = new LinkedHashMap<>();
    typed.forEach(
        (name, text) -> {
          require(
              known.contains(name),
              "--input: the model has no input \"%s\"; it has %s."
                  .formatted(name, String.join(", ", known)));
          columns.put(name, List.of(text.split(",", -1)));
        });
    return columns;
  }
}
