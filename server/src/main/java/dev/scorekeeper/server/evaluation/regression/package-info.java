/**
 * Metrics of real numbers: how far predictions are off, how they go with the labels, and the
 * quantiles of errors. Start at {@link
 * dev.scorekeeper.server.evaluation.regression.RegressionMetrics}.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.regression;

import org.jspecify.annotations.NullMarked;
