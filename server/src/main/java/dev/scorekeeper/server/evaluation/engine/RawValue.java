package dev.scorekeeper.server.evaluation.engine;

import dev.scorekeeper.server.evaluation.MetricIdentity.Direction;
import dev.scorekeeper.server.evaluation.Value;
import dev.scorekeeper.server.evaluation.ValueRange;

/** A value with what it is, before policies. */
record RawValue(
    String name,
    FigureValue.Key key,
    Value value,
    String canonical,
    Direction direction,
    ValueRange range) {}
