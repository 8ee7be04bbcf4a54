package dev.scorekeeper.server.architecture.planted.stats;

import dev.scorekeeper.server.architecture.planted.lifecycle.Loader;
import java.util.Set;

/** Closes a cycle of two packages. */
public record Counter(Set<Loader> loaders) {}
