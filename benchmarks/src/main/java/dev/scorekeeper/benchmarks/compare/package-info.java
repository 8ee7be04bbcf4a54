/**
 * One commit's JMH benchmarks against another's: {@code ./scorekeeper bench compare BASE HEAD}.
 *
 * <p>Starting points: {@link dev.scorekeeper.benchmarks.compare.Compare} is the program, {@link
 * dev.scorekeeper.benchmarks.compare.Ratio} the arithmetic.
 *
 * <p>Vocabulary: a <em>fork</em> is one JVM that ran a benchmark, and gives one number; the n-th
 * forks of both commits run one after the other and make a <em>pair</em>.
 */
@NullMarked
package dev.scorekeeper.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
