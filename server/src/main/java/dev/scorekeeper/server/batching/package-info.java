/**
 * Gathers rows of concurrent requests into runs, runs them, hands each request its own rows, and
 * keeps failures to those who caused them.
 *
 * <p>Knows the model only as {@link dev.scorekeeper.server.scoring.LoadedModel}.
 */
@NullMarked
package dev.scorekeeper.server.batching;

import org.jspecify.annotations.NullMarked;
