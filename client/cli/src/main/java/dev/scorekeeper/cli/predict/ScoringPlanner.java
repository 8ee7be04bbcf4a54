package dev.scorekeeper.cli.predict;

import static dev.scorekeeper.cli.text.CommandException.require;

import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.data.InputSpec;
import dev.scorekeeper.cli.remote.Refusals;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.RequestedOutput;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelVersionInfo;
import dev.scorekeeper.v1.OutputInfo;
import dev.scorekeeper.v1.SignatureInfo;
import dev.scorekeeper.v1.TensorInfo;
import dev.scorekeeper.v1.VersionState;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes the plan for a file from what was asked and what the server says about the model. */
public final class ScoringPlanner {
  private static final String DEFAULT_SIGNATURE = "serving_default";

  /** Bytes of input that a request aims at when nothing else limits it. */
  private static final long REQUEST_BYTES = 1 << 20;

  /** Rows of a request at least, so that the cost of a call is shared. */
  private static final int FEWEST_ROWS = 64;

  private static final int MOST_ROWS = 4096;

  private final ScoringOptions options;
  private final ModelVersionInfo version;
  private final SignatureInfo signature;

  private ScoringPlanner(
      ScoringOptions options, ModelVersionInfo version, SignatureInfo signature) {
    this.options = options;
    this.version = version;
    this.signature = signature;
  }

  /**
   * Finds the version and the signature.
   *
   * @throws CommandException when the model has none of that name that serves
   */
  public static ScoringPlanner of(ModelInfo model, ScoringOptions options) {
    ModelVersionInfo version = findVersion(model, options);
    String name = options.signature().isEmpty() ? DEFAULT_SIGNATURE : options.signature();
    for (SignatureInfo signature : version.getSignaturesList()) {
      if (signature.getName().equals(name)) {
        return new ScoringPlanner(options, version, signature);
      }
    }
    String known =
        version.getSignaturesList().stream()
            .map(SignatureInfo::getName)
            .collect(Collectors.joining(", "));
    throw CommandException.failed(
        "Model %s has no signature \"%s\"; it has %s.".formatted(model.getName(), name, known));
  }

  private static ModelVersionInfo findVersion(ModelInfo model, ScoringOptions options) {
    boolean specific = options.version().isPresent() || !options.label().isEmpty();
    for (ModelVersionInfo version : model.getVersionsList()) {
      boolean wanted =
          options.label().isEmpty()
              ? options.version().orElse(version.getVersion()) == version.getVersion()
              : version.getLabelsList().contains(options.label());
      if (wanted && (specific || version.getState() == VersionState.VERSION_STATE_SERVING)) {
        return serving(model, version);
      }
    }
    throw CommandException.failed(
        "Model %s has %s; \"scorekeeper models %s\" lists its versions."
            .formatted(model.getName(), describeMissing(options), model.getName()));
  }

  private static String describeMissing(ScoringOptions options) {
    if (options.version().isPresent()) {
      return "no version " + options.version().getAsLong();
    }
    return options.label().isEmpty()
        ? "no version that is serving"
        : "no label \"" + options.label() + "\"";
  }

  private static ModelVersionInfo serving(ModelInfo model, ModelVersionInfo version) {
    if (version.getState() == VersionState.VERSION_STATE_SERVING) {
      return version;
    }
    String why = version.hasError() ? ": " + Refusals.describe(version.getError()) : ".";
    throw CommandException.failed(
        "Version %d of model %s is not serving%s"
            .formatted(version.getVersion(), model.getName(), why));
  }

  /** The version that was found. */
  public long version() {
    return version.getVersion();
  }

  /** What the server found out about the cost of the signature, and how it batches it. */
  public BatchingInfo batching() {
    return signature.getBatching();
  }

  /** What the rows must have. */
  public List<InputSpec> inputs() {
    return signature.getInputsList().stream().map(ScoringPlanner::inputSpec).toList();
  }

  private static InputSpec inputSpec(TensorInfo input) {
    ElementType type = ElementType.of(input.getDtype());
    if (type == null) {
      throw CommandException.failed(
          "Input \"%s\" has a type that this program does not know.".formatted(input.getName()));
    }
    if (input.getUnknownRank()) {
      return new InputSpec(input.getName(), type, List.of(), false);
    }
    if (input.getShapeCount() == 0) {
      throw CommandException.failed(
          "Input \"%s\" is one value for all rows, and cannot be read from a file of rows."
              .formatted(input.getName()));
    }
    List<Integer> rowShape =
        input.getShapeList().subList(1, input.getShapeCount()).stream()
            .map(Math::toIntExact)
            .toList();
    return new InputSpec(input.getName(), type, rowShape);
  }

