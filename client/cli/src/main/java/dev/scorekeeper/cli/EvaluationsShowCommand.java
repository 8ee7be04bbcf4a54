package dev.scorekeeper.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParser;
import dev.scorekeeper.cli.evaluate.EvaluationJson;
import dev.scorekeeper.cli.evaluate.EvaluationText;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.report.EvaluationReport;
import dev.scorekeeper.cli.text.FileProblems;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Shows one record. */
@Command(name = "show", description = "Show a record as evaluate printed it.")
final class EvaluationsShowCommand implements Callable<Integer> {
  private static final Gson GSON =
      new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "ID", description = "The record.")
  private String id = "";

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Also write a page with charts; it needs no network.")
  private @Nullable Path report;

  EvaluationsShowCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    try (ClientServer server = target.connect(1)) {
      Evaluation record = server.getEvaluation(id);
      print(terminal, common.json(), record);
      writeReport(report, server, record);
    }
    return 0;
  }

  /** Prints a record as text for people or JSON for programs. */
  static void print(Terminal terminal, boolean json, Evaluation record) {
    terminal
        .out()
        .print(
            json
                ? GSON.toJson(
                        EvaluationJson.of(record, JsonParser.parseString(Json.printLine(record))))
                    + "\n"
                : EvaluationText.of(record));
    terminal.out().flush();
  }

  /** Writes the page about a record; null for none. */
  static void writeReport(@Nullable Path page, ClientServer server, Evaluation record) {
    if (page == null) {
      return;
    }
    Evaluation baseline =
        record.getBaselineId().isEmpty() ? null : server.getEvaluation(record.getBaselineId());
    try {
      EvaluationReport.write(record, baseline, page);
    } catch (IOException e) {
      throw FileProblems.explain(page, null, e, "");
    }
  }
}
