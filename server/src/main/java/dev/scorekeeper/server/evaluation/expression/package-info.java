/**
 * Metrics that are written as arithmetic on sums over rows, such as {@code ratio(sum(abs(y - p)),
 * sum(abs(y)))}: no code to install, and additive by construction, because every sum is kept on its
 * own and only put together at the end.
 *
 * <p>{@link dev.scorekeeper.server.evaluation.expression.Expression} is a text that was read;
 * {@link dev.scorekeeper.server.evaluation.expression.ExpressionMetrics} are the metrics made of
 * such: the general one, and Dice, Tversky, soft IoU and soft F-beta, which are expressions with a
 * name; the cost of a table stands beside them.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.expression;

import org.jspecify.annotations.NullMarked;
