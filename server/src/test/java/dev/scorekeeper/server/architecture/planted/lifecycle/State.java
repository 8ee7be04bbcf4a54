package dev.scorekeeper.server.architecture.planted.lifecycle;

/** A value, which transport may report. */
public enum State {
  LOADED
}
