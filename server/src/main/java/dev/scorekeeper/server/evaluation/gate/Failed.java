package dev.scorekeeper.server.evaluation.gate;

import java.util.OptionalDouble;

/** A gate that cannot be decided, and so fails. */
final class Failed extends Exception {
  private static final long serialVersionUID = 1;

  private final String why;
  private final boolean seen;
  private final double observed;

  Failed(String why) {
    super(why, null, false, false);
    this.why = why;
    this.seen = false;
    this.observed = Double.NaN;
  }

  /** With what was observed all the same. */
  Failed(String why, double observed) {
    super(why, null, false, false);
    this.why = why;
    this.seen = true;
    this.observed = observed;
  }

  String why() {
    return why;
  }

  OptionalDouble observed() {
    return seen ? OptionalDouble.of(observed) : OptionalDouble.empty();
  }
}
