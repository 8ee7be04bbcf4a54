package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.scoring.ProblemException;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The models there are, and leases on the versions that serve. Thread-safe. */
public interface ModelRegistry<S extends Servable> {

  /**
   * Leases a serving version. Never blocks, takes no lock: event loops call it for each request.
   *
   * @throws ProblemException MODEL_NOT_FOUND, VERSION_NOT_FOUND, LABEL_NOT_FOUND (details name what
   *     there is), or MODEL_NOT_READY with retry advice while the model is loading
   */
  ModelLease<S> lease(String model, VersionSelector selector) throws ProblemException;

  /** All models in order of their names. */
  List<ModelStatus> models();

  Optional<ModelStatus> model(String name);

  /**
   * Calls the listener with a model each time the state of one of its versions changed, after the
   * change can be seen by {@link #model}; from one thread at a time. Closing the handle ends it.
   */
  AutoCloseable watch(Consumer<ModelStatus> listener);

  /** The servable of a version that is loaded, for reports; it may be closed at any time. */
  Optional<S> peek(String model, long version);
}
