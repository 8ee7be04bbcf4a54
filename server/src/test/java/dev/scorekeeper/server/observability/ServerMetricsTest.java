package dev.scorekeeper.server.observability;

import static com.google.common.truth.Truth.assertThat;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.EvaluationStats;
import dev.scorekeeper.server.stats.ModelStats;
import dev.scorekeeper.server.stats.ServerStats;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class ServerMetricsTest {

  private final ServerStats stats =
      new ServerStats(Clock.fixed(Instant.ofEpochSecond(1_000), ZoneOffset.UTC));

  private String scrape() throws IOException {
    ModelStatus.VersionStatus version =
        new ModelStatus.VersionStatus(
            2,
            VersionState.SERVING,
            Instant.EPOCH,
            List.of(),
            null,
            Duration.ofMillis(250),
            Duration.ofMillis(1500));
    PrometheusRegistry registry =
        ServerMetrics.registry(
            stats,
            () -> List.of(new ModelStatus("digits", List.of(version))),
            () -> Readiness.waitingFor("warm-up"),
            Map.of("version", "1.2.3", "java", "17"));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PrometheusTextFormatWriter.create().write(out, registry.scrape());
    return out.toString(UTF_8);
  }

  @Test
  void scrape_everyMetric_hasHelp() throws IOException {
    String text = scrape();
    text.lines()
        .filter(line -> line.startsWith("# TYPE scorekeeper_"))
        .map(line -> line.substring("# TYPE ".length(), line.lastIndexOf(' ')))
        .forEach(name -> assertThat(text).contains("# HELP " + name + " "));
  }

  @Test
  void scrape_requests_byModelVersionAndReason() throws IOException {
    ModelStats digits = stats.model(new ModelId("digits", 2));
    digits.succeeded(3, 1_500);
    digits.failed(Reason.MODEL_REJECTED_INPUT);
    stats.refused(Reason.MODEL_NOT_FOUND);
    stats.entered();
    stats.inFlightRows().addAndGet(5);
    stats.inFlightBytes().addAndGet(100);

    String text = scrape();

    assertThat(text)
        .contains("scorekeeper_requests_total{model=\"digits\",reason=\"OK\",version=\"2\"} 1.0");
    assertThat(text)
        .contains(
            "scorekeeper_requests_total{model=\"digits\",reason=\"MODEL_REJECTED_INPUT\",version=\"2\"} 1.0");
    assertThat(text).contains("scorekeeper_rows_total{model=\"digits\",version=\"2\"} 3.0");
    assertThat(text).contains("scorekeeper_requests_refused_total{reason=\"MODEL_NOT_FOUND\"} 1.0");
    assertThat(text).contains("scorekeeper_in_flight_rows 5.0");
    assertThat(text).contains("scorekeeper_in_flight_bytes 100.0");
  }

  @Test
  void scrape_histograms_cumulate() throws IOException {
    ModelStats digits = stats.model(new ModelId("digits", 2));
    digits.ran(3, 1, 1_000_000);
    digits.ran(200, 0, 3_000_000);

    String text = scrape();

    String labels = "{model=\"digits\",version=\"2\"";
    assertThat(text).contains("scorekeeper_batch_rows_bucket" + labels + ",le=\"2.0\"} 0");
    assertThat(text).contains("scorekeeper_batch_rows_bucket" + labels + ",le=\"4.0\"} 1");
    assertThat(text).contains("scorekeeper_batch_rows_bucket" + labels + ",le=\"256.0\"} 2");
    assertThat(text).contains("scorekeeper_batch_rows_bucket" + labels + ",le=\"+Inf\"} 2");
    assertThat(text).contains("scorekeeper_run_seconds_bucket" + labels + ",le=\"0.001024\"} 1");
    assertThat(text).contains("scorekeeper_run_seconds_sum" + labels + "} 0.004");
    assertThat(text).contains("scorekeeper_run_seconds_count" + labels + "} 2");
    assertThat(text).contains("scorekeeper_padding_rows_total" + labels + "} 1.0");
  }

  @Test
  void scrape_evaluations_byHowTheyEnded() throws IOException {
    EvaluationStats evaluations = stats.evaluations();
    for (int i = 0; i < 4; i++) {
      evaluations.started();
    }
    evaluations.completed(100, 2_000_000_000L);
    evaluations.completed(50, 1_000_000_000L);
    evaluations.failed(Reason.LABELS_MISSING);

    String text = scrape();

    assertThat(text).contains("scorekeeper_evaluations_started_total 4.0");
    assertThat(text).contains("scorekeeper_evaluations_total{reason=\"OK\"} 2.0");
    assertThat(text).contains("scorekeeper_evaluations_total{reason=\"LABELS_MISSING\"} 1.0");
    assertThat(text).contains("scorekeeper_evaluation_rows_total 150.0");
    assertThat(text).contains("scorekeeper_evaluations_in_progress 1.0");
    assertThat(text).contains("scorekeeper_evaluation_seconds_sum 3.0");
    assertThat(text).contains("scorekeeper_evaluation_seconds_count 2");
  }

  @Test
  void scrape_server_stateBuildAndJvm() throws IOException {
    String text = scrape();
    assertThat(text)
        .contains(
            "scorekeeper_model_version_state{model=\"digits\",state=\"SERVING\",version=\"2\"} 1.0");
    assertThat(text)
        .contains("scorekeeper_model_warmup_seconds{model=\"digits\",version=\"2\"} 1.5");
    assertThat(text).contains("scorekeeper_ready 0.0");
    assertThat(text).contains("scorekeeper_start_time_seconds 1000.0");
    assertThat(text).contains("scorekeeper_build_info{java=\"17\",version=\"1.2.3\"} 1");
    assertThat(text).contains("jvm_memory_used_bytes");
  }
}
