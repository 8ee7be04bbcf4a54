package dev.scorekeeper.server.scoring;

import static java.util.Objects.requireNonNull;

/**
 * Carries a {@link Problem} out of nested checks; caught at the edge and turned into a value again.
 */
public final class ProblemException extends Exception {

  private static final long serialVersionUID = 1;

  private final transient Problem problem;

  public ProblemException(Problem problem) {
    // No stack trace: it reports bad input, which must stay cheap.
    super(requireNonNull(problem, "problem is null").message(), null, false, false);
    this.problem = problem;
  }

  public Problem problem() {
    return problem;
  }
}
