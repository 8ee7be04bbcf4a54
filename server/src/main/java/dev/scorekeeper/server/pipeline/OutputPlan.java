package dev.scorekeeper.server.pipeline;

import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ProblemException;
import java.util.List;

/** Which outputs a request wants, and what it takes them for. */
public interface OutputPlan {

  /** Names of the outputs wanted, in order; empty for all. */
  List<String> names();

  /**
   * Checks, before anything runs, that the outputs are what the request takes them for.
   *
   * @throws ProblemException OUTPUT_KIND_MISMATCH or TRANSFORM_INVALID
   */
  void check(List<OutputSpec> outputs) throws ProblemException;
}
