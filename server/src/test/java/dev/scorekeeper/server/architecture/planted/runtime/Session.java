package dev.scorekeeper.server.architecture.planted.runtime;

/** Stands for a class that calls TensorFlow. */
public final class Session {
  private Session() {}
}
