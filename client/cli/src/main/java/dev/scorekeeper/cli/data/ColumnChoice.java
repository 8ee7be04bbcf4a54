package dev.scorekeeper.cli.data;

import java.util.List;
import java.util.Map;

/**
 * Which columns of the file are which inputs, where the names do not say it, and which are kept.
 *
 * @param inputs columns by name of the input
 * @param keep columns that are copied to the output, in order
 */
public record ColumnChoice(Map<String, List<String>> inputs, List<String> keep) {
  /** Nothing but the names. */
  public static final ColumnChoice BY_NAME = new ColumnChoice(Map.of(), List.of());

  public ColumnChoice {
    inputs = Map.copyOf(inputs);
    keep = List.copyOf(keep);
  }

  /** The columns chosen for an input; empty when none were. */
  List<String> columnsOf(String input) {
    return inputs.getOrDefault(input, List.of());
  }
}
