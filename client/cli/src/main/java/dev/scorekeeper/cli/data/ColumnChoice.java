package dev.scorekeeper.cli.data;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which columns of the file are which inputs, where the names do not say it, and which are read
 * beside them.
 *
 * @param inputs columns by name of the input
 * @param keep columns that are copied to the output, in order
 * @param extras further columns, after those
 */
public record ColumnChoice(
    Map<String, List<String>> inputs, List<String> keep, List<KeptColumn> extras) {
  /** Nothing but the names. */
  public static final ColumnChoice BY_NAME = new ColumnChoice(Map.of(), List.of());

  public ColumnChoice {
    inputs = Map.copyOf(inputs);
    keep = List.copyOf(keep);
    extras = List.copyOf(extras);
  }

  /** Without extra columns. */
  public ColumnChoice(Map<String, List<String>> inputs, List<String> keep) {
    this(inputs, keep, List.of());
  }

  /** All columns beside the inputs, in the order in which they are read. */
  List<KeptColumn> kept() {
    return Stream.concat(keep.stream().map(KeptColumn::natural), extras.stream()).toList();
  }

  /** The columns chosen for an input; empty when none were. */
  List<String> columnsOf(String input) {
    return inputs.getOrDefault(input, List.of());
  }
}
