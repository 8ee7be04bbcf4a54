package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;
import java.nio.file.Path;

/** Makes a {@link Servable} of a version's folder. Called on the lifecycle's loading threads. */
public interface ServableLoader<S extends Servable> {

  /** Loads without warming. Blocks; leaves nothing behind when it throws. */
  S load(ModelId id, Path versionDirectory) throws ProblemException;
}
