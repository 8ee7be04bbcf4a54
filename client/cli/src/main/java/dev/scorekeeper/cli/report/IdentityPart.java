package dev.scorekeeper.cli.report;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationEnvironment;
import dev.scorekeeper.v1.EvaluationPolicies;
import dev.scorekeeper.v1.EvaluationSpec;
import dev.scorekeeper.v1.FileDigest;
import dev.scorekeeper.v1.IntervalMethod;
import dev.scorekeeper.v1.IntervalOptions;
import dev.scorekeeper.v1.ModelFingerprint;
import dev.scorekeeper.v1.PlugIn;
import java.time.Duration;

/** What the record is about, to the last byte: model, data, environment, choices, hashes. */
final class IdentityPart {
  private final Markup html;
  private final Evaluation evaluation;
  private String cardTitle = "";
  private boolean cardBegun;

  private IdentityPart(Markup html, Evaluation evaluation) {
    this.html = html;
    this.evaluation = evaluation;
  }

  static void write(Markup html, Evaluation evaluation, Baseline baseline) {
    new IdentityPart(html, evaluation).write(baseline);
  }

  private void write(Baseline baseline) {
    html.open("section", "id", "record").element("h2", "Record").open("div", "class", "cards");
    record(baseline);
    model();
    dataset();
    environment();
    policies();
    html.close("div");
    details();
    html.close("section");
  }

  private void record(Baseline baseline) {
    card("Record");
    fact("Id", evaluation.getId());
    if (evaluation.hasCreateTime()) {
      fact("Ended", Words.time(evaluation.getCreateTime()));
    }
    if (evaluation.hasCreateTime() && evaluation.hasStartTime()) {
      Duration took =
          Duration.between(
              Words.instant(evaluation.getStartTime()), Words.instant(evaluation.getCreateTime()));
      fact("Took", Quantities.micros(took.toNanos() / 1e3));
    }
    fact("Baseline", baseline.id());
    fact("Compared despite", baseline.despite());
    fact("Request id", evaluation.getSpec().getRequestId());
    fact("Note", evaluation.getSpec().getNote());
    hash("Hash", evaluation.getHash());
    hash("Hash of the record before", evaluation.getPreviousHash());
    end();
  }

  private void model() {
    card("Model");
    fact("Name", evaluation.getModel().getName());
    if (evaluation.getModel().getVersion() != 0) {
      fact("Version", Long.toString(evaluation.getModel().getVersion()));
    }
    fact("Signature", evaluation.getModel().getSignature());
    fact("Labels", String.join(", ", evaluation.getModelIdentity().getLabelsList()));
    hash("Digest", evaluation.getModelIdentity().getDigest());
    ModelFingerprint fingerprint = evaluation.getModelIdentity().getFingerprint();
    hash("Checksum", fingerprint.getSavedModelChecksum());
    hash("Saved as", fingerprint.getUuid());
    end();
  }

  private void dataset() {
    card("Data");
    fact("Name", evaluation.getDataset().getName());
    fact("Version", evaluation.getDataset().getVersion());
    if (evaluation.hasDataset()) {
      fact("Rows", Quantities.count(evaluation.getDataset().getRowCount()));
    }
    if (evaluation.getCounts().getMessages() > 0) {
      fact("Came in", Quantities.count(evaluation.getCounts().getMessages(), "message"));
    }
    hash("Digest", evaluation.getDataset().getDigest());
    hash("Preprocessing", evaluation.getSpec().getPreprocessingHash());
    end();
  }

  private void environment() {
    if (!evaluation.hasEnvironment()) {
      return;
    }
    EvaluationEnvironment environment = evaluation.getEnvironment();
    card("Environment");
    fact("Server", environment.getServerVersion());
    hash("Commit", environment.getServerCommit());
    fact("Runtime", environment.getRuntime());
    fact("Settings", environment.getSettings().replace(",", ", "));
    fact("Processor", environment.getProcessor());
    fact("Device", environment.getDevice());
    if (environment.getComputeRows() > 0) {
      fact("Rows of a run", Quantities.count(environment.getComputeRows()));
    }
    for (PlugIn plugIn : environment.getPlugInsList()) {
      hash("Plug-in " + plugIn.getFile(), plugIn.getSha256());
    }
    end();
  }

  private void policies() {
    EvaluationSpec spec = evaluation.getSpec();
    EvaluationPolicies policies = spec.getPolicies();
    card("Choices");
    if (Words.given(spec.getMode())) {
      fact("Mode", Words.of(spec.getMode()));
    }
    if (spec.hasKeras()) {
      fact("Profile", spec.getKeras().getProfile());
      fact("Batch size", Quantities.count(spec.getKeras().getBatchSize()));
    }
    if (Words.given(policies.getLossNormalizer())) {
      fact("Loss, normalised", Words.of(policies.getLossNormalizer()));
    }
    if (Words.given(policies.getMissingLabels())) {
      fact("Missing labels", Words.of(policies.getMissingLabels()));
    }
    if (Words.given(policies.getNonFinite())) {
      fact("Not finite", Words.of(policies.getNonFinite()));
    }
    if (Words.given(policies.getUndefined())) {
      fact("Not defined", Words.of(policies.getUndefined()));
    }
    intervals(spec.getIntervals());
    end();
  }

  private void intervals(IntervalOptions intervals) {
    if (intervals.getMethod() == IntervalMethod.INTERVAL_METHOD_UNSPECIFIED) {
      return;
    }
    fact(
        "Intervals",
        Words.of(intervals.getMethod())
            + ", "
            + Quantities.count(intervals.getReplicates(), "replicate")
            + ", seed "
            + intervals.getSeed());
  }

  private void details() {
    if (evaluation.getModelIdentity().getFilesCount() > 0) {
      html.open("details").element("summary", "Files of the model");
      html.open("div", "class", "wide", "tabindex", "0").open("table").open("tbody");
      for (FileDigest file : evaluation.getModelIdentity().getFilesList()) {
        html.open("tr")
            .element("td", file.getPath(), "class", "name")
            .element("td", Quantities.bytes(file.getByteCount()))
            .element("td", file.getSha256(), "class", "exact")
            .close("tr");
      }
      html.close("tbody").close("table").close("div").close("details");
    }
    if (evaluation.hasSpec()) {
      html.open("details").element("summary", "What was asked, in full");
      html.element("pre", json(evaluation.getSpec()), "tabindex", "0").close("details");
    }
  }

  private static String json(EvaluationSpec spec) {
    try {
      return JsonFormat.printer().print(spec);
    } catch (InvalidProtocolBufferException impossible) {
      throw new IllegalStateException("a spec holds no Any", impossible);
    }
  }

  /** Begins a card; it is there only if it gets a fact. */
  private void card(String title) {
    cardTitle = title;
    cardBegun = false;
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      begin();
      html.element("dt", name).element("dd", value);
    }
  }

  private void hash(String name, String value) {
    if (!value.isEmpty()) {
      begin();
      html.element("dt", name).open("dd").element("code", value).close("dd");
    }
  }

  private void begin() {
    if (!cardBegun) {
      cardBegun = true;
      html.open("div", "class", "card").element("h3", cardTitle).open("dl");
    }
  }

  private void end() {
    if (cardBegun) {
      html.close("dl").close("div");
    }
  }
}
