package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Question: what does a unary request cost beside the gRPC that carries it and the bare run? */
final class UnaryRow implements Row {

  private final PerfModels model;

  UnaryRow(PerfModels model) {
    this.model = model;
  }

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    List<Figure> figures = new ArrayList<>();
    if (model == PerfModels.PERF_MLP) {
      figures.addAll(compare(lab, 64, Bound.atLeast(1.2)));
      figures.addAll(compare(lab, 8, Bound.atLeast(0.95)));
      figures.addAll(compare(lab, 1, Bound.atLeast(0.8)));
    } else {
      figures.addAll(compare(lab, 64, Bound.NONE));
    }
    return figures;
  }

  private List<Figure> compare(Lab lab, int inFlight, Bound rateBound) throws Exception {
    ByteString request = model.request(1).toByteString();
    byte[] payload = request.toByteArray();
    Server server = lab.server();
    Server ceiling = lab.ceilingFor(request);
    lab.settle(ceiling.unary(payload, 4, inFlight), ceiling);
    lab.settle(server.unary(payload, 4, inFlight), server);
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("%s, 4 x %d, turn %d".formatted(model.model(), inFlight, turn + 1));
      FrameLoad.Result bare = lab.load(ceiling.unary(payload, 4, inFlight), ceiling);
      double run = lab.bare().microsPerRow(model.model(), 300);
      FrameLoad.Result ours = lab.load(server.unary(payload, 4, inFlight), server);
      if (turn >= 0) { // the one before warms the three
        turns.add("rate", ours.perSecond() / bare.perSecond());
        turns.add("perSecond", ours.perSecond());
        turns.add("cpu", ours.serverMicrosPerRequest() / (bare.serverMicrosPerRequest() + run));
        turns.add("ours", ours.serverMicrosPerRequest());
        turns.add("E", bare.serverMicrosPerRequest());
        turns.add("B", run);
        turns.add("generator", Math.max(ours.generatorLoad(), bare.generatorLoad()));
      }
    }
    return figures(turns, inFlight, rateBound, lab.bare().bestRows(model.model()));
  }

  private List<Figure> figures(Turns turns, int inFlight, Bound rateBound, int bestRows) {
    String load = model.model() + ", unary, 4 x " + inFlight;
    List<Figure> figures = new ArrayList<>();
    figures.add(
        new Figure(
            "unary",
            load + ": requests/s against the ceiling",
            rateBound,
            turns.spread("rate"),
            String.format(
                Locale.ROOT,
                "%,.0f requests/s; generator busy %.0f %%",
                turns.median("perSecond"),
                100 * turns.median("generator"))));
    if (inFlight == 64) {
      figures.add(
          new Figure(
              "unary",
              load + ": server CPU against E + B",
              Bound.atMost(model == PerfModels.PERF_CTR ? 1.15 : 1.05),
              turns.spread("cpu"),
              String.format(
                  Locale.ROOT,
                  "%.2f us; E %.2f us, B %.3f us at %d rows",
                  turns.median("ours"),
                  turns.median("E"),
                  turns.median("B"),
                  bestRows)));
    }
    return figures;
  }
}
