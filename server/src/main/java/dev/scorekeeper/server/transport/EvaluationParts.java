package dev.scorekeeper.server.transport;

import dev.scorekeeper.server.evaluating.Evaluations;
import dev.scorekeeper.server.records.RecordStore;

/** What a server needs to evaluate. Both stay the caller's. */
public record EvaluationParts(Evaluations evaluations, RecordStore records) {}
