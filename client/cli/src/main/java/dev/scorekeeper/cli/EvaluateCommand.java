package dev.scorekeeper.cli;

import static dev.scorekeeper.cli.text.CommandException.require;

import dev.scorekeeper.cli.evaluate.EmbeddedServer;
import dev.scorekeeper.cli.evaluate.EvaluationPlan;
import dev.scorekeeper.cli.evaluate.EvaluationPlanner;
import dev.scorekeeper.cli.evaluate.FileEvaluation;
import dev.scorekeeper.cli.evaluate.ModelFolder;
import dev.scorekeeper.cli.evaluate.SeveralServers;
import dev.scorekeeper.cli.keras.CompiledQuestion;
import dev.scorekeeper.cli.keras.KerasArchive;
import dev.scorekeeper.cli.predict.ScoringOptions;
import dev.scorekeeper.cli.predict.ScoringPlanner;
import dev.scorekeeper.cli.remote.ClientServer;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.ProgressLine;
import dev.scorekeeper.cli.text.Terminal;
import dev.scorekeeper.client.EvaluationRequest;
import dev.scorekeeper.client.EvaluationResult;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.ModelSpec;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says how good a model is on the labelled rows of files. */
@Command(
    name = "evaluate",
    description = {
      "Say how good a model is on labelled rows: losses and metrics, as Keras names and computes"
          + " them, with a record of it.",
      "",
    },
    footer = {
      "",
      "Files and columns are those of \"predict\". FILE-or-COLUMN is a file when there is one of"
          + " that name or the name ends like one, FILE:COLUMN a column of it, anything else a"
          + " column of --data; a .npy file of --data has no columns. Where the model has several"
          + " outputs, say which one is meant: --label cultivar=y.npy --metrics"
          + " \"cultivar:accuracy, alcohol:mae\".",
      "",
      "Without --loss, --metrics and --like, they are chosen by what the output is and how its"
          + " labels look; what was taken is printed. The loss is always among the values.",
      "",
      "Exit codes: 0 done and no gate failed, 1 a gate failed or the evaluation did, 2 misused.",
      "",
      "Examples:",
      "  scorekeeper evaluate digits --data image.npy --label label.npy",
      "  scorekeeper evaluate churn --data rows.csv --label churned --loss binary_crossentropy",
      "     --metrics \"accuracy, AUC\" --slice country --gate \"auc >= baseline - 0.002\""
          + " --baseline best",
      "  scorekeeper evaluate wine --data wine.npz --label labels.npz --like model.keras --mode"
          + " keras",
    })
