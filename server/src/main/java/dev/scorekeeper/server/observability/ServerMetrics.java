package dev.scorekeeper.server.observability;

import dev.scorekeeper.server.lifecycle.ModelStatus;
import dev.scorekeeper.server.lifecycle.VersionState;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.stats.EvaluationCounts;
import dev.scorekeeper.server.stats.ModelCounts;
import dev.scorekeeper.server.stats.ServerCounts;
import dev.scorekeeper.server.stats.ServerStats;
import io.prometheus.metrics.core.metrics.Info;
import io.prometheus.metrics.instrumentation.jvm.JvmMetrics;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The server's numbers as Prometheus metrics, read when they are asked for. Thread-safe.
 *
 * <p>Histograms have one bucket to each doubling. A version's series end when it is unloaded.
 */
public final class ServerMetrics implements MultiCollector {

  private final ServerStats stats;
  private final Supplier<List<ModelStatus>> models;
  private final Supplier<Readiness> readiness;

  private ServerMetrics(
      ServerStats stats, Supplier<List<ModelStatus>> models, Supplier<Readiness> readiness) {
    this.stats = stats;
    this.models = models;
    this.readiness = readiness;
  }

  /**
   * A registry of the server's metrics, those of the JVM, and what was built.
   *
   * @param models asked for at each scrape
   * @param build labels of {@code scorekeeper_build_info}, by name
   */
  public static PrometheusRegistry registry(
      ServerStats stats,
      Supplier<List<ModelStatus>> models,
      Supplier<Readiness> readiness,
      Map<String, String> build) {
    PrometheusRegistry registry = new PrometheusRegistry();
    registry.register(new ServerMetrics(stats, models, readiness));
    JvmMetrics.builder().register(registry);
    String[] names = build.keySet().stream().sorted().toArray(String[]::new);
    Info info =
        Info.builder()
            .name("scorekeeper_build_info")
            .help("What is running.")
            .labelNames(names)
            .register(registry);
    String[] values = new String[names.length];
    for (int i = 0; i < names.length; i++) {
      values[i] = String.valueOf(build.get(names[i]));
    }
    info.setLabelValues(values);
    return registry;
  }

  @Override
  public MetricSnapshots collect() {
    ServerCounts counts = stats.snapshot();
    MetricSnapshots.Builder all = MetricSnapshots.builder();
    addServer(all, counts);
    addModels(all, counts.models());
    addEvaluations(all, counts.evaluations());
    addStates(all, models.get());
    return all.build();
  }

  private void addServer(MetricSnapshots.Builder all, ServerCounts counts) {
    CounterSnapshot.Builder refused =
        CounterSnapshot.builder()
            .name("scorekeeper_requests_refused")
            .help("Requests refused before they reached a model, by reason.");
    counts.refused().forEach((reason, n) -> refused.dataPoint(point(reasonLabel(reason), n)));
    all.metricSnapshot(refused.build());
    all.metricSnapshot(
        gauge("in_flight_requests", "Requests admitted and not yet answered.")
            .dataPoint(point((double) counts.inFlightRequests()))
            .build());
    all.metricSnapshot(
        gauge("in_flight_rows", "Rows admitted and not yet answered.")
            .dataPoint(point((double) counts.inFlightRows()))
            .build());
    all.metricSnapshot(
        gauge("in_flight_bytes", "Bytes of request payload admitted and not yet answered.")
            .dataPoint(point((double) counts.inFlightBytes()))
            .build());
    all.metricSnapshot(
        gauge("start_time_seconds", "When the server started, in seconds since 1970.")
            .dataPoint(point(counts.startTime().toEpochMilli() / 1e3))
            .build());
    all.metricSnapshot(
        gauge("ready", "1 when the server should be sent requests, as /readyz, else 0.")
            .dataPoint(point(readiness.get().isReady() ? 1 : 0))
            .build());
  }

  private static void addModels(MetricSnapshots.Builder all, List<ModelCounts> models) {
    all.metricSnapshot(requests(models));
    all.metricSnapshot(counter("rows", "Rows scored.", models, c -> c.rows()));
    all.metricSnapshot(counter("runs", "Runs of the model.", models, c -> c.runs()));
    all.metricSnapshot(
        counter(
            "padding_rows",
            "Rows added to runs to reach an allowed size.",
            models,
            c -> c.paddingRows()));
    HistogramSnapshot.Builder batch = histogram("batch_rows", "Rows in a run.");
    HistogramSnapshot.Builder queue =
        histogram("queue_seconds", "From arrival to the start of the run, by request.");
    HistogramSnapshot.Builder run = histogram("run_seconds", "Time in a run of the model.");
    GaugeSnapshot.Builder queued = gauge("queued_rows", "Rows waiting for a run.");
    for (ModelCounts counts : models) {
      Labels labels = modelLabels(counts.id().name(), counts.id().version());
      batch.dataPoint(Histograms.ofRows(counts.batchRows(), labels));
      queue.dataPoint(Histograms.ofDurations(counts.queueTime(), labels));
      run.dataPoint(Histograms.ofDurations(counts.runTime(), labels));
      queued.dataPoint(gaugePoint(labels, (double) counts.queuedRows()));
    }
    all.metricSnapshot(batch.build());
    all.metricSnapshot(queue.build());
    all.metricSnapshot(run.build());
    all.metricSnapshot(queued.build());
  }

