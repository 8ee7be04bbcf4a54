package dev.scorekeeper.cli;

import dev.scorekeeper.cli.load.LoadJson;
import dev.scorekeeper.cli.load.LoadPage;
import dev.scorekeeper.cli.load.LoadReport;
import dev.scorekeeper.cli.load.LoadResult;
import dev.scorekeeper.cli.load.LoadText;
import dev.scorekeeper.cli.text.FileProblems;
import dev.scorekeeper.cli.text.Terminal;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where a report goes. */
final class ReportOptions {
  private static final double NANOS_PER_MILLI = 1e6;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description = "Also write a page with charts; it needs no network.")
  private @Nullable Path html;

  @Option(
      names = "--hgrm",
      paramLabel = "FILE",
      description = "Also write the latencies, in ms, as HdrHistogram's percentile table.")
  private @Nullable Path hgrm;

  void print(Terminal terminal, boolean json, LoadReport report) {
    terminal.out().println(json ? LoadJson.write(report) : LoadText.of(report).stripTrailing());
    Path page = html;
    if (page != null) {
      try {
        LoadPage.of(report).write(page);
      } catch (IOException e) {
        throw FileProblems.explain(page, null, e, "");
      }
    }
    Path table = hgrm;
    LoadResult result = report.headline();
    if (table != null && result != null) {
      write(table, result);
    }
  }

  private static void write(Path table, LoadResult result) {
    try (PrintStream out = new PrintStream(table.toFile(), StandardCharsets.UTF_8)) {
      result.total().latency().outputPercentileDistribution(out, NANOS_PER_MILLI);
    } catch (IOException e) {
      throw FileProblems.explain(table, null, e, "");
    }
  }
}