final class EvaluateCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final LongSupplier nanoTime = System::nanoTime;

  @Mixin private TargetOptions target = new TargetOptions();
  @Mixin private VersionOptions versions = new VersionOptions();
  @Mixin private EvaluateRowOptions rows = new EvaluateRowOptions();
  @Mixin private EvaluateOutputOptions outputs = new EvaluateOutputOptions();
  @Mixin private EvaluateQuestionOptions question = new EvaluateQuestionOptions();
  @Mixin private CommonOptions common = new CommonOptions();

  @Parameters(
      arity = "0..1",
      paramLabel = "MODEL",
      description = "The model to judge. May be left out with --spec or --embedded.")
  private String model = "";

  @Option(
      names = "--model-label",
      paramLabel = "L",
      description = "The version that a label stands for, such as stable.")
  private String modelLabel = "";

  @Option(
      names = "--like",
      paramLabel = "MODEL.keras",
      description = "Losses and metrics that the model was compiled with; options go over them.")
  private @Nullable Path like;

  @Option(
      names = "--report",
      paramLabel = "FILE.html",
      description = "Also write a page with charts; it needs no network.")
  private @Nullable Path report;

  @Option(
      names = "--servers",
      split = ",",
      paramLabel = "HOST:PORT",
      description = {
        "Several servers instead of --target: each gets a part of the rows,",
        "the first one merges the parts into what one server would have said."
      })
  private List<String> servers = new ArrayList<>();

  @Option(
      names = "--embedded",
      paramLabel = "MODELDIR",
      description = {
        "Without a server: starts one of its own for this and stops it.",
        "MODELDIR is a version's folder, a model's, or a folder of models."
      })
  private @Nullable Path embedded;

  @Option(
      names = "--records",
      paramLabel = "URL|none",
      description = {
        "With --embedded: where the record is kept, as records.url of serve.",
        "Default: where serve keeps its records when it is started here."
      })
  private String records = "";

  EvaluateCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  @Override
  public Integer call() throws Exception {
    EvaluationHeader.Builder header = question.header();
    checkOptions();
    try (ProgressLine line = new ProgressLine(terminal, nanoTime)) {
      Path folder = embedded;
      if (folder == null) {
        return evaluateRemotely(header, line);
      }
      ModelFolder models = ModelFolder.find(folder, modelName(header));
      header.getModelBuilder().setName(models.model());
      try (EmbeddedServer own =
              EmbeddedServer.start(Launcher.require("--embedded"), models, records, line);
          ClientServer server = ClientServer.at(own.target(), 1)) {
        return evaluate(List.of(server), header, line);
      }
    }
  }

  private int evaluateRemotely(EvaluationHeader.Builder header, ProgressLine line) {
    List<ClientServer> connected = new ArrayList<>();
    try {
      for (String server : servers) {
        connected.add(TargetOptions.connect("--servers", server, 1));
      }
      if (connected.isEmpty()) {
        connected.add(target.connect(1));
      }
      return evaluate(connected, header, line);
    } finally {
      connected.forEach(ClientServer::close);
    }
  }

  private void checkOptions() {
    Integer messageRows = rows.messageRows();
    require(
        messageRows == null || (messageRows >= 1 && messageRows <= 1_000_000),
        "--message-rows: allowed is 1 to 1000000.");
    versions.check("--model-label", modelLabel);
    require(embedded != null || records.isEmpty(), "--records is for --embedded.");
    require(embedded == null || servers.isEmpty(), "--servers and --embedded: give one of them.");
  }

  private String modelName(EvaluationHeader.Builder header) {
    return model.isEmpty() ? header.getModel().getName() : model;
  }

  private int evaluate(
      List<ClientServer> from, EvaluationHeader.Builder header, ProgressLine line) {
    ClientServer server = from.get(0);
    EvaluationPlan plan = plan(server, header);
    line.clear();
    plan.notes().forEach(terminal::note);
    server.check(EvaluationRequest.of(plan.header()));
    Integer asked = rows.messageRows();
    int messageRows = asked == null ? plan.messageRows() : asked;
    EvaluationResult result =
        from.size() == 1
            ? new FileEvaluation(plan, messageRows).run(server, line, nanoTime)
            : new SeveralServers(plan, messageRows, from).run(line, nanoTime);
    line.clear();
    EvaluationsShowCommand.print(terminal, common.json(), result.record());
    EvaluationsShowCommand.writeReport(report, server, result.record());
    return result.isAccepted() ? 0 : CommandException.FAILED;
  }

  private EvaluationPlan plan(ClientServer server, EvaluationHeader.Builder header) {
    ModelSpec.Builder asked = header.getModelBuilder().setName(modelName(header));
    require(!asked.getName().isEmpty(), "Missing required parameter: 'MODEL'.");
    versions.version().ifPresent(asked::setVersion);
    if (!modelLabel.isEmpty()) {
      asked.setLabel(modelLabel);
    }
    if (!versions.signature().isEmpty()) {
      header.setSignature(versions.signature());
    }
    ScoringPlanner found = find(server, header.build());
    if (!asked.hasLabel()) {
      // One version even if the evaluation begins anew while a newer one starts to serve.
      asked.setVersion(found.version());
    }
    if (header.getSpec().getRequestId().isEmpty()) {
      header.getSpecBuilder().setRequestId(UUID.randomUUID().toString());
    }
    EvaluationPlanner.Subject subject =
        new EvaluationPlanner.Subject(found.inputs(), found.signatureOutputs());
    takeOver(header, subject);
    return EvaluationPlanner.plan(header.build(), subject, outputs.values(), rows.values());
  }

  private static ScoringPlanner find(ClientServer server, EvaluationHeader header) {
    ModelSpec asked = header.getModel();
    OptionalLong number =
        asked.hasVersion() ? OptionalLong.of(asked.getVersion()) : OptionalLong.empty();
    ScoringOptions options =
        ScoringOptions.plain(asked.getName(), number, asked.getLabel(), header.getSignature());
    return ScoringPlanner.of(server.getModel(asked.getName()), options);
  }

  /** Adds what the model was compiled with to a question, and says what is missing of it. */
  private void takeOver(EvaluationHeader.Builder header, EvaluationPlanner.Subject subject) {
    Path archive = like;
    if (archive == null) {
      return;
    }
    CompiledQuestion compiled = KerasArchive.read(archive).question(subject.outputNames());
    header.getSpecBuilder().clearOutputs().addAllOutputs(compiled.outputs());
    compiled.notTranslated().forEach(sentence -> terminal.note(archive + ": " + sentence));
  }
}
