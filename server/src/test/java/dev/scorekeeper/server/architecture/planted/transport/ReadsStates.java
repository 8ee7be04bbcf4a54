package dev.scorekeeper.server.architecture.planted.transport;

import dev.scorekeeper.server.architecture.planted.lifecycle.Loader;
import dev.scorekeeper.server.architecture.planted.lifecycle.State;

/** Breaks the rule that transport sees only the values of lifecycle. */
record ReadsStates(State state, Loader loader) {}
