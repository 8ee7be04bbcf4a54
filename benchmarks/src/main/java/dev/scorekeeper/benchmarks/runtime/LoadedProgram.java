package dev.scorekeeper.benchmarks.runtime;

import static java.util.Objects.requireNonNull;

import dev.scorekeeper.server.runtime.RuntimeConfig;
import dev.scorekeeper.server.runtime.RuntimeStartException;
import dev.scorekeeper.server.runtime.StartProgress;
import dev.scorekeeper.server.runtime.TensorFlowRuntime;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader.LoadOptions;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.file.Path;
import java.util.List;

/**
 * Version 1 of a model with its default signature and all outputs. Owns the model, closed once.
 *
 * @param layout that of the signature's inputs, whose inner shapes must be known
 */
public record LoadedProgram(LoadedModel model, Program program, Layout layout)
    implements AutoCloseable {

  /**
   * Loads it with the server's default settings.
   *
   * @param folder of the model's versions
   */
  public static LoadedProgram load(String name, Path folder)
      throws RuntimeStartException, ProblemException {
    return load(name, folder, RuntimeConfig.defaults());
  }

  static LoadedProgram load(String name, Path folder, RuntimeConfig config)
      throws RuntimeStartException, ProblemException {
    LoadedModel model =
        TensorFlowRuntime.start(config, StartProgress.NONE)
            .loader()
            .load(new ModelId(name, 1), folder.resolve("1"), LoadOptions.defaults());
    Signature signature = requireNonNull(model.signatures().get(Signature.DEFAULT_NAME));
    Program program =
        model.program(
            signature.name(), signature.outputs().stream().map(OutputSpec::name).toList());
    List<TensorSpec> inputs = signature.inputs();
    Layout layout =
        new Layout(
            inputs.stream().map(TensorSpec::type).toList(),
            inputs.stream().map(input -> input.shape().inner()).toList(),
            true);
    return new LoadedProgram(model, program, layout);
  }

  @Override
  public void close() {
    model.close();
  }
}
