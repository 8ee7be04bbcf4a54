package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.chart.Axis;
import dev.scorekeeper.cli.chart.Chart;
import dev.scorekeeper.cli.chart.Page;
import dev.scorekeeper.cli.chart.Series;
import dev.scorekeeper.cli.text.Quantities;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reports as a page with pictures. */
public final class LoadPage {
  private static final Axis RATE = Axis.linear("requests a second", Quantities::number);

  private LoadPage() {}

  public static Page of(LoadReport report) {
    if (report instanceof LoadReport.Found found) {
      return found(found);
    }
    if (report instanceof LoadReport.Curve curve) {
      return curve(curve);
    }
    LoadResult result = report.headline();
    Page page = new Page(result == null ? "Load" : "Load on " + result.subject().model());
    if (result != null) {
      addResult(page, result);
    }
    return page;
  }

  private static void addResult(Page page, LoadResult result) {
    WindowResult total = result.total();
    page.paragraph(
        "%s version %d at %s, %s. %s."
            .formatted(
                result.subject().model(),
                result.subject().version(),
                result.subject().target(),
                result.subject().protocol(),
                Descriptions.plan(result)));
    page.facts(facts(result, total));
    Verdict stability = Verdicts.stability(result.windows());
    Verdict generator = Verdicts.generator(result);
    page.verdict(stability.good(), "Steadiness: " + stability.text());
    page.verdict(generator.good(), "Generator: " + generator.text());
    page.verdict(total.failed() + total.unanswered() == 0, "Ended: " + Descriptions.ends(total));
    page.pictures(
        LatencyPictures.percentiles(total),
        LatencyPictures.windows(result),
        LatencyPictures.throughput(result),
        LatencyPictures.split(result),
        LatencyPictures.batches(result));
    page.heading("Latencies");
    page.table(LatencyPictures.HEADERS, LatencyPictures.table(total));
    page.heading("Measured on");
    page.paragraph(Descriptions.machine(result));
    page.paragraph("JVM flags: " + result.environment().getOrDefault("jvm_flags", ""));
  }

  private static List<Page.Fact> facts(LoadResult result, WindowResult total) {
    return List.of(
        new Page.Fact(Quantities.number(total.answeredPerSecond()), "answers a second"),
        new Page.Fact(
            Quantities.number(total.answeredPerSecond() * result.plan().rows()), "rows a second"),
        new Page.Fact(
            Descriptions.percentile(total.latency(), Percentile.of(50)), "median latency"),
        new Page.Fact(
            Descriptions.percentile(total.latency(), Percentile.of(99)), "99th percentile"),
        new Page.Fact(
            Verdicts.percent(total.goodPerSecond() / total.offeredPerSecond()),
            "good: answered within " + Descriptions.bound(result.plan())));
  }

  private static Page found(LoadReport.Found found) {
    LoadResult confirmed = found.confirmed();
    Page page = new Page("Highest rate with " + found.slo().label());
    if (confirmed == null) {
      page.verdict(false, "No rate keeps it.");
    } else {
      page.verdict(
          true,
          "%s requests a second keep it, confirmed by the long run below."
              .formatted(Quantities.number(confirmed.plan().traffic().perSecond())));
    }
    if (found.limited()) {
      page.verdict(false, Verdicts.LIMITED + " at a rate that failed: the server may do more.");
    }
    page.pictures(search(found));
    page.table(List.of("Tried a second", "Answered a second", "", "Why"), rows(found));
    if (confirmed != null) {
      page.heading("The long run");
      addResult(page, confirmed);
    }
    return page;
  }

