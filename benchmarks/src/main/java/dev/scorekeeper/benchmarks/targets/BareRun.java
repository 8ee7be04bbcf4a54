package dev.scorekeeper.benchmarks.targets;

import dev.scorekeeper.server.app.ServerSettings;
import dev.scorekeeper.server.runtime.RuntimeConfig;
import dev.scorekeeper.server.runtime.StartProgress;
import dev.scorekeeper.server.runtime.TensorFlowRuntime;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * The bare forward pass: runs a model in one thread, through the same loader and settings as the
 * server, and nothing else.
 *
 * <p>Reads lines {@code MODEL ROWS MILLISECONDS} and answers each with the CPU time of one run in
 * nanoseconds, the mean over so long a time.
 */
public final class BareRun {

  private final Path models;
  private final ModelLoader loader;
  private final Map<String, LoadedModel> loaded = new HashMap<>();

  private BareRun(Path models, ModelLoader loader) {
    this.models = models;
    this.loader = loader;
  }

  /** Runs until its input ends; the arguments are the folder of models and settings. */
  public static void main(String[] args) throws Exception {
    List<String> settings = List.of(args).subList(1, args.length);
    RuntimeConfig config = ServerSettings.read(Optional.empty(), settings).config().runtime();
    ModelLoader loader = TensorFlowRuntime.start(config, StartProgress.NONE).loader();
    BareRun bare = new BareRun(Path.of(args[0]), loader);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String line;
    while ((line = in.readLine()) != null) {
      String[] words = line.split(" ", -1);
      System.out.println(
          bare.nanosPerRun(words[0], Integer.parseInt(words[1]), Long.parseLong(words[2])));
    }
    bare.loaded.values().forEach(LoadedModel::close);
  }

  private double nanosPerRun(String model, int rows, long millis) throws Exception {
    LoadedModel version = loaded.get(model);
    if (version == null) {
      Path folder = models.resolve(model).resolve("1");
      version = loader.load(new ModelId(model, 1), folder, LoadOptions.defaults());
      loaded.put(model, version);
    }
    Signature signature = Objects.requireNonNull(version.signatures().get(Signature.DEFAULT_NAME));
    List<TensorSpec> inputs = signature.inputs();
    Layout layout =
        new Layout(
            inputs.stream().map(TensorSpec::type).toList(),
            inputs.stream().map(input -> input.shape().inner()).toList(),
            true);
    Program program =
        version.program(
            signature.name(), signature.outputs().stream().map(OutputSpec::name).toList());
    try (InputBlock block = program.allocate(layout, rows)) {
      run(program, block, rows, millis / 4);
      return run(program, block, rows, millis);
    }
  }

  private static double run(Program program, InputBlock block, int rows, long millis)
      throws Exception {
    var threads = ManagementFactory.getThreadMXBean();
    long end = System.nanoTime() + millis * 1_000_000;
    long cpu = threads.getCurrentThreadCpuTime();
    long runs = 0;
    do {
      try (RunResult result = program.run(block, 0, rows)) {
        runs += result.data(0).hasRemaining() ? 1 : 0;
      }
    } while (System.nanoTime() < end);
    return (double) (threads.getCurrentThreadCpuTime() - cpu) / runs;
  }
}
