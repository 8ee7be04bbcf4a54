package dev.scorekeeper.server.admission;

import dev.scorekeeper.server.scoring.Problem;

/** Whether a request is taken on: a {@link Permit}, or why not. */
public sealed interface Admission permits Permit, Admission.Turned {

  /** Not taken on; nothing to release. */
  record Turned(Problem problem) implements Admission {}
}
