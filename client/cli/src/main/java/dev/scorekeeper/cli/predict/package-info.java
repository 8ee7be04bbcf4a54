/**
 * Scoring of a whole file: groups of rows go out, several at a time, and come back in order.
 *
 * <p>Start with {@link dev.scorekeeper.cli.predict.FileScorer}.
 */
@NullMarked
package dev.scorekeeper.cli.predict;

import org.jspecify.annotations.NullMarked;
