package dev.scorekeeper.cli;

import dev.scorekeeper.cli.load.LoadJson;
import dev.scorekeeper.cli.load.LoadReport;
import dev.scorekeeper.cli.load.LoadResult;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import dev.scorekeeper.cli.text.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** Puts together what several generators measured at the same time. */
@Command(
    name = "merge",
    description = {
      "Put together what several generators measured at the same time, each with --json.",
      "Counts and histograms are added; no percentile is averaged."
    })
final class LoadMergeCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private CommonOptions common = new CommonOptions();
  @Mixin private ReportOptions report = new ReportOptions();

  @Parameters(arity = "1..*", paramLabel = "FILE", description = "Reports of single measurements.")
  private List<Path> files = List.of();

  LoadMergeCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    List<LoadResult> parts = new ArrayList<>();
    for (Path file : files) {
      parts.add(read(file));
    }
    LoadResult merged;
    try {
      merged = LoadResult.merge(parts);
    } catch (IllegalArgumentException e) {
      throw CommandException.failed("These cannot be merged: " + e.getMessage() + ".", e);
    }
    report.print(terminal, common.json(), new LoadReport.Single(merged));
    return 0;
  }

  private static LoadResult read(Path file) {
    try {
      return LoadJson.read(Files.readString(file));
    } catch (IOException e) {
      throw FileProblems.explain(file, null, e, "");
    } catch (IllegalArgumentException e) {
      throw CommandException.failed(file + ": " + e.getMessage() + ".", e);
    }
  }
}
