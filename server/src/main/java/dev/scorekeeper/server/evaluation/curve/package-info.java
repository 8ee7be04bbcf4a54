/**
 * Metrics and curves over all thresholds of a score: Keras' bucketed ones, and exact ones out of a
 * table of scores.
 *
 * <p>Start at {@link dev.scorekeeper.server.evaluation.curve.CurveMetrics}.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.curve;

import org.jspecify.annotations.NullMarked;
