/**
 * Measures every target of the hot path as a ratio between processes that run in turns on the same
 * machine.
 *
 * <p>Starting point: {@link dev.scorekeeper.benchmarks.targets.Targets} prints the table; each
 * {@code ...Row} measures one or more of its rows. Vocabulary: the <em>ceiling</em> is the bare
 * gRPC server of {@link dev.scorekeeper.benchmarks.wire.CeilingServer}, whose CPU time for a
 * request of the same bytes is <em>E</em>; <em>B</em> is what {@link
 * dev.scorekeeper.benchmarks.targets.BareRun} needs for a row at the best batch; a <em>turn</em>
 * measures all that is compared, one after the other.
 */
@NullMarked
package dev.scorekeeper.benchmarks.targets;

import org.jspecify.annotations.NullMarked;
