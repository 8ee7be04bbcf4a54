/**
 * How good predictions are: losses, metrics and what they are put together from. Pure arithmetic,
 * no input or output, no protobuf.
 *
 * <p>Start at {@link dev.scorekeeper.server.evaluation.Metric}: what is asked of one output. It
 * starts {@link dev.scorekeeper.server.evaluation.Accumulator}s, which take {@link
 * dev.scorekeeper.server.evaluation.OutputRows rows}, merge exactly, and give a {@link
 * dev.scorekeeper.server.evaluation.MetricResult}.
 */
@NullMarked
package dev.scorekeeper.server.evaluation;

import org.jspecify.annotations.NullMarked;
