/** Benchmarks of single parts of the batcher that only its package can reach. */
@NullMarked
package dev.scorekeeper.server.batching;

import org.jspecify.annotations.NullMarked;
