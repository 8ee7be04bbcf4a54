package dev.scorekeeper.cli;

import static dev.scorekeeper.cli.text.CommandException.require;

import dev.scorekeeper.cli.data.ColumnChoice;
import dev.scorekeeper.cli.data.DataFiles;
import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.cli.data.RowReader;
import dev.scorekeeper.cli.load.LoadProtocol;
import dev.scorekeeper.cli.load.PreparedRequests;
import dev.scorekeeper.cli.load.SyntheticRows;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which rows a measuring command sends. */
final class RowOptions {
  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = {
        "Rows to send, in any format that predict reads.",
        "Default: made-up rows that suit the signature."
      })
  private @Nullable Path data;

  @Option(
      names = "--length",
      paramLabel = "N",
      defaultValue = "16",
      description =
          "Size of varying dimensions of made-up rows, [1, 65536]. Default: ${DEFAULT-VALUE}.")
  private int length = 16;

  @Option(
      names = "--integers",
      paramLabel = "N",
      defaultValue = "10",
      description = "Made-up integers are below N, [1, 127]. Default: ${DEFAULT-VALUE}.")
  private int integers = 10;

  @Option(
      names = "--seed",
      paramLabel = "N",
      defaultValue = "1",
      description = "Seed of made-up rows and of arrivals. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  long seed() {
    return seed;
  }

  /** Where the rows come from, for the report. */
  String origin() {
    Path file = data;
    return file == null ? "made-up rows, seed " + seed : "rows of " + file.getFileName();
  }

  /** Request messages with so many rows each. */
  List<byte[]> requests(LoadProtocol protocol, List<InputSpec> inputs, int rows) {
    Path file = data;
    if (file != null) {
      return ofFile(file, protocol, inputs, rows);
    }
    require(length >= 1 && length <= 65536, "--length: allowed is 1 to 65536.");
    require(integers >= 1 && integers <= 127, "--integers: allowed is 1 to 127.");
    for (InputSpec input : inputs) {
      require(
          input.rankKnown(),
          "Input \"%s\" takes rows of any shape: give rows with --data.".formatted(input.name()));
    }
    SyntheticRows synthetic = new SyntheticRows(inputs, length, integers, seed);
    return PreparedRequests.synthetic(protocol, synthetic, rows);
  }

  private static List<byte[]> ofFile(
      Path file, LoadProtocol protocol, List<InputSpec> inputs, int rows) {
    List<byte[]> requests;
    try (RowReader reader = DataFiles.read(file, inputs, ColumnChoice.BY_NAME)) {
      requests = PreparedRequests.ofFile(protocol, reader, rows);
    } catch (IOException e) {
      throw FileProblems.explain(file, null, e, "");
    }
    if (requests.isEmpty()) {
      throw CommandException.failed("There is no row in " + file + ".");
    }
    return requests;
  }
}
