/**
 * Counters and histograms, written by whoever does the work and read by whoever shows it.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.stats.ServerStats} is the root, {@link
 * dev.scorekeeper.server.stats.ModelStats} belongs to one model version, {@link
 * dev.scorekeeper.server.stats.EvaluationStats} to all evaluations. Recording never blocks and
 * never allocates; reading gives immutable copies whose numbers may be a few events apart from each
 * other. Nothing here knows how the numbers leave the server.
 */
@NullMarked
package dev.scorekeeper.server.stats;

import org.jspecify.annotations.NullMarked;
