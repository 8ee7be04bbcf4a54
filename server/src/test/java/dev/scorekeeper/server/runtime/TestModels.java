package dev.scorekeeper.server.runtime;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.InputBlock;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.LoadedModel;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ModelLoader;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Program;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/** Finds and loads the models that tests use. */
final class TestModels {

  /** Folders that hold models, from the module's own folder. */
  private static final List<Path> FOLDERS =
      List.of(Path.of("models"), Path.of("src/test/models"), Path.of("../benchmarks/models"));

  private TestModels() {}

  /** Folder of a model, above its versions. */
  static Path folder(String name) {
    return FOLDERS.stream()
        .map(folder -> folder.resolve(name))
        .filter(Files::isDirectory)
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no test model " + name));
  }

  /** The loader, with settings under which outputs equal Keras' bit for bit. */
  static ModelLoader loader() {
    return Holder.RUNTIME.loader();
  }

  static TensorFlowRuntime runtime() {
    return Holder.RUNTIME;
  }

  static LoadedModel load(String name) throws ProblemException {
    return load(name, 1, ModelLoader.LoadOptions.defaults());
  }

  static LoadedModel load(String name, int version, ModelLoader.LoadOptions options)
      throws ProblemException {
    Path directory = folder(name).resolve(Integer.toString(version));
    return loader().load(new ModelId(name, version), directory, options);
  }

  /** The program for all outputs of a signature. */
  static Program program(LoadedModel model, String signature) {
    List<OutputSpec> outputs = signature(model, signature).outputs();
    return model.program(signature, outputs.stream().map(OutputSpec::name).toList());
  }

  static Signature signature(LoadedModel model, String name) {
    return Objects.requireNonNull(model.signatures().get(name), name);
  }

  /** The only layout of a program whose inner shapes are all fixed. */
  static Layout layout(Program program) {
    List<TensorSpec> inputs = program.signature().inputs();
    return new Layout(
        inputs.stream().map(TensorSpec::type).toList(),
        inputs.stream().map(input -> input.shape().inner()).toList(),
        true);
  }

  /** The layout of a program with one input. */
  static Layout layout(DataType type, long... innerShape) {
    return new Layout(List.of(type), List.of(Shape.of(innerShape)), true);
  }

  /** Puts bytes at the start of an input. */
  static void fill(InputBlock block, int input, ByteBuffer bytes) {
    ByteBuffer target = block.buffer(input);
    target.clear();
    target.put(bytes);
  }

  /** Loads the library when the first test needs it. */
  private static final class Holder {
    static final TensorFlowRuntime RUNTIME = start();

    private static TensorFlowRuntime start() {
      try {
        return TensorFlowRuntime.start(RuntimeConfig.defaults(), StartProgress.NONE);
      } catch (RuntimeStartException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
