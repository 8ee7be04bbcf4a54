/**
 * Benchmarks of the whole way of a request: in process, from the bytes gRPC read to those it will
 * write, and over loopback.
 *
 * <p>Starting point: {@link dev.scorekeeper.benchmarks.pipeline.WholePathBenchmark}.
 */
@NullMarked
package dev.scorekeeper.benchmarks.pipeline;

import org.jspecify.annotations.NullMarked;
