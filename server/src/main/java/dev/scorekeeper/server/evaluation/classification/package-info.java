/**
 * Metrics of decisions: which class was taken for which.
 *
 * <p>Start at {@link dev.scorekeeper.server.evaluation.classification.ClassificationMetrics}.
 * {@link dev.scorekeeper.server.evaluation.classification.OutputForm} says how an output is read.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.classification;

import org.jspecify.annotations.NullMarked;
