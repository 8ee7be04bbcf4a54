/**
 * Losses: Keras' element values, how they become one number over a data set, and the metrics that
 * are means of them. Start at {@link dev.scorekeeper.server.evaluation.loss.LossCatalog} for
 * losses, {@link dev.scorekeeper.server.evaluation.loss.LossFunctions#factories} for metrics,
 * {@link dev.scorekeeper.server.evaluation.loss.BatchFunction} for whole batches.
 *
 * <p>A <i>cell</i> is what a loss gives one value for: the whole row, or each position of its axes
 * but the last. Labels are doubles and predictions float32; formulas are computed in double, but
 * where Keras clips, the bounds are those of float32: 1e-7 and 1 - 1e-7, whose nearest float is
 * 0.99999988.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.loss;

import org.jspecify.annotations.NullMarked;
