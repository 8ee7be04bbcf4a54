package dev.scorekeeper.cli;

import static dev.scorekeeper.cli.text.CommandException.require;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.cli.text.FileProblems;
import dev.scorekeeper.v1.DatasetSpec;
import dev.scorekeeper.v1.EvaluationHeader;
import dev.scorekeeper.v1.EvaluationMode;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.KerasProfile;
import dev.scorekeeper.v1.LossNormalizer;
import dev.scorekeeper.v1.NonFinitePolicy;
import dev.scorekeeper.v1.UndefinedPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What is asked beside losses and metrics: gates, baseline, data set, mode, intervals, choices. */
final class EvaluateQuestionOptions {
  private static final String KERAS_PROFILE = "keras-3.15/tensorflow";

  @Option(
      names = "--spec",
      paramLabel = "FILE",
      description = "The whole question as protobuf JSON (EvaluationHeader); options go over it.")
  private @Nullable Path spec;

  @Option(
      names = "--gate",
      paramLabel = "EXPR",
      description = {
        "A condition: \"accuracy >= 0.95\", \"auc >= baseline - 0.002\",",
        "\"slice(country=JP).recall >= 0.8\". May be repeated."
      })
  private List<String> gates = new ArrayList<>();

  @Option(
      names = "--baseline",
      paramLabel = "ID|best",
      description = "The record to compare with, or the best passed one on the same data set.")
  private String baseline = "";

  @Option(
      names = "--despite",
      paramLabel = "FIELD",
      description = {
        "Compare with the baseline even if this field differs, such as dataset.digest;",
        "the record tells it. May be repeated."
      })
  private List<String> despite = new ArrayList<>();

  @Option(
      names = "--first-release",
      description = "There is no baseline yet: gates that need one are passed over.")
  private boolean firstRelease;

  @Option(
      names = "--dataset",
      paramLabel = "NAME@VERSION",
      description = "What the data set is called.")
  private String dataset = "";

  @Option(
      names = "--preprocessing-hash",
      paramLabel = "H",
      description = "Hash of the preprocessing that made the inputs.")
  private String preprocessingHash = "";

  @Option(names = "--note", paramLabel = "TEXT", description = "Goes into the record.")
  private String note = "";

  @Option(
      names = "--mode",
      paramLabel = "dataset|keras",
      description =
          "dataset: numbers that depend on the rows alone (default). keras: Keras' own, batch by"
              + " batch.")
  private @Nullable Mode mode;

  @Option(
      names = "--batch-size",
      paramLabel = "N",
      description = "Rows of a batch with --mode keras. Default: 32.")
  private @Nullable Integer batchSize;

  @Option(
      names = "--intervals",
      paramLabel = "bootstrap|jackknife",
      description = "Confidence intervals; needs --id.")
  private @Nullable Intervals intervals;

  @Option(
      names = "--replicates",
      paramLabel = "N",
      description = "Replicates for intervals. Default: 200, jackknife 20.")
  private @Nullable Integer replicates;

  @Option(names = "--level", paramLabel = "P", description = "What intervals cover. Default: 0.95.")
  private @Nullable Double level;

  @Option(names = "--seed", paramLabel = "N", description = "Seed of the replicates. Default: 0.")
  private @Nullable Long seed;

  @Option(
      names = "--loss-normalizer",
      paramLabel = "count|weight",
      description = "What a weighted loss is divided by. Default: count, as Keras.")
  private @Nullable Normalizer normalizer;

  @Option(
      names = "--non-finite",
      paramLabel = "fail|propagate|skip",
      description = "What a prediction that is NaN or infinite does. Default: fail.")
  private @Nullable NonFinite nonFinite;

  @Option(
      names = "--undefined",
      paramLabel = "nan|zero",
      description = "How a value that is not defined is shown. Default: nan.")
  private @Nullable Undefined undefined;

  @Option(
      names = "--min-slice-rows",
      paramLabel = "N",
      description = "Values of smaller slices are not shown. Default: 0.")
  private @Nullable Long minSliceRows;

  @Option(
      names = "--max-slices",
      paramLabel = "N",
      description = "Most slices by one column. Default: 1000.")
  private @Nullable Integer maxSlices;

  @Option(
      names = "--extra-loss",
      paramLabel = "X",
      description = "Loss that the graph does not show, such as regularization.")
  private @Nullable Double extraLoss;

  @Option(
      names = "--metric-signature",
      paramLabel = "NAME",
      description = "A signature of the model that computes metrics; may be repeated.")
  private List<String> metricSignatures = new ArrayList<>();

  private enum Mode {
    DATASET(EvaluationMode.EVALUATION_MODE_DATASET),
    KERAS(EvaluationMode.EVALUATION_MODE_KERAS);

    private final EvaluationMode wire;

    Mode(EvaluationMode wire) {
      this.wire = wire;
    }
  }

  private enum Intervals {
    BOOTSTRAP(IntervalMethod.INTERVAL_METHOD_POISSON_BOOTSTRAP),
    JACKKNIFE(IntervalMethod.INTERVAL_METHOD_JACKKNIFE);

    private final IntervalMethod wire;

    Intervals(IntervalMethod wire) {
      this.wire = wire;
    }
  }

  private enum Normalizer {
    COUNT(LossNormalizer.LOSS_NORMALIZER_BY_COUNT),
    WEIGHT(LossNormalizer.LOSS_NORMALIZER_BY_WEIGHT);

