package dev.scorekeeper.cli.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Which rows a person gave, as it was typed.
 *
 * @param data the file with the inputs
 * @param inputs columns of inputs, where the names do not say it
 * @param labels, weights and masks {@code output=FILE-or-COLUMN}
 * @param slices {@code COLUMN[=FILE-or-COLUMN]}, several parted by commas to be crossed
 * @param id a file or column; empty for none
 * @param query likewise
 * @param labelsMayBeMissing whether rows without a label are passed over
 */
public record FileOptions(
    Path data,
    Map<String, String> inputs,
    List<String> labels,
    List<String> weights,
    List<String> masks,
    List<String> slices,
    String id,
    String query,
    boolean labelsMayBeMissing) {
  public FileOptions {
    inputs = Map.copyOf(inputs);
    labels = List.copyOf(labels);
    weights = List.copyOf(weights);
    masks = List.copyOf(masks);
    slices = List.copyOf(slices);
  }
}
