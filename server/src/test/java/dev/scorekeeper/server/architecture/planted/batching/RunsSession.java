package dev.scorekeeper.server.architecture.planted.batching;

import dev.scorekeeper.server.architecture.planted.runtime.Session;

/** Breaks the rule that batching and runtime never meet. */
record RunsSession(Session session) {}
