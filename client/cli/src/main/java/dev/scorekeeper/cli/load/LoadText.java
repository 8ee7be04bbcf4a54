package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.text.Quantities;
import dev.scorekeeper.cli.text.TextTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.HdrHistogram.Histogram;

/** Reports as text for a terminal. */
public final class LoadText {
  private LoadText() {}

  public static String of(LoadReport report) {
    if (report instanceof LoadReport.Found found) {
      return found(found);
    }
    if (report instanceof LoadReport.Curve curve) {
      return curve(curve);
    }
    LoadResult result = report.headline();
    return result == null ? "" : one(result);
  }

  private static String one(LoadResult result) {
    WindowResult total = result.total();
    StringBuilder text = new StringBuilder();
    text.append(subject(result)).append('\n').append(Descriptions.plan(result)).append("\n\n");
    text.append(rates(result, total)).append('\n');
    boolean closed = result.plan().traffic().mode().isClosed();
    text.append(latencies(total, closed)).append('\n');
    text.append("Ended: ").append(Descriptions.ends(total)).append('\n');
    text.append("Server: ").append(Descriptions.server(result)).append('\n');
    text.append("Steady: ").append(Verdicts.stability(result.windows()).text()).append('\n');
    text.append("Generator: ").append(Verdicts.generator(result).text()).append('\n');
    return text.append("Machine: ").append(Descriptions.machine(result)).append('\n').toString();
  }

  private static String subject(LoadResult result) {
    LoadSubject subject = result.subject();
    return "%s version %d at %s, %s"
        .formatted(subject.model(), subject.version(), subject.target(), subject.protocol());
  }

  private static String rates(LoadResult result, WindowResult total) {
    TextTable table = TextTable.of("", ">A SECOND");
    table.add("offered", perSecond(total.offeredPerSecond()));
    table.add("answered", perSecond(total.answeredPerSecond()));
    table.add(
        "good, within " + Descriptions.bound(result.plan()), perSecond(total.goodPerSecond()));
    table.add("rows answered", perSecond(total.answeredPerSecond() * result.plan().rows()));
    return table.render();
  }

  private static String latencies(WindowResult total, boolean closed) {
    List<String> headers = new ArrayList<>(List.of("", ">MEAN"));
    Percentile.SHOWN.forEach(percentile -> headers.add(">" + percentile.label()));
    headers.add(">MAX");
    TextTable table = TextTable.of(headers.toArray(String[]::new));
    add(table, "latency", total.latency());
    if (!closed) {
      add(table, "service", total.service());
      add(table, "send lag", total.lag());
    }
    if (total.failedLatency().getTotalCount() > 0) {
      add(table, "failed", total.failedLatency());
    }
    return table.render();
  }

  private static void add(TextTable table, String name, Histogram histogram) {
    long count = histogram.getTotalCount();
    List<Object> cells = new ArrayList<>(List.of(name));
    cells.add(count == 0 ? "–" : Quantities.micros(histogram.getMean() / 1e3));
    for (Percentile percentile : Percentile.SHOWN) {
      cells.add(Descriptions.percentile(histogram, percentile));
    }
    cells.add(count == 0 ? "–" : Quantities.micros(histogram.getMaxValue() / 1e3));
    table.add(cells.toArray());
  }

  private static String found(LoadReport.Found found) {
    StringBuilder text = new StringBuilder();
    TextTable table = TextTable.of(">TRIED /s", ">ANSWERED /s", "", "KEPT");
    for (LoadReport.Probe probe : found.probes()) {
      table.add(
          perSecond(probe.perSecond()),
          perSecond(probe.result().total().answeredPerSecond()),
          probe.kept() ? "kept" : "missed",
          probe.why());
    }
    text.append(table.render()).append('\n');
    LoadResult confirmed = found.confirmed();
    if (confirmed == null) {
      text.append("No rate keeps %s.%n".formatted(found.slo().label()));
    } else {
      text.append(
          "%s requests a second keep %s.%n%n"
              .formatted(perSecond(confirmed.plan().traffic().perSecond()), found.slo().label()));
      text.append(one(confirmed));
    }
    if (found.limited()) {
      text.append(
          "%s at a rate that failed: the server may do more than this.%n"
              .formatted(Verdicts.LIMITED));
    }
    return text.toString();
  }

  private static String curve(LoadReport.Curve curve) {
    double capacity = curve.capacity().total().answeredPerSecond();
    TextTable table =
        TextTable.of(
            ">LOAD", ">OFFERED /s", ">ANSWERED /s", ">GOOD /s", ">FAILED", ">p50", ">p99", "");
    for (LoadResult point : curve.points()) {
      WindowResult total = point.total();
      table.add(
          String.format(Locale.ROOT, "%.1f ×", point.plan().traffic().perSecond() / capacity),
          perSecond(total.offeredPerSecond()),
          perSecond(total.answeredPerSecond()),
          perSecond(total.goodPerSecond()),
          Verdicts.percent((double) (total.failed() + total.unanswered()) / total.offered()),
          Descriptions.percentile(total.latency(), Percentile.of(50)),
          Descriptions.percentile(total.latency(), Percentile.of(99)),
          Verdicts.generator(point).good() ? "" : Verdicts.LIMITED);
    }
    return one(curve.capacity())
        + "\nOffered load as a multiple of these %s answers a second:%n"
            .formatted(perSecond(capacity))
        + table.render()
        + Descriptions.overload(curve).text()
        + "\n";
  }

  static String perSecond(double value) {
    return Quantities.number(value);
  }

  /** Counts by name, the most frequent first. */
  static String counts(Map<String, Long> counts) {
    return counts.entrySet().stream()
        .sorted(Map.Entry.<String, Long>comparingByValue().reversed())
        .map(entry -> entry.getKey() + " " + Quantities.count(entry.getValue()))
        .collect(Collectors.joining(", "));
  }
}
