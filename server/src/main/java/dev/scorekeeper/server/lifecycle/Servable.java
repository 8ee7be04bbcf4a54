package dev.scorekeeper.server.lifecycle;

import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.ProblemException;

/**
 * A loaded model version that can be warmed and served. Closed once, when nothing leases it any
 * more.
 */
public interface Servable extends AutoCloseable {

  ModelId id();

  /**
   * Runs every signature at the sizes it will see. Blocks.
   *
   * @throws ProblemException with MODEL_WARMUP_FAILED when the version must not serve
   */
  void warm() throws ProblemException;

  /** Frees it. Called when the last lease is back. */
  @Override
  void close();
}