    private final LossNormalizer wire;

    Normalizer(LossNormalizer wire) {
      this.wire = wire;
    }
  }

  private enum NonFinite {
    FAIL(NonFinitePolicy.NON_FINITE_POLICY_FAIL),
    PROPAGATE(NonFinitePolicy.NON_FINITE_POLICY_PROPAGATE),
    SKIP(NonFinitePolicy.NON_FINITE_POLICY_SKIP);

    private final NonFinitePolicy wire;

    NonFinite(NonFinitePolicy wire) {
      this.wire = wire;
    }
  }

  private enum Undefined {
    NAN(UndefinedPolicy.UNDEFINED_POLICY_NAN),
    ZERO(UndefinedPolicy.UNDEFINED_POLICY_ZERO);

    private final UndefinedPolicy wire;

    Undefined(UndefinedPolicy wire) {
      this.wire = wire;
    }
  }

  /** The question of --spec, with the options over it. */
  EvaluationHeader.Builder header() {
    EvaluationHeader.Builder header = readSpec();
    EvaluationSpec.Builder asked = header.getSpecBuilder();
    if (!gates.isEmpty()) {
      asked.clearGates().addAllGates(gates);
    }
    if (!metricSignatures.isEmpty()) {
      asked.clearMetricSignatures().addAllMetricSignatures(metricSignatures);
    }
    setUnlessEmpty(baseline, asked::setBaseline);
    if (!despite.isEmpty()) {
      require(!asked.getBaseline().isEmpty(), "--despite is for --baseline.");
      asked.clearDespite().addAllDespite(despite);
    }
    setUnlessEmpty(preprocessingHash, asked::setPreprocessingHash);
    setUnlessEmpty(note, asked::setNote);
    if (firstRelease) {
      asked.setFirstRelease(true);
    }
    set(extraLoss, asked::setExtraLoss);
    if (!dataset.isEmpty()) {
      asked.setDataset(named(asked.getDataset()));
    }
    setMode(asked);
    setPolicies(asked.getPoliciesBuilder());
    setIntervals(asked);
    if (minSliceRows != null || maxSlices != null) {
      set(minSliceRows, asked.getSliceLimitsBuilder()::setMinRows);
      set(maxSlices, asked.getSliceLimitsBuilder()::setMaxSlices);
    }
    return header;
  }

  private EvaluationHeader.Builder readSpec() {
    EvaluationHeader.Builder header = EvaluationHeader.newBuilder();
    Path file = spec;
    if (file == null) {
      return header;
    }
    try {
      JsonFormat.parser().merge(Files.readString(file), header);
    } catch (InvalidProtocolBufferException e) {
      throw CommandException.misused("--spec " + file + ": " + e.getMessage(), e);
    } catch (IOException e) {
      throw FileProblems.explain(file, null, e, "");
    }
    return header;
  }

  private DatasetSpec named(DatasetSpec known) {
    int at = dataset.lastIndexOf('@');
    if (at <= 0 || at == dataset.length() - 1) {
      throw CommandException.misused(
          "--dataset %s: give a name and a version, such as digits-test@3.".formatted(dataset));
    }
    return known.toBuilder()
        .setName(dataset.substring(0, at))
        .setVersion(dataset.substring(at + 1))
        .build();
  }

  private void setMode(EvaluationSpec.Builder asked) {
    Mode chosen = mode;
    if (chosen != null) {
      asked.setMode(chosen.wire);
    }
    boolean keras = asked.getMode() == EvaluationMode.EVALUATION_MODE_KERAS;
    if (!keras && batchSize != null) {
      throw CommandException.misused("--batch-size is for --mode keras.");
    }
    if (keras) {
      KerasProfile.Builder profile = asked.getKerasBuilder();
      if (profile.getProfile().isEmpty()) {
        profile.setProfile(KERAS_PROFILE);
      }
      if (batchSize != null) {
        require(batchSize >= 1, "--batch-size: at least 1.");
        profile.setBatchSize(batchSize);
      }
    }
  }

  private void setPolicies(EvaluationPolicies.Builder policies) {
    if (normalizer != null) {
      policies.setLossNormalizer(normalizer.wire);
    }
    if (nonFinite != null) {
      policies.setNonFinite(nonFinite.wire);
    }
    if (undefined != null) {
      policies.setUndefined(undefined.wire);
    }
  }

  private void setIntervals(EvaluationSpec.Builder asked) {
    boolean detail = replicates != null || level != null || seed != null;
    if (intervals == null && !detail) {
      return;
    }
    IntervalOptions.Builder options = asked.getIntervalsBuilder();
    if (intervals != null) {
      options.setMethod(intervals.wire);
    }
    require(
        options.getMethod() != IntervalMethod.INTERVAL_METHOD_UNSPECIFIED,
        "--replicates, --level and --seed are for --intervals.");
    set(replicates, options::setReplicates);
    set(level, options::setLevel);
    set(seed, options::setSeed);
  }

  private static <T> void set(@Nullable T value, Consumer<T> setter) {
    if (value != null) {
      setter.accept(value);
    }
  }

  private static void setUnlessEmpty(String value, Consumer<String> setter) {
    if (!value.isEmpty()) {
      setter.accept(value);
    }
  }
}
