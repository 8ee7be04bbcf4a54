/**
 * What tests of the arithmetic share: golden values, rows, example outputs of every kind, and the
 * law that all accumulators keep.
 */
@NullMarked
package dev.scorekeeper.server.evaluation.testing;

import org.jspecify.annotations.NullMarked;
