package dev.scorekeeper.server.architecture.planted.lifecycle;

import dev.scorekeeper.server.architecture.planted.stats.Counter;

/** A working part, which transport must leave alone. */
public final class Loader {
  Loader(Counter counter) {
    counter.loaders().add(this);
  }
}
