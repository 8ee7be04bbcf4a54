/**
 * How long the server takes to start, and how the first second after that compares with later ones.
 *
 * <p>Starting point: {@link dev.scorekeeper.benchmarks.start.StartBench} starts the server over and
 * over, as a person does, and prints medians.
 */
@NullMarked
package dev.scorekeeper.benchmarks.start;

import org.jspecify.annotations.NullMarked;