  private static String search(LoadReport.Found found) {
    double percent = found.slo().percentile().percent();
    List<Series.Point> kept = new ArrayList<>();
    List<Series.Point> missed = new ArrayList<>();
    List<Series.Point> bound = new ArrayList<>();
    for (LoadReport.Probe probe : found.probes()) {
      WindowResult total = probe.result().total();
      if (total.latency().getTotalCount() > 0) {
        double tail = total.latency().getValueAtPercentile(percent) / 1e6;
        (probe.kept() ? kept : missed).add(new Series.Point(probe.perSecond(), tail));
        bound.add(new Series.Point(probe.perSecond(), found.slo().boundNanos() / 1e6));
      }
    }
    bound.sort((a, b) -> Double.compare(a.x(), b.x()));
    Axis tail =
        Axis.logarithmic(
            found.slo().percentile().label() + " of the latency, ms", Quantities::number);
    return new Chart("What each rate did to the tail", RATE, tail)
        .add(new Series("kept", 3, Series.Kind.DOTS, kept))
        .add(new Series("missed", 2, Series.Kind.DOTS, missed))
        .add(new Series("bound", 1, Series.Kind.RULE, bound))
        .svg();
  }

  private static List<List<String>> rows(LoadReport.Found found) {
    return found.probes().stream()
        .map(
            probe ->
                List.of(
                    Quantities.number(probe.perSecond()),
                    Quantities.number(probe.result().total().answeredPerSecond()),
                    probe.kept() ? "kept" : "missed",
                    probe.why()))
        .toList();
  }

  private static Page curve(LoadReport.Curve curve) {
    Page page = new Page("Overload of " + curve.capacity().subject().model());
    Verdict verdict = Descriptions.overload(curve);
    page.verdict(verdict.good(), verdict.text());
    List<Series.Point> good = new ArrayList<>();
    List<Series.Point> answered = new ArrayList<>();
    List<Series.Point> ideal = new ArrayList<>();
    List<Series.Point> tail = new ArrayList<>();
    double capacity = curve.capacity().total().answeredPerSecond();
    for (LoadResult point : curve.points()) {
      WindowResult total = point.total();
      double offered = total.offeredPerSecond();
      good.add(new Series.Point(offered, total.goodPerSecond()));
      answered.add(new Series.Point(offered, total.answeredPerSecond()));
      ideal.add(new Series.Point(offered, Math.min(offered, capacity)));
      if (total.latency().getTotalCount() > 0) {
        tail.add(new Series.Point(offered, total.latency().getValueAtPercentile(99) / 1e6));
      }
    }
    Axis offered = Axis.linear("offered requests a second", Quantities::number);
    Axis milliseconds = Axis.logarithmic("milliseconds", Quantities::number);
    page.pictures(
        new Chart(
                "Answers against offered load",
                offered,
                Axis.linear("a second", Quantities::number))
            .add(new Series("capacity", 4, Series.Kind.RULE, ideal))
            .add(new Series("answered", 1, Series.Kind.LINE, answered))
            .add(new Series("good", 3, Series.Kind.LINE, good))
            .svg(),
        new Chart("Latency of the answers, p99", offered, milliseconds)
            .add(new Series("p99", 2, Series.Kind.LINE, tail))
            .svg());
    page.table(
        List.of("Load", "Offered /s", "Answered /s", "Good /s", "p50", "p99", "Ended", "Generator"),
        curve.points().stream().map(point -> row(point, capacity)).toList());
    page.heading("The closed loop that showed the capacity");
    addResult(page, curve.capacity());
    return page;
  }

  private static List<String> row(LoadResult point, double capacity) {
    WindowResult total = point.total();
    return List.of(
        String.format(Locale.ROOT, "%.1f ×", point.plan().traffic().perSecond() / capacity),
        Quantities.number(total.offeredPerSecond()),
        Quantities.number(total.answeredPerSecond()),
        Quantities.number(total.goodPerSecond()),
        Descriptions.percentile(total.latency(), Percentile.of(50)),
        Descriptions.percentile(total.latency(), Percentile.of(99)),
        Descriptions.ends(total),
        Verdicts.generator(point).good() ? "not the limit" : Verdicts.LIMITED);
  }
}
