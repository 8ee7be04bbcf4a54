package dev.scorekeeper.cli;

import com.google.protobuf.Duration;
import com.google.protobuf.util.Durations;
import dev.scorekeeper.cli.remote.Refusals;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.CostPoint;
import dev.scorekeeper.v1.Lane;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.ModelVersionInfo;
import dev.scorekeeper.v1.OutputInfo;
import dev.scorekeeper.v1.SignatureInfo;
import dev.scorekeeper.v1.TensorInfo;
import dev.scorekeeper.v1.VersionState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Models as text, for lines of about 100 characters. */
final class ModelsText {
  private static final int WIDTH = 100;

  private ModelsText() {}

  /** Each version with its default signature, then the other signatures and the problems. */
  static String overview(List<ModelInfo> models) {
    if (models.isEmpty()) {
      return "The server has no models.\n";
    }
    TextTable table =
        TextTable.of("MODEL", ">VER", "INPUT", "OUTPUT", "LANE", "COST IN µs", ">BATCH");
    List<String> others = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (ModelInfo model : models) {
      addOverview(table, model);
      String more = otherSignatures(model);
      if (!more.isEmpty()) {
        others.add(model.getName() + " " + more);
      }
      problems.addAll(problems(model));
    }
    StringBuilder text = new StringBuilder(table.render()).append('\n');
    problems.forEach(problem -> text.append(problem).append('\n'));
    if (!others.isEmpty()) {
      text.append(wrap("Other signatures: " + String.join("; ", others) + ".", "  ")).append('\n');
    }
    return text.append("\"scorekeeper models MODEL\" shows one in full.\n").toString();
  }

  private static void addOverview(TextTable table, ModelInfo model) {
    String name = model.getName();
    for (ModelVersionInfo version : model.getVersionsList()) {
      String number = version.getVersion() + labels(version);
      SignatureInfo signature = mainSignature(version);
      if (signature == null) {
        table.add(name, number, state(version), "", "", "", "");
      } else {
        addSignature(table, name, number, signature);
      }
      name = "";
    }
  }

  /** One line for each input or output, whichever are more. */
  private static void addSignature(
      TextTable table, String name, String number, SignatureInfo signature) {
    int inputs = signature.getInputsCount();
    int outputs = signature.getOutputsCount();
    for (int i = 0; i < Math.max(1, Math.max(inputs, outputs)); i++) {
      boolean first = i == 0;
      table.add(
          first ? name : "",
          first ? number : "",
          i < inputs ? tensor(signature.getInputs(i)) : "",
          i < outputs ? meaning(signature.getOutputs(i)) : "",
          first ? lane(signature.getBatching()) : "",
          first ? cost(signature.getBatching()) : "",
          first ? bestBatch(signature.getBatching()) : "");
    }
  }

  private static String meaning(OutputInfo output) {
    return output.getTensor().getName() + " " + kind(output);
  }

  /**
   * The signature that a request gets which names none, else the first; null when there is none.
   */
  private static @Nullable SignatureInfo mainSignature(ModelVersionInfo version) {
    for (SignatureInfo signature : version.getSignaturesList()) {
      if (signature.getName().equals("serving_default")) {
        return signature;
      }
    }
    return version.getSignaturesCount() == 0 ? null : version.getSignatures(0);
  }

  private static String otherSignatures(ModelInfo model) {
    for (ModelVersionInfo version : model.getVersionsList()) {
      SignatureInfo main = mainSignature(version);
      if (main != null) {
        return version.getSignaturesList().stream()
            .map(SignatureInfo::getName)
            .filter(name -> !name.equals(main.getName()))
            .collect(Collectors.joining(", "));
      }
    }
    return "";
  }

  private static String lane(BatchingInfo batching) {
    return batching.getLane() == Lane.LANE_UNSPECIFIED ? "–" : word(batching.getLane(), "LANE_");
  }

  private static List<String> problems(ModelInfo model) {
    List<String> problems = new ArrayList<>();
    for (ModelVersionInfo version : model.getVersionsList()) {
      if (version.hasError()) {
        problems.add(
            wrap(
                "%s version %d: %s"
                    .formatted(
                        model.getName(),
                        version.getVersion(),
                        Refusals.describe(version.getError())),
                "  "));
      }
    }
    return problems;
  }

  private static String labels(ModelVersionInfo version) {
    return version.getLabelsCount() == 0
        ? ""
        : " (" + String.join(", ", version.getLabelsList()) + ")";
  }

  static String state(ModelVersionInfo version) {
    return word(version.getState(), "VERSION_STATE_");
  }

