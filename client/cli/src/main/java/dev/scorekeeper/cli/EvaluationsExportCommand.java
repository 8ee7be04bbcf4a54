package dev.scorekeeper.cli;

import com.google.gson.JsonObject;
import dev.scorekeeper.cli.evaluate.EvaluationCsv;
import dev.scorekeeper.cli.evaluate.EvaluationPages;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationSummary;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Writes records to a file. */
@Command(
    name = "export",
    description = {
      "Write records, newest first, to a file: .jsonl with a whole record on each line, or .csv with"
          + " a value on each line.",
    })
final class EvaluationsExportCommand implements Callable<Integer> {
  private final Terminal terminal;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private EvaluationFilterOptions filter = new EvaluationFilterOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Option(
      names = "--to",
      required = true,
      paramLabel = "FILE",
      description = "The file; - for JSON Lines to the standard output.")
  private Path to = Path.of("");

  @Option(
      names = "--canonical",
      description = {
        "Each record in its canonical form, whose SHA-256 is its hash:",
        "the bytes of the line, without the line feed. For JSON Lines."
      })
  private boolean canonical;

  EvaluationsExportCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    boolean csv = to.toString().toLowerCase(Locale.ROOT).endsWith(".csv");
    boolean lines = to.toString().toLowerCase(Locale.ROOT).matches("-|.*\\.(jsonl|ndjson)");
    if (!csv && !lines) {
      throw CommandException.misused("--to %s: give a .jsonl or a .csv file, or -.".formatted(to));
    }
    if (csv && canonical) {
      throw CommandException.misused("--canonical is for JSON Lines.");
    }
    try (ClientServer server = target.connect(1)) {
      long count = isStdout() ? writeTo(server, out(), false) : writeFile(server, csv);
      report(count);
    } catch (IOException e) {
      throw FileProblems.explain(to, null, e, "");
    }
    return 0;
  }

  private boolean isStdout() {
    return to.toString().equals("-");
  }

  private Writer out() {
    return new OutputStreamWriter(terminal.out(), StandardCharsets.UTF_8);
  }

  /** The file gets its name when it is whole. */
  private long writeFile(ClientServer server, boolean csv) throws IOException {
    Path part = Path.of(to + ".part");
    long count;
    try (Writer writer = Files.newBufferedWriter(part)) {
      count = writeTo(server, writer, csv);
    }
    Files.move(part, to, StandardCopyOption.REPLACE_EXISTING);
    return count;
  }

  private long writeTo(ClientServer server, Writer writer, boolean csv) throws IOException {
    long count = 0;
    if (csv) {
      writer.write(EvaluationCsv.HEADER);
    }
    Iterator<EvaluationSummary> all = new EvaluationPages(server, filter.request());
    while (all.hasNext()) {
      writer.write(text(server, all.next().getId(), csv));
      count++;
    }
    writer.flush();
    return count;
  }

  private String text(ClientServer server, String id, boolean csv) {
    if (canonical) {
      return server.canonicalEvaluation(id) + "\n";
    }
    Evaluation record = server.getEvaluation(id);
    return csv ? EvaluationCsv.lines(record) : Json.printLine(record) + "\n";
  }

  private void report(long count) {
    if (isStdout()) {
      return;
    }
    if (common.json()) {
      JsonObject json = new JsonObject();
      json.addProperty("records", count);
      json.addProperty("to", to.toString());
      terminal.out().println(json);
    } else {
      terminal.out().println(Quantities.count(count, "record") + " written to " + to);
    }
  }
}
