package dev.scorekeeper.server.scoring;

import java.nio.file.Path;
import java.util.Map;

/** Reads a model version from disk: the port to the runtime. Thread-safe. */
public interface ModelLoader {

  /**
   * Loads the SavedModel in {@code directory} and runs its init operation. Takes from milliseconds
   * to minutes, in the calling thread.
   *
   * @return the model; the caller owns and closes it
   * @throws ProblemException with MODEL_UNREADABLE for a missing, half-copied or broken directory,
   *     and MODEL_UNSAFE for a graph that reaches outside the process and is not trusted; nothing
   *     is left in memory then
   */
  LoadedModel load(ModelId id, Path directory, LoadOptions options) throws ProblemException;

  /**
   * What to take on trust about a model.
   *
   * @param trusted true to load graphs that reach files, sockets or the host
   * @param declaredKinds kinds of outputs by name, over what the graph suggests
   */
  record LoadOptions(boolean trusted, Map<String, OutputKind> declaredKinds) {
    public LoadOptions {
      declaredKinds = Map.copyOf(declaredKinds);
    }

    /** Nothing trusted, nothing declared. */
    public static LoadOptions defaults() {
      return new LoadOptions(false, Map.of());
    }
  }
}
