package dev.scorekeeper.cli.tune;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.Duration;
import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.v1.BatchingInfo;
import dev.scorekeeper.v1.CostPoint;
import dev.scorekeeper.v1.Lane;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is proposed, on servers whose speed is a formula of their settings. */
final class TunerTest {
  private static final Setting ONEDNN_OFF = new Setting("runtime.onednn", "false");

  private final List<String> steps = new ArrayList<>();
  private final Map<String, Double> speed = new HashMap<>();
  private int open;
  private int mostOpen;
  private int measured;

  @AfterEach
  void everyServerWasClosed() {
    assertThat(open).isEqualTo(0);
    assertThat(mostOpen).isAtMost(2);
  }

  private TuneReport tune() throws InterruptedException {
    return new Tuner(FormulaServer::new, "m", 3, steps::add).run();
  }

  /** A server that is as fast as its settings' factors say. */
  private final class FormulaServer implements TrialServer {
    private final List<Setting> settings;

    FormulaServer(List<Setting> settings) {
      if (settings.toString().contains("single_threaded")) {
        throw CommandException.failed("Old control flow.");
      }
      this.settings = settings;
      open++;
      mostOpen = Math.max(mostOpen, open);
    }

    @Override
    public BatchingInfo batching() {
      return BatchingInfo.newBuilder()
          .setBatched(true)
          .setLane(Lane.LANE_LOOP)
          .setBestBatchRows(64)
          .addCostCurve(
              CostPoint.newBuilder()
                  .setRowCount(1)
                  .setDuration(Duration.newBuilder().setNanos(10_000)))
          .addCostCurve(
              CostPoint.newBuilder()
                  .setRowCount(64)
                  .setDuration(Duration.newBuilder().setNanos(40_000)))
          .build();
    }

    @Override
    public double rowsPerSecond(LoadPoint point) {
      double result = 1_000.0 * point.calls();
      for (Setting setting : settings) {
        String forPoint = setting + " " + point.calls();
        result *= speed.getOrDefault(forPoint, speed.getOrDefault(setting.toString(), 1.0));
      }
      // A machine that gets slower all the while, as laptops do.
      return result * Math.pow(0.999, measured++);
    }

    @Override
    public void close() {
      open--;
    }
  }

  @Test
  void run_nothingPays_proposesTheDefaults() throws InterruptedException {
    TuneReport report = tune();
    assertThat(report.proposal()).isEmpty();
    assertThat(report.whole()).isNull();
    assertThat(report.trials().stream().map(trial -> trial.change().toString()))
        .containsExactly(
            "runtime.fusion=never",
            "runtime.onednn=false",
            "runtime.executor=single_threaded",
            "models.m.batching.lane=worker",
            "models.m.batching.max_rows=32",
            "models.m.batching.max_rows=128")
        .inOrder();
    assertThat(TuneText.of(report)).contains("The defaults are best for m here");
  }

  @Test
  void run_changesThatPay_areProposedTogether() throws InterruptedException {
    speed.put("runtime.onednn=false", 1.4);
    speed.put("models.m.batching.max_rows=128", 1.1);
    TuneReport report = tune();
    assertThat(report.proposal())
        .containsExactly(ONEDNN_OFF, new Setting("models.m.batching.max_rows", "128"))
        .inOrder();
    Comparison whole = report.whole();
    assertThat(whole == null ? 0 : whole.gain()).isWithin(0.02).of(1.54);
    String text = TuneText.of(report);
    assertThat(text).contains("Proposed for m, ×1.54 as fast");
    assertThat(text).contains("may change the last bits of scores");
    assertThat(text)
        .endsWith(
            """
            models:
              m:
                batching:
                  max_rows: 128
            runtime:
              onednn: false
            """);
  }

  @Test
  void run_changeThatSlowsOneLoad_isNotProposed() throws InterruptedException {
    speed.put("runtime.onednn=false", 1.5);
    speed.put("runtime.onednn=false 1", 0.9);
    TuneReport report = tune();
    assertThat(report.proposal()).isEmpty();
    Comparison comparison = report.trials().get(1).comparison();
    assertThat(comparison == null ? null : comparison.worst()).isEqualTo(new LoadPoint(1, 1));
  }

  @Test
  void run_serverThatRefusesASetting_saysWhyAndGoesOn() throws InterruptedException {
    speed.put("models.m.batching.lane=worker", 1.2);
    TuneReport report = tune();
    assertThat(report.trials().get(2).refusal()).isEqualTo("Old control flow.");
    assertThat(report.proposal()).containsExactly(new Setting("models.m.batching.lane", "worker"));
    assertThat(TuneText.of(report)).contains("not possible: Old control flow.");
  }

  @Test
  void report_ofAProposal_isAPageAndJson() throws InterruptedException {
    speed.put("runtime.onednn=false", 1.4);
    TuneReport report = tune();
    String html = TunePage.of(report).html();
    assertThat(html).contains("Cost of a row by the rows in its run");
    assertThat(html).contains("Rows a second, defaults and proposal");
    assertThat(html).contains("onednn: false");
    assertThat(html).doesNotContain("NaN");
    JsonObject json = JsonParser.parseString(TuneJson.write(report)).getAsJsonObject();
    assertThat(json.getAsJsonArray("proposal").get(0).getAsString())
        .isEqualTo("runtime.onednn=false");
    assertThat(
            json.getAsJsonObject("curves")
                .getAsJsonObject("defaults")
                .getAsJsonObject("run_us_by_rows")
                .get("64")
                .getAsDouble())
        .isEqualTo(40);
  }

  @Test
  void isWorthwhile_gainOfOneRoundOnly_isNot() {
    LoadPoint point = LoadPoint.ALL.get(0);
    Comparison lucky =
        new Comparison(
            Map.of(point, List.of(100.0, 100.0, 100.0)),
            Map.of(point, List.of(120.0, 115.0, 99.0)));
    assertThat(lucky.gain()).isWithin(1e-9).of(1.15);
    assertThat(lucky.leastGain()).isWithin(1e-9).of(0.99);
    assertThat(lucky.isWorthwhile()).isFalse();
  }

  @Test
  void isWorthwhile_loadThatLosesInOneRoundOnly_isForgiven() {
    Map<LoadPoint, List<Double>> before = new HashMap<>();
    Map<LoadPoint, List<Double>> after = new HashMap<>();
    for (LoadPoint point : LoadPoint.ALL) {
      before.put(point, List.of(100.0, 100.0, 100.0));
      after.put(point, List.of(130.0, 130.0, 130.0));
    }
    after.put(LoadPoint.ALL.get(2), List.of(90.0, 100.0, 94.0));
    assertThat(new Comparison(before, after).isWorthwhile()).isTrue();
    after.put(LoadPoint.ALL.get(2), List.of(90.0, 94.0, 94.0));
    assertThat(new Comparison(before, after).isWorthwhile()).isFalse();
  }
}