  /** What the signature gives, in order of the names. */
  public List<OutputInfo> signatureOutputs() {
    return signature.getOutputsList();
  }

  /** A sentence of warning when rows sent together influence each other, else empty. */
  public String warning() {
    BatchingInfo batching = signature.getBatching();
    return batching.getBatched() || batching.getReason().isEmpty()
        ? ""
        : "Note: this model scores the %d rows of a request together (%s); --rows-per-request changes the result."
            .formatted(rowsPerRequest(), batching.getReason());
  }

  /** The plan. */
  public ScoringPlan plan() {
    List<OutputInfo> outputs = outputs();
    Set<String> withClasses = new LinkedHashSet<>();
    if (options.classes()) {
      outputs.stream().filter(ScoringPlanner::hasClasses).forEach(o -> withClasses.add(name(o)));
      require(!withClasses.isEmpty(), "--classes: no output has a list of scores for each row.");
    }
    boolean scores = outputs.stream().anyMatch(ScoringPlanner::isFloating);
    require(
        options.threshold().isEmpty() || scores,
        "--threshold: no output is a floating-point score.");
    boolean derived = options.classes() || options.threshold().isPresent();
    return new ScoringPlan(
        options.model(),
        version.getVersion(),
        options.label(),
        signature.getName(),
        outputs.stream().map(this::requested).toList(),
        inputs(),
        withClasses,
        options.threshold(),
        options.oneArray() && derived,
        rowsPerRequest(),
        options.inFlight());
  }

  private List<OutputInfo> outputs() {
    requireKnown(options.outputs(), "--output");
    requireKnown(options.softmax(), "--softmax");
    requireKnown(options.sigmoid(), "--sigmoid");
    if (options.outputs().isEmpty()) {
      return signature.getOutputsList();
    }
    List<OutputInfo> chosen = new ArrayList<>();
    for (String name : new LinkedHashSet<>(options.outputs())) {
      signature.getOutputsList().stream().filter(o -> name(o).equals(name)).forEach(chosen::add);
    }
    return chosen;
  }

  private void requireKnown(List<String> names, String option) {
    List<String> known = signature.getOutputsList().stream().map(ScoringPlanner::name).toList();
    for (String name : names) {
      require(
          known.contains(name),
          "%s: signature %s has no output \"%s\"; it has %s."
              .formatted(option, signature.getName(), name, String.join(", ", known)));
    }
  }

  private RequestedOutput requested(OutputInfo output) {
    RequestedOutput requested = RequestedOutput.of(name(output));
    if (options.softmax().contains(name(output))) {
      requested = requested.softmax();
    }
    if (options.sigmoid().contains(name(output))) {
      requested = requested.sigmoid();
    }
    if (options.topK().isPresent() && hasClasses(output)) {
      requested = requested.topK(options.topK().getAsInt());
    }
    return requested;
  }

  private static String name(OutputInfo output) {
    return output.getTensor().getName();
  }

  private static boolean isFloating(OutputInfo output) {
    ElementType type = ElementType.of(output.getTensor().getDtype());
    return type != null && type.isFloating();
  }

  /** A list of scores for each row, more than one of them. */
  private static boolean hasClasses(OutputInfo output) {
    TensorInfo tensor = output.getTensor();
    int rank = tensor.getShapeCount();
    return isFloating(output)
        && !tensor.getUnknownRank()
        && rank >= 2
        && tensor.getShape(rank - 1) != 1;
  }

  private int rowsPerRequest() {
    if (options.rowsPerRequest().isPresent()) {
      return options.rowsPerRequest().getAsInt();
    }
    BatchingInfo batching = signature.getBatching();
    long rows = Math.max(FEWEST_ROWS, batching.getBestBatchRows());
    if (batching.getMaxBatchRows() > 0) {
      rows = Math.min(rows, batching.getMaxBatchRows());
    }
    long rowBytes = 0;
    for (InputSpec input : inputs()) {
      rowBytes += Math.max(1, input.rowSize()) * Math.max(8, input.type().byteSize());
    }
    long fitting = Math.max(1, REQUEST_BYTES / Math.max(1, rowBytes));
    return (int) Math.min(MOST_ROWS, Math.min(rows, fitting));
  }
}
