package dev.scorekeeper.server.architecture.planted.stats;

import com.google.common.truth.Subject;

/** Breaks the rule that a library must be in the table. */
record UsesUnlistedLibrary(Subject subject) {}
