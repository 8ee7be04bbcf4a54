package dev.scorekeeper.server.architecture.planted.stranger;

/** Breaks the rule that a package must be in the table, and the one that it must be marked. */
final class Stranger {
  private Stranger() {}
}
