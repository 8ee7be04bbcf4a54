package dev.scorekeeper.cli;

import static dev.scorekeeper.cli.text.CommandException.require;

import dev.scorekeeper.cli.data.ColumnChoice;
import dev.scorekeeper.cli.data.DataFiles;
import dev.scorekeeper.cli.data.RowReader;
import dev.scorekeeper.cli.data.RowWriter;
import dev.scorekeeper.cli.predict.FileScorer;
import dev.scorekeeper.cli.predict.InputColumns;
import dev.scorekeeper.cli.predict.Preview;
import dev.scorekeeper.cli.predict.ScoringOptions;
import dev.scorekeeper.cli.predict.ScoringPlanner;
import dev.scorekeeper.cli.remote.RemoteServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Terminal;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Scores the rows of a file. */
@Command(
    name = "predict",
    description = {
      "Score the rows of a file, in constant memory whatever its size.",
      "",
      "The file's name says what it is: .npy (one input), .npz (several, by name), .csv or .tsv,"
          + " .jsonl or .ndjson, .tfrecord of tf.Example, .parquet; all but the NumPy ones and Parquet"
          + " also with .gz. The result is .npy (one output), .npz, .csv, .jsonl or .parquet, in the"
          + " order of the rows.",
      "",
    },
    footer = {
      "",
      "Columns to inputs, for each input NAME the first that applies: the columns of --input; a column"
          + " NAME, where a cell may hold a list such as [1, 2, 3]; columns NAME_0, NAME_1, …; for a"
          + " model with one input, all columns in their order. The first line of CSV names the columns"
          + " unless all its cells are numbers. A line of JSON is an object with a value for each input"
          + " or, for a model with one input, that value; lists are nested as the input's dimensions"
          + " are, or flat. Numbers are rounded to the input's type; a fraction is never cut off.",
      "",
      "Outputs to columns: one element a row is a column NAME; more are NAME_0, NAME_1, … in CSV,"
          + " lists elsewhere. Rows that the server refuses end the command with exit code 1 and their"
          + " numbers; what was scored before them stays in FILE.part, and only a whole result is"
          + " renamed to FILE.",
      "",
      "Examples:",
      "  scorekeeper predict digits --data image.npy --to scores.csv --classes",
      "  scorekeeper predict reviews --data texts.csv --to scores.parquet --keep text",
      "  scorekeeper predict wine --data wine.npz --output cultivar --top-k 2",
    })
