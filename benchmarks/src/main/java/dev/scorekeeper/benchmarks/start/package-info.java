/**
 * How long the server takes to start.
 *
 * <p>Starting point: {@link dev.scorekeeper.benchmarks.start.StartBench} starts the server over and
 * over, as a person does, and prints medians.
 */
@NullMarked
package dev.scorekeeper.benchmarks.start;

import org.jspecify.annotations.NullMarked;
