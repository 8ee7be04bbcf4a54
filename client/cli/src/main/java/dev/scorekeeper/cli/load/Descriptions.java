package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.text.Quantities;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Sentences about a measurement that text and page share. */
final class Descriptions {
  /** Goodput beyond the capacity, as a share of it, that still counts as shedding load well. */
  private static final double WELL_SHED = 0.9;

  /** Rates above this multiple of the capacity are beyond it. */
  private static final double BEYOND = 1.1;

  private Descriptions() {}

  /** How the requests came, and for how long. */
  static String plan(LoadResult result) {
    LoadPlan plan = result.plan();
    String processes =
        result.processes() == 1 ? "" : ", from %d generators".formatted(result.processes());
    return "%s; %s a request, %s over %s%s; measured %s in %s after %s"
        .formatted(
            traffic(plan.traffic()),
            Quantities.count(plan.rows(), "row"),
            plan.stream() ? "streamed" : "unary calls",
            Quantities.count(plan.connections(), "connection"),
            processes,
            Quantities.micros(result.total().nanos() / 1e3),
            Quantities.count(result.windows().size(), "window"),
            Quantities.micros(plan.timeline().warmupNanos() / 1e3));
  }

  static String traffic(Traffic traffic) {
    return switch (traffic.mode()) {
      case SINGLE -> "one call at a time";
      case CONCURRENCY -> "closed loop of %d calls".formatted(traffic.concurrency());
      case RATE ->
          "open loop at %s requests a second (%s)"
              .formatted(
                  Quantities.number(traffic.perSecond()),
                  traffic.poisson() ? "Poisson" : "even beat");
      case OFFLINE ->
          "%s at once, %d under way"
              .formatted(Quantities.count(traffic.requests(), "request"), traffic.concurrency());
    };
  }

  /** The bound of good answers. */
  static String bound(LoadPlan plan) {
    Slo slo = plan.slo();
    String time = Quantities.micros(plan.goodWithinNanos() / 1e3);
    return slo == null ? "the deadline of " + time : time;
  }

  /** A percentile, or that there are too few values to know it. */
  static String percentile(Histogram histogram, Percentile percentile) {
    return histogram.getTotalCount() < percentile.minimumCount()
        ? "n too small"
        : Quantities.micros(histogram.getValueAtPercentile(percentile.percent()) / 1e3);
  }

  /** How requests ended, by status. */
  static String ends(WindowResult total) {
    String text = LoadText.counts(total.statuses());
    return total.unanswered() == 0
        ? text
        : "%s%snot at all %s"
            .formatted(text, text.isEmpty() ? "" : ", ", Quantities.count(total.unanswered()));
  }

  /** Where the time went in the server. */
  static String server(LoadResult result) {
    ServerSplit server = result.server();
    if (server == null || server.requests() == 0) {
      return "counted no request of this model";
    }
    double service = result.total().service().getMean() / 1e3;
    double rest = service - server.queueMicros() - server.runMicros();
    String refusals =
        server.refusals().isEmpty() ? "" : "; refused: " + LoadText.counts(server.refusals());
    return "%s in the queue, %s in the run, %s outside of both (mean of a request); %s rows a run%s"
        .formatted(
            Quantities.micros(server.queueMicros()),
            Quantities.micros(server.runMicros()),
            Quantities.micros(Math.max(0, rest)),
            Quantities.number(server.meanBatch()),
            refusals);
  }

  /** The machine and the requests, in a line. */
  static String machine(LoadResult result) {
    Map<String, String> facts = result.environment();
    LoadSubject subject = result.subject();
    return "%s, generator on CPUs %s, %s the server; %s, %s; %s of %s, %s"
        .formatted(
            facts.get("cpu"),
            facts.get("pinned_to"),
            result.generator().sharesMachine() ? "beside" : "away from",
            facts.get("java"),
            facts.get("transport"),
            Quantities.count(subject.distinctRequests(), "distinct request"),
            Quantities.bytes(subject.requestBytes()),
            subject.data());
  }

  /**
   * Whether goodput held beyond the capacity. Rates at which the generator was the limit say
   * nothing about the server, and are left out.
   */
  static Verdict overload(LoadReport.Curve curve) {
    double capacity = curve.capacity().total().answeredPerSecond();
    double worst = Double.NaN;
    int left = 0;
    for (LoadResult point : curve.points()) {
      if (point.plan().traffic().perSecond() <= BEYOND * capacity) {
        continue;
      }
      if (Verdicts.generator(point).good()) {
        double share = point.total().goodPerSecond() / capacity;
        worst = share >= worst ? worst : share;
      } else {
        left++;
      }
    }
    String limited =
        left == 0
            ? ""
            : " At %s beyond it the generator was the limit: not judged there."
                .formatted(Quantities.count(left, "rate"));
    if (Double.isNaN(worst)) {
      return new Verdict(false, "Not judged beyond the capacity." + limited);
    }
    boolean good = worst >= WELL_SHED;
    return new Verdict(
        good && left == 0,
        "Beyond the capacity, good answers %s %s of it.%s"
            .formatted(good ? "stay at" : "fall to", Verdicts.percent(worst), limited));
  }
}
