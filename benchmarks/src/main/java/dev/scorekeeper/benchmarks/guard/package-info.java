/**
 * What a request costs the server, measured within one JVM: heap allocated and CPU time used by the
 * server's own threads, beside those of the bare gRPC server with the same bytes.
 *
 * <p>Starting point: {@link dev.scorekeeper.benchmarks.guard.AllocationPerRequest} prints it.
 *
 * <p>Vocabulary: a <em>turn</em> is one span of load on one server; turns of two servers alternate,
 * so that both see the same weather of the machine. The <em>ceiling</em> is {@link
 * dev.scorekeeper.benchmarks.wire.CeilingServer}.
 */
@NullMarked
package dev.scorekeeper.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
