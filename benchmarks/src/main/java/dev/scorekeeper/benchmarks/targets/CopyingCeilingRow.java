package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Question: how fast is the server beside a bare one whose answers gRPC copies, as it does for a
 * server that is written without care for that?
 *
 * <p>Not a target: for comparison with measurements against such a server.
 */
final class CopyingCeilingRow implements Row {

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    ByteString request = PerfModels.PERF_MLP.request(1).toByteString();
    Server server = lab.server();
    List<Figure> figures = new ArrayList<>();
    try (Server ceiling = lab.copyingCeiling(server.responseBytes(request))) {
      for (int inFlight : new int[] {64, 8, 1}) {
        figures.add(compare(lab, server, ceiling, request.toByteArray(), inFlight));
      }
    }
    return figures;
  }

  private static Figure compare(
      Lab lab, Server server, Server ceiling, byte[] payload, int inFlight) throws Exception {
    lab.settle(ceiling.unary(payload, 4, inFlight), ceiling);
    lab.settle(server.unary(payload, 4, inFlight), server);
    Turns turns = new Turns();
    for (int turn = 0; turn < lab.turns(); turn++) {
      lab.progress("copying ceiling, 4 x %d, turn %d".formatted(inFlight, turn + 1));
      FrameLoad.Result bare = lab.load(ceiling.unary(payload, 4, inFlight), ceiling);
      FrameLoad.Result ours = lab.load(server.unary(payload, 4, inFlight), server);
      turns.add("rate", ours.perSecond() / bare.perSecond());
      turns.add("ours", ours.perSecond());
      turns.add("E", bare.serverMicrosPerRequest());
    }
    return new Figure(
        "copying_ceiling",
        "perf_mlp, unary, 4 x " + inFlight + ": requests/s against a ceiling that copies",
        Bound.NONE,
        turns.spread("rate"),
        String.format(
            Locale.ROOT,
            "%,.0f requests/s; its E %.2f us",
            turns.median("ours"),
            turns.median("E")));
  }
}