final class PredictCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final LongSupplier nanoTime = System::nanoTime;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private VersionOptions versions = new VersionOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(paramLabel = "MODEL", description = "The model to score with.")
  private String model = "";

  @Option(
      names = "--data",
      required = true,
      paramLabel = "FILE",
      description = "The rows to score.")
  private Path data = Path.of("");

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = {
        "Where the outputs go; - for JSON Lines to the standard output.",
        "Without it, the first rows are shown as a table."
      })
  private @Nullable Path to;

  @Option(
      names = "--label",
      paramLabel = "L",
      description = "The version that a label stands for, such as stable.")
  private String label = "";

  @Option(
      names = "--output",
      paramLabel = "NAME",
      description = "Only this output; may be repeated. Default: all.")
  private List<String> outputs = new ArrayList<>();

  @Option(
      names = "--classes",
      description = {
        "Add a column NAME_class: the index of the largest score.",
        "In a .npy file: that instead of the scores."
      })
  private boolean classes;

  @Option(
      names = "--top-k",
      paramLabel = "N",
      description = "Only the N largest scores, falling, and their indices in NAME_class.")
  private @Nullable Integer topK;

  @Option(
      names = "--threshold",
      paramLabel = "T",
      description = {
        "Add a column NAME_above: whether each score is above T, compared in float32.",
        "In a .npy file: that instead of the scores."
      })
  private @Nullable Double threshold;

  @Option(
      names = "--softmax",
      paramLabel = "OUTPUT",
      description = "Make probabilities of this output's logits, over the last axis.")
  private List<String> softmax = new ArrayList<>();

  @Option(
      names = "--sigmoid",
      paramLabel = "OUTPUT",
      description = "Make probabilities of this output's logits, one by one.")
  private List<String> sigmoid = new ArrayList<>();

  @Option(
      names = "--input",
      paramLabel = "NAME=COLUMN[,COLUMN...]",
      description = "The column, or the columns, that input NAME is made of.")
  private Map<String, String> inputs = new LinkedHashMap<>();

  @Option(
      names = "--keep",
      paramLabel = "COLUMN",
      description = "Copy this column of the data to the result; may be repeated.")
  private List<String> keep = new ArrayList<>();

  @Option(
      names = "--rows-per-request",
      paramLabel = "N",
      description = "Rows in a request, [1, 1000000]. Default: by the model's best batch.")
  private @Nullable Integer rowsPerRequest;

  @Option(
      names = "--in-flight",
      paramLabel = "N",
      defaultValue = "16",
      description = "Requests under way at a time, [1, 1024]. Default: ${DEFAULT-VALUE}.")
  private int inFlight = 16;

  PredictCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() {
    checkOptions();
    try (RemoteServer server = target.connect(2)) {
      ScoringPlanner planner = ScoringPlanner.of(server.getModel(model), options());
      FileScorer scorer = new FileScorer(server, planner.plan());
      if (!planner.warning().isEmpty()) {
        terminal.note(planner.warning());
      }
      score(planner, scorer);
    }
    return 0;
  }

  private void checkOptions() {
    require(
        rowsPerRequest == null || in(rowsPerRequest, 1, 1_000_000),
        "--rows-per-request: allowed is 1 to 1000000.");
    require(in(inFlight, 1, 1024), "--in-flight: allowed is 1 to 1024.");
    require(topK == null || topK >= 1, "--top-k: at least 1.");
    require(topK == null || !classes, "--top-k gives the classes as well: leave out --classes.");
    require(threshold == null || Double.isFinite(threshold), "--threshold: a finite number.");
    versions.check("--label", label);
    require(!toStdout() || !common.json(), "--to - already prints JSON: leave out --json.");
    boolean oneArray = to != null && DataFiles.holdsOneArray(to);
    require(
        !oneArray || topK == null,
        "--top-k gives two arrays, and a .npy file holds one: write a .npz file.");
    require(
        !oneArray || threshold == null || !classes,
        "--classes and --threshold give two arrays, and a .npy file holds one.");
    require(
        to == null || !to.toAbsolutePath().normalize().equals(data.toAbsolutePath().normalize()),
        "--to is the file that --data reads.");
  }

  private static boolean in(int value, int least, int most) {
    return value >= least && value <= most;
  }

  private boolean toStdout() {
    return to != null && to.toString().equals("-");
  }

  private ScoringOptions options() {
    return new ScoringOptions(
        model,
        versions.version(),
        label,
        versions.signature(),
        outputs,
        softmax,
        sigmoid,
        classes,
        topK == null ? OptionalInt.empty() : OptionalInt.of(topK),
        threshold == null ? OptionalDouble.empty() : OptionalDouble.of(threshold),
        rowsPerRequest == null ? OptionalInt.empty() : OptionalInt.of(rowsPerRequest),
        inFlight,
        to != null && DataFiles.holdsOneArray(to));
  }

  private ColumnChoice columnChoice(ScoringPlanner planner) {
    return new ColumnChoice(InputColumns.of(inputs, planner.inputs()), keep);
  }

  private void score(ScoringPlanner planner, FileScorer scorer) {
    long start = nanoTime.getAsLong();
    Preview preview = new Preview();
    try (RowReader reader = open(planner)) {
      try (RowWriter writer = openResult(preview);
          ProgressLine progress = new ProgressLine(terminal, nanoTime)) {
        ScoringProgress line = new ScoringProgress(progress, nanoTime, reader.rowCount());
        scorer.run(reader, writer, line);
        writer.commit();
      }
    } catch (IOException e) {
      throw FileProblems.explain(data, to, e, partNote(scorer));
    } catch (CommandException e) {
      throw CommandException.failed(e.getMessage() + partNote(scorer), e);
    }
    double seconds = (nanoTime.getAsLong() - start) / 1e9;
    report(
        preview, new ScoringSummary(model, planner.version(), scorer.rowsWritten(), seconds, to));
  }

  private RowReader open(ScoringPlanner planner) {
    try {
      return DataFiles.read(data, planner.inputs(), columnChoice(planner));
    } catch (IOException e) {
      throw FileProblems.explain(data, null, e, "");
    }
  }

  private RowWriter openResult(Preview preview) {
    if (to == null) {
      return preview;
    }
    try {
      return toStdout() ? DataFiles.writeJsonLines(terminal.out()) : DataFiles.write(to);
    } catch (IOException e) {
      throw FileProblems.explain(to, null, e, "");
    }
  }

  private String partNote(FileScorer scorer) {
    return to == null || toStdout() || scorer.rowsWritten() == 0
        ? ""
        : " The %d rows before are in %s.part.".formatted(scorer.rowsWritten(), to);
  }

  private void report(Preview preview, ScoringSummary summary) {
    if (toStdout()) {
      return;
    }
    if (common.json()) {
      terminal.out().println(summary.toJson());
      return;
    }
    terminal.out().print(preview.render(summary.rows()));
    terminal.out().println(summary.toText());
  }
}
