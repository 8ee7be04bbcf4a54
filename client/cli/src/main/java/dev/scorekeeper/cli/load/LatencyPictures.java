package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.chart.Axis;
import dev.scorekeeper.cli.chart.Bars;
import dev.scorekeeper.cli.chart.Chart;
import dev.scorekeeper.cli.chart.Series;
import dev.scorekeeper.cli.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Pictures and tables of one measurement. */
final class LatencyPictures {
  static final List<String> HEADERS = headers();

  private static final Axis MILLIS = Axis.logarithmic("milliseconds", Quantities::number);

  private LatencyPictures() {}

  private static List<String> headers() {
    List<String> headers = new ArrayList<>(List.of("", "Count", "Mean"));
    Percentile.SHOWN.forEach(percentile -> headers.add(percentile.label()));
    headers.add("Max");
    return List.copyOf(headers);
  }

  static List<List<String>> table(WindowResult total) {
    return List.of(
        row("latency, from the intended time", total.latency()),
        row("service, from sending", total.service()),
        row("send lag", total.lag()),
        row("failed", total.failedLatency()));
  }

  private static List<String> row(String name, Histogram histogram) {
    long count = histogram.getTotalCount();
    List<String> cells = new ArrayList<>(List.of(name, Quantities.count(count)));
    cells.add(count == 0 ? "–" : Quantities.micros(histogram.getMean() / 1e3));
    Percentile.SHOWN.forEach(
        percentile -> cells.add(Descriptions.percentile(histogram, percentile)));
    cells.add(count == 0 ? "–" : Quantities.micros(histogram.getMaxValue() / 1e3));
    return cells;
  }

  /** Latency over percentiles, each step to the right a tenth of the requests before. */
  static String percentiles(WindowResult total) {
    Axis share =
        Axis.logarithmic(
            "percentile",
            oneIn ->
                oneIn < 1.5
                    ? "0"
                    : String.format(Locale.ROOT, "%.6g", 100 - 100 / oneIn)
                        .replaceAll("\\.?0+$", ""));
    return new Chart("Latency by percentile", share, MILLIS)
        .add(new Series("latency", 1, Series.Kind.LINE, curve(total.latency())))
        .add(new Series("service time", 3, Series.Kind.LINE, curve(total.service())))
        .svg();
  }

  private static List<Series.Point> curve(Histogram histogram) {
    List<Series.Point> points = new ArrayList<>();
    long count = histogram.getTotalCount();
    for (double percent : new double[] {10, 25, 50, 75, 90, 95, 98, 99, 99.5, 99.9, 99.95, 99.99}) {
      if (count >= Percentile.of(percent).minimumCount()) {
        points.add(
            new Series.Point(100 / (100 - percent), histogram.getValueAtPercentile(percent) / 1e6));
      }
    }
    return points;
  }

  /** Median and tail, window by window. */
  static String windows(LoadResult result) {
    List<Series.Point> median = new ArrayList<>();
    List<Series.Point> tail = new ArrayList<>();
    double seconds = 0;
    for (WindowResult window : result.windows()) {
      Histogram latency = window.latency();
      double middle = seconds + window.seconds() / 2;
      if (latency.getTotalCount() > 0) {
        median.add(new Series.Point(middle, latency.getValueAtPercentile(50) / 1e6));
        tail.add(new Series.Point(middle, latency.getValueAtPercentile(99) / 1e6));
      }
      seconds += window.seconds();
    }
    return new Chart("Latency, window by window", seconds(), MILLIS)
        .add(new Series("p50", 1, Series.Kind.LINE, median))
        .add(new Series("p99", 2, Series.Kind.LINE, tail))
        .svg();
  }

  private static Axis seconds() {
    return Axis.linear("seconds after the warm-up", Quantities::number);
  }

  /** Offered, answered and good requests, window by window. */
  static String throughput(LoadResult result) {
    List<Series.Point> offered = new ArrayList<>();
    List<Series.Point> answered = new ArrayList<>();
    List<Series.Point> good = new ArrayList<>();
    double seconds = 0;
    for (WindowResult window : result.windows()) {
      double middle = seconds + window.seconds() / 2;
      offered.add(new Series.Point(middle, window.offeredPerSecond()));
      answered.add(new Series.Point(middle, window.answeredPerSecond()));
      good.add(new Series.Point(middle, window.goodPerSecond()));
      seconds += window.seconds();
    }
    return new Chart(
            "Requests a second, window by window",
            seconds(),
            Axis.linear("a second", Quantities::number))
        .add(new Series("offered", 4, Series.Kind.RULE, offered))
        .add(new Series("answered", 1, Series.Kind.LINE, answered))
        .add(new Series("good", 3, Series.Kind.DOTS, good))
        .svg();
  }

  /** Where a request's mean time goes; empty when the server told nothing. */
  static String split(LoadResult result) {
    ServerSplit server = result.server();
    if (server == null || server.requests() == 0 || server.runs() == 0) {
      return "";
    }
    WindowResult total = result.total();
    double lag = total.lag().getMean() / 1e3;
    double service = total.service().getMean() / 1e3;
    double rest = Math.max(0, service - server.queueMicros() - server.runMicros());
    return new Bars("A request's mean time", Quantities::micros)
        .add("waiting to be sent", new Bars.Part("send lag", 4, lag))
        .add("in the server's queue", new Bars.Part("queue", 2, server.queueMicros()))
        .add("in the run of the model", new Bars.Part("run", 1, server.runMicros()))
        .add("network, wire format, client", new Bars.Part("rest", 3, rest))
        .svg();
  }

  /** Runs by their rows. */
  static String batches(LoadResult result) {
    ServerSplit server = result.server();
    if (server == null) {
      return "";
    }
    Bars bars = new Bars("Runs of the model by their rows", Quantities::number);
    for (Map.Entry<Integer, Long> entry : server.batchRows().entrySet()) {
      String label =
          entry.getKey() <= 2
              ? "" + entry.getKey()
              : "%d to %d".formatted(entry.getKey() / 2 + 1, entry.getKey());
      bars.add(label, new Bars.Part("runs", 1, entry.getValue()));
    }
    return bars.svg();
  }
}
