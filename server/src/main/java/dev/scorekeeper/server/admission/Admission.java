package dev.scorekeeper.server.admission;

import dev.scorekeeper.server.scoring.Problem;

/** Whether a request is taken on. */
public sealed interface Admission {

  /** Taken on: the permit is released once, when the request has ended. */
  record Admitted(Permit permit) implements Admission {}

  /** Not taken on; nothing to release. */
  record Turned(Problem problem) implements Admission {}
}
