/** Tests of expressions of sums. */
@NullMarked
package dev.scorekeeper.server.evaluation.expression;

import org.jspecify.annotations.NullMarked;