  /** The part of a constant's name after its prefix, as a word: {@code serving}. */
  private static String word(Enum<?> constant, String prefix) {
    String name = constant.name();
    String stem = name.startsWith(prefix) ? name.substring(prefix.length()) : name;
    return stem.toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private static String tensor(TensorInfo tensor) {
    return tensor.getName() + " " + type(tensor);
  }

  /** Such as {@code float32[?,8,8,1]}. */
  private static String type(TensorInfo tensor) {
    String shape =
        tensor.getUnknownRank()
            ? "…"
            : tensor.getShapeList().stream()
                .map(size -> size < 0 ? "?" : size.toString())
                .collect(Collectors.joining(","));
    return word(tensor.getDtype(), "DATA_TYPE_") + "[" + shape + "]";
  }

  private static String kind(OutputInfo output) {
    String word = word(output.getKind(), "OUTPUT_KIND_");
    return word.equals("unspecified") ? "?" : word;
  }

  /** Such as {@code 10.9 + 0.08·n}, in microseconds; a dash when not measured. */
  private static String cost(BatchingInfo batching) {
    if (batching.getFixedCostUs() == 0 && batching.getRowCostUs() == 0) {
      return "–";
    }
    return "%s + %s·n"
        .formatted(
            Quantities.number(batching.getFixedCostUs()),
            Quantities.number(batching.getRowCostUs()));
  }

  private static String bestBatch(BatchingInfo batching) {
    if (!batching.getBatched()) {
      return "alone";
    }
    return batching.getBestBatchRows() == 0 ? "–" : Quantities.count(batching.getBestBatchRows());
  }

  /** Everything about one model. */
  static String details(ModelInfo model) {
    StringBuilder text = new StringBuilder();
    for (ModelVersionInfo version : model.getVersionsList()) {
      text.append(text.length() == 0 ? "" : "\n").append(version(model, version));
    }
    return text.length() == 0 ? model.getName() + " has no versions.\n" : text.toString();
  }

  private static String version(ModelInfo model, ModelVersionInfo version) {
    StringBuilder text = new StringBuilder();
    text.append(
        "%s version %d%s: %s%s\n"
            .formatted(
                model.getName(),
                version.getVersion(),
                labels(version),
                state(version),
                times(version)));
    if (version.hasError()) {
      text.append(wrap("  " + Refusals.describe(version.getError()), "  ")).append('\n');
    }
    for (SignatureInfo signature : version.getSignaturesList()) {
      text.append(signature(signature));
    }
    if (version.getSignaturesCount() == 0
        && version.getState() != VersionState.VERSION_STATE_FAILED) {
      text.append("  its signatures are not known yet\n");
    }
    return text.toString();
  }

  private static String times(ModelVersionInfo version) {
    List<String> times = new ArrayList<>();
    if (version.hasLoadDuration()) {
      times.add("loaded in " + time(version.getLoadDuration()));
    }
    if (version.hasWarmupDuration()) {
      times.add("warmed up in " + time(version.getWarmupDuration()));
    }
    return times.isEmpty() ? "" : ", " + String.join(", ", times);
  }

  private static String time(Duration duration) {
    return Quantities.micros(micros(duration));
  }

  static double micros(Duration duration) {
    return Durations.toNanos(duration) / 1e3;
  }

  private static String signature(SignatureInfo signature) {
    TextTable table = TextTable.indented("    ", "", "", "", "", "");
    for (TensorInfo input : signature.getInputsList()) {
      table.add("input", input.getName(), type(input), "", "");
    }
    for (OutputInfo output : signature.getOutputsList()) {
      TensorInfo tensor = output.getTensor();
      table.add("output", tensor.getName(), type(tensor), kind(output), output.getEvidence());
    }
    return "  signature " + signature.getName() + "\n" + table.render() + batching(signature);
  }

  private static String batching(SignatureInfo signature) {
    BatchingInfo batching = signature.getBatching();
    String lane =
        batching.getLane() == Lane.LANE_UNSPECIFIED
            ? "not measured yet"
            : word(batching.getLane(), "LANE_") + " lane";
    String text =
        batching.getBatched()
            ? "    batched, %s, cost %s µs, best batch %s of at most %s rows\n"
                .formatted(
                    lane,
                    cost(batching),
                    bestBatch(batching),
                    Quantities.count(batching.getMaxBatchRows()))
            : wrap(
                    "    rows of different requests never share a run: " + batching.getReason(),
                    "    ")
                + "\n    %s, cost %s µs\n".formatted(lane, cost(batching));
    return text + curve(batching);
  }

  private static String curve(BatchingInfo batching) {
    if (batching.getCostCurveCount() == 0) {
      return "";
    }
    String points =
        batching.getCostCurveList().stream()
            .map(ModelsText::point)
            .collect(Collectors.joining(", "));
    return wrap("    measured: " + points, "      ") + "\n";
  }

  private static String point(CostPoint point) {
    return Quantities.count(point.getRowCount(), "row") + " " + time(point.getDuration());
  }

  /** Breaks a text at blanks; the lines after the first begin with an indent. */
  static String wrap(String text, String indent) {
    StringBuilder result = new StringBuilder();
    String rest = text;
    while (rest.length() > WIDTH) {
      int end = rest.lastIndexOf(' ', WIDTH);
      if (end <= indent.length()) {
        break;
      }
      result.append(rest, 0, end).append('\n');
      rest = indent + rest.substring(end + 1);
    }
    return result.append(rest).toString();
  }
}
