package dev.scorekeeper.cli.evaluate;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where the rows come from.
 *
 * @param data the file with the inputs
 * @param inputColumns columns of inputs, where the names do not say it
 * @param extras labels and what else belongs to the rows
 */
record RowFiles(Path data, Map<String, List<String>> inputColumns, List<ExtraColumn> extras) {
  RowFiles {
    inputColumns = Map.copyOf(inputColumns);
    extras = List.copyOf(extras);
  }
}
