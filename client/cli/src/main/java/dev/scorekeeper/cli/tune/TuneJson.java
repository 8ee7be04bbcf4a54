package dev.scorekeeper.cli.tune;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.protobuf.util.Durations;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.CostPoint;
import org.jspecify.annotations.Nullable;

/** Reports of tuning as JSON. */
public final class TuneJson {
  private TuneJson() {}

  /** The report as one object. */
  public static String write(TuneReport report) {
    JsonObject json = new JsonObject();
    json.addProperty("kind", "tune");
    json.addProperty("model", report.model());
    JsonArray proposal = new JsonArray();
    report.proposal().forEach(setting -> proposal.add(setting.toString()));
    json.add("proposal", proposal);
    json.addProperty("yaml", Yaml.of(report.proposal()));
    addComparison(json, "against_defaults", report.whole());
    JsonObject curves = new JsonObject();
    report.curves().forEach((settings, curve) -> curves.add(settings, curve(curve)));
    json.add("curves", curves);
    JsonArray trials = new JsonArray();
    report.trials().forEach(trial -> trials.add(trial(trial)));
    json.add("trials", trials);
    return new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create().toJson(json);
  }

  private static JsonObject trial(Trial trial) {
    JsonObject json = new JsonObject();
    json.addProperty("change", trial.change().toString());
    json.addProperty("proposed", trial.adopted());
    if (!trial.refusal().isEmpty()) {
      json.addProperty("refusal", trial.refusal());
    }
    addComparison(json, "comparison", trial.comparison());
    return json;
  }

  private static JsonObject curve(BatchingInfo batching) {
    JsonObject json = new JsonObject();
    json.addProperty("fixed_cost_us", batching.getFixedCostUs());
    json.addProperty("row_cost_us", batching.getRowCostUs());
    json.addProperty("best_batch_rows", batching.getBestBatchRows());
    json.addProperty("lane", batching.getLane().name());
    JsonObject points = new JsonObject();
    for (CostPoint point : batching.getCostCurveList()) {
      double micros = Durations.toNanos(point.getDuration()) / 1e3;
      points.addProperty(Integer.toString(point.getRowCount()), micros);
    }
    json.add("run_us_by_rows", points);
    return json;
  }

  private static void addComparison(JsonObject json, String name, @Nullable Comparison comparison) {
    if (comparison == null) {
      return;
    }
    JsonObject all = new JsonObject();
    all.addProperty("gain", comparison.gain());
    all.addProperty("least_gain", comparison.leastGain());
    all.addProperty("most_gain", comparison.mostGain());
    JsonArray loads = new JsonArray();
    for (LoadPoint point : comparison.points()) {
      JsonObject load = new JsonObject();
      load.addProperty("calls", point.calls());
      load.addProperty("rows", point.rows());
      load.addProperty("rows_per_second_before", comparison.medianBefore(point));
      load.addProperty("rows_per_second_after", comparison.medianAfter(point));
      loads.add(load);
    }
    all.add("loads", loads);
    json.add(name, all);
  }
}
