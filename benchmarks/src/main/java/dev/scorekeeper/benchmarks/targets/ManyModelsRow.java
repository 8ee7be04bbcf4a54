package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.benchmarks.PerfModels;
import dev.scorekeeper.benchmarks.wire.FrameLoad;
import dev.scorekeeper.v1.ModelSpec;
import dev.scorekeeper.v1.PredictRequest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/**
 * Question: does a request cost more when many models, or many versions of one, are loaded?
 *
 * <p>Asked twice: with all requests for one of them, and with requests for all in turn. Few are in
 * flight, so that a run holds a row in either case: rows of different models cannot share a run.
 */
final class ManyModelsRow implements Row {

  private static final int IN_FLIGHT = 4;

  private final String name;
  private final int many;
  private final IntFunction<String> folders;
  private final IntFunction<ModelSpec> specs;

  private ManyModelsRow(
      String name, int many, IntFunction<String> folders, IntFunction<ModelSpec> specs) {
    this.name = name;
    this.many = many;
    this.folders = folders;
    this.specs = specs;
  }

  static ManyModelsRow models(int number) {
    return new ManyModelsRow(
        "models",
        number,
        i -> "m%03d/1".formatted(i),
        i -> ModelSpec.newBuilder().setName("m%03d".formatted(i)).build());
  }

  static ManyModelsRow versions(int number) {
    return new ManyModelsRow(
        "versions",
        number,
        i -> "perf_mlp/" + (i + 1),
        i -> ModelSpec.newBuilder().setName("perf_mlp").setVersion(i + 1).build());
  }

  @Override
  public List<Figure> measure(Lab lab) throws Exception {
    Turns turns = new Turns();
    lab.progress("loading 1 and " + many + " " + name);
    long start = System.nanoTime();
    try (Server one = start(lab, 1);
        Server all = start(lab, many)) {
      lab.progress("loaded after %d s".formatted((System.nanoTime() - start) / 1_000_000_000));
      for (int turn = -1; turn < lab.turns(); turn++) {
        lab.progress("%s, turn %d".formatted(name, turn + 1));
        double single = micros(lab, one, 1);
        double same = micros(lab, all, 1);
        double each = micros(lab, all, many);
        if (turn >= 0) {
          turns.add("same", same / single);
          turns.add("each", each / single);
          turns.add("singleMicros", single);
          turns.add("sameMicros", same);
          turns.add("eachMicros", each);
        }
      }
    }
    return figures(turns);
  }

  private Server start(Lab lab, int number) throws Exception {
    Path models = copies(lab, number);
    Server server =
        lab.start(Lab.SERVER_CORE, models, "--set", "models.perf_mlp.versions.all=true");
    warm(lab, server, number);
    return server;
  }

  private void warm(Lab lab, Server server, int number) throws Exception {
    FrameLoad.run(server.unary(new byte[0], 4, 64).withPayloads(payloads(number)), 1, 5, 0);
    lab.settle(server.unary(new byte[0], IN_FLIGHT, 1).withPayloads(payloads(number)), server);
  }

  private Path copies(Lab lab, int number) throws IOException {
    Path root = lab.scratch().resolve(name + number);
    Path original = lab.models().resolve("perf_mlp").resolve("1");
    for (int i = 0; i < number; i++) {
      ModelFolder.copy(original, root.resolve(folders.apply(i)));
    }
    return root;
  }

  private double micros(Lab lab, Server server, int number) throws Exception {
    return lab.load(server.unary(new byte[0], IN_FLIGHT, 1).withPayloads(payloads(number)), server)
        .serverMicrosPerRequest();
  }

  private List<byte[]> payloads(int number) {
    List<byte[]> payloads = new ArrayList<>();
    PredictRequest request = PerfModels.PERF_MLP.request(1);
    for (int i = 0; i < number; i++) {
      payloads.add(request.toBuilder().setModel(specs.apply(i)).build().toByteArray());
    }
    return payloads;
  }

  private List<Figure> figures(Turns turns) {
    return List.of(
        new Figure(
            name,
            "perf_mlp, 4 x 1: CPU a request, %d %s loaded to 1, one used".formatted(many, name),
            Bound.atMost(1.3),
            turns.spread("same"),
            String.format(
                Locale.ROOT,
                "%.1f us with 1, %.1f us with %d",
                turns.median("singleMicros"),
                turns.median("sameMicros"),
                many)),
        new Figure(
            name,
            "the same, all used in turn",
            Bound.atMost(1.3),
            turns.spread("each"),
            String.format(Locale.ROOT, "%.1f us", turns.median("eachMicros"))));
  }
}
