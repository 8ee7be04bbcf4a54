package dev.scorekeeper.benchmarks.targets;

import com.google.protobuf.ByteString;
import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.benchmarks.wire.LoadPlan;
import java.util.List;
import java.util.Locale;

/**
 * Question: does a request cost more when the same load comes over 1,000 connections?
 *
 * <p>Calls on one connection share system calls, those on a thousand cannot: the ceiling grows as
 * well. So our cost is compared with the ceiling's for the same connections.
 */
final class ConnectionsRow implements Row {

  private static final int MANY = 1_000;
  private static final int IN_FLIGHT = 64;

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    ByteString request = PerfModels.PERF_MLP.request(1).toByteString();
    byte[] payload = request.toByteArray();
    Server server = lab.server();
    Server ceiling = lab.ceilingFor(request);
    for (int connections : new int[] {1, MANY}) {
      lab.settle(plan(ceiling, payload, connections), ceiling);
      lab.settle(plan(server, payload, connections), server);
    }
    Turns turns = new Turns();
    for (int turn = -1; turn < lab.turns(); turn++) {
      lab.progress("connections, turn " + (turn + 1));
      double ceilingOne = micros(lab, ceiling, payload, 1);
      double one = micros(lab, server, payload, 1);
      double ceilingMany = micros(lab, ceiling, payload, MANY);
      double many = micros(lab, server, payload, MANY);
      if (turn >= 0) {
        turns.add("ratio", many / one / (ceilingMany / ceilingOne));
        turns.add("plain", many / one);
        turns.add("one", one);
        turns.add("many", many);
        turns.add("ceilingOne", ceilingOne);
        turns.add("ceilingMany", ceilingMany);
      }
    }
    String detail =
        String.format(
            Locale.ROOT,
            "%.2f us with 1, %.2f us with 1,000; the ceiling %.2f us and %.2f us",
            turns.median("one"),
            turns.median("many"),
            turns.median("ceilingOne"),
            turns.median("ceilingMany"));
    return List.of(
        new Figure(
            "connections",
            "perf_mlp, 64 in flight: CPU a request, 1,000 connections to 1, ceiling's growth off",
            Bound.atMost(1.3),
            turns.spread("ratio"),
            detail),
        new Figure(
            "connections",
            "the same without taking the ceiling's growth off",
            Bound.NONE,
            turns.spread("plain"),
            ""));
  }

  private static double micros(Lab lab, Server server, byte[] payload, int connections)
      throws Exception {
    FrameLoad.Result result = lab.load(plan(server, payload, connections), server);
    return result.serverMicrosPerRequest();
  }

  private static LoadPlan plan(Server server, byte[] payload, int connections) {
    return server.unary(payload, connections, IN_FLIGHT).rotating();
  }
}
