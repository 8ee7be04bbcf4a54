package dev.scorekeeper.cli;

import dev.scorekeeper.cli.evaluate.FileOptions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows with which labels a model is evaluated on. */
final class EvaluateRowOptions {
  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The rows, in any format that predict reads.")
  private Path data = Path.of("");

  @Option(
      names = "--input",
      paramLabel = "NAME=COLUMN[,COLUMN...]",
      description = "The column, or the columns, that input NAME is made of.")
  private Map<String, String> inputs = new LinkedHashMap<>();

  @Option(
      names = "--label",
      paramLabel = "[OUTPUT=]FILE-or-COLUMN",
      description = {
        "The labels: a column of the data, or another file with as many rows.",
        "FILE:COLUMN for one column of several."
      })
  private List<String> labels = new ArrayList<>();

  @Option(
      names = "--weight",
      paramLabel = "[OUTPUT=]FILE-or-COLUMN",
      description = "Weights of the rows, or of their elements.")
  private List<String> weights = new ArrayList<>();

  @Option(
      names = "--mask",
      paramLabel = "[OUTPUT=]FILE-or-COLUMN",
      description = "Which rows, or elements, count.")
  private List<String> masks = new ArrayList<>();

  @Option(
      names = "--slice",
      paramLabel = "COLUMN[=FILE-or-COLUMN]",
      description =
          "Also the values of the rows that agree in this column; several, parted by commas, are"
              + " crossed. May be repeated.")
  private List<String> slices = new ArrayList<>();

  @Option(
      names = "--id",
      paramLabel = "FILE-or-COLUMN",
      description = "Ids of the examples, for intervals.")
  private String id = "";

  @Option(
      names = "--query",
      paramLabel = "FILE-or-COLUMN",
      description = "The query that each row belongs to, for metrics of rankings such as ndcg.")
  private String query = "";

  @Option(
      names = "--missing-labels",
      paramLabel = "error|skip",
      defaultValue = "error",
      description = {
        "What a row without a label is. Empty cells, null and NaN are none.",
        "Default: ${DEFAULT-VALUE}."
      })
  private MissingLabels missingLabels = MissingLabels.ERROR;

  @Option(
      names = "--message-rows",
      paramLabel = "N",
      description = "Rows of a message, [1, 1000000]. Default: about 1 MiB.")
  private @Nullable Integer messageRows;

  /** What a row without a label is. */
  enum MissingLabels {
    ERROR,
    SKIP
  }

  boolean skipsMissingLabels() {
    return missingLabels == MissingLabels.SKIP;
  }

  /** Rows of a message; null for the default. */
  @Nullable Integer messageRows() {
    return messageRows;
  }

  FileOptions values() {
    return new FileOptions(
        data, inputs, labels, weights, masks, slices, id, query, skipsMissingLabels());
  }
}