  private static CounterSnapshot requests(List<ModelCounts> models) {
    CounterSnapshot.Builder requests =
        CounterSnapshot.builder()
            .name("scorekeeper_requests")
            .help("Requests that reached a model, by how they ended; reason is OK for outputs.");
    for (ModelCounts counts : models) {
      Labels labels = modelLabels(counts.id().name(), counts.id().version());
      requests.dataPoint(point(labels.add("reason", "OK"), (double) counts.succeeded()));
      counts
          .failed()
          .forEach((reason, n) -> requests.dataPoint(point(labels.merge(reasonLabel(reason)), n)));
    }
    return requests.build();
  }

  private static void addEvaluations(MetricSnapshots.Builder all, EvaluationCounts counts) {
    CounterSnapshot.Builder ended =
        CounterSnapshot.builder()
            .name("scorekeeper_evaluations")
            .help("Evaluations by how they ended; reason is OK for a record or a part's state.")
            .dataPoint(point(Labels.of("reason", "OK"), (double) counts.completed()));
    counts.failed().forEach((reason, n) -> ended.dataPoint(point(reasonLabel(reason), n)));
    all.metricSnapshot(ended.build());
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("scorekeeper_evaluations_started")
            .help("Evaluations that began.")
            .dataPoint(point(Labels.EMPTY, (double) counts.started()))
            .build());
    all.metricSnapshot(
        CounterSnapshot.builder()
            .name("scorekeeper_evaluation_rows")
            .help("Rows of evaluations that ended with OK.")
            .dataPoint(point(Labels.EMPTY, (double) counts.rows()))
            .build());
    all.metricSnapshot(
        gauge("evaluations_in_progress", "Evaluations that have begun and not ended.")
            .dataPoint(point((double) counts.inProgress()))
            .build());
    all.metricSnapshot(
        histogram("evaluation_seconds", "Time of an evaluation that ended with OK.")
            .dataPoint(Histograms.ofDurations(counts.time(), Labels.EMPTY))
            .build());
  }

  private static void addStates(MetricSnapshots.Builder all, List<ModelStatus> models) {
    GaugeSnapshot.Builder state =
        gauge("model_version_state", "1 for the state that a version is in, 0 for the others.");
    GaugeSnapshot.Builder load = gauge("model_load_seconds", "How long loading took.");
    GaugeSnapshot.Builder warm = gauge("model_warmup_seconds", "How long warming up took.");
    for (ModelStatus model : models) {
      for (ModelStatus.VersionStatus version : model.versions()) {
        Labels labels = modelLabels(model.name(), version.version());
        for (VersionState each : VersionState.values()) {
          Labels stateLabels = labels.add("state", each.name());
          state.dataPoint(gaugePoint(stateLabels, version.state() == each ? 1 : 0));
        }
        addDuration(load, labels, version.loadTime());
        addDuration(warm, labels, version.warmTime());
      }
    }
    all.metricSnapshot(state.build());
    all.metricSnapshot(load.build());
    all.metricSnapshot(warm.build());
  }

  private static void addDuration(
      GaugeSnapshot.Builder gauge, Labels labels, @Nullable Duration duration) {
    if (duration != null) {
      gauge.dataPoint(gaugePoint(labels, duration.toNanos() / 1e9));
    }
  }

  private static CounterSnapshot counter(
      String name, String help, List<ModelCounts> models, ToDoubleFunction<ModelCounts> value) {
    CounterSnapshot.Builder counter =
        CounterSnapshot.builder().name("scorekeeper_" + name).help(help);
    for (ModelCounts counts : models) {
      Labels labels = modelLabels(counts.id().name(), counts.id().version());
      counter.dataPoint(point(labels, value.applyAsDouble(counts)));
    }
    return counter.build();
  }

  private static GaugeSnapshot.Builder gauge(String name, String help) {
    return GaugeSnapshot.builder().name("scorekeeper_" + name).help(help);
  }

  private static HistogramSnapshot.Builder histogram(String name, String help) {
    return HistogramSnapshot.builder().name("scorekeeper_" + name).help(help);
  }

  private static Labels modelLabels(String name, long version) {
    return Labels.of("model", name, "version", Long.toString(version));
  }

  private static Labels reasonLabel(Reason reason) {
    return Labels.of("reason", reason.name());
  }

  private static CounterSnapshot.CounterDataPointSnapshot point(Labels labels, double value) {
    return CounterSnapshot.CounterDataPointSnapshot.builder().labels(labels).value(value).build();
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot point(double value) {
    return gaugePoint(Labels.EMPTY, value);
  }

  private static GaugeSnapshot.GaugeDataPointSnapshot gaugePoint(Labels labels, double value) {
    return GaugeSnapshot.GaugeDataPointSnapshot.builder().labels(labels).value(value).build();
  }
}
