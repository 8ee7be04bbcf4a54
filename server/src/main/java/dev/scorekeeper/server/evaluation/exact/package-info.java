/**
 * Sums of doubles without rounding error: {@link dev.scorekeeper.server.evaluation.exact.ExactSum}.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.exact;

import org.jspecify.annotations.NullMarked;
