/**
 * Benchmarks of the batcher with a real model behind it, without network, decoding or pipeline.
 *
 * <p>Starting points: {@link dev.scorekeeper.benchmarks.batching.BatchBenchmark} for one thread,
 * {@link dev.scorekeeper.benchmarks.batching.QueueBenchmark} for many.
 */
@NullMarked
package dev.scorekeeper.benchmarks.batching;

import org.jspecify.annotations.NullMarked;
