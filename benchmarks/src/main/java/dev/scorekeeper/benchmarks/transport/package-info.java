/**
 * Benchmarks of decoding and encoding, through the same door as gRPC: the handlers of {@link
 * dev.scorekeeper.server.transport.nativeapi.NativeApi}, called with streams and calls as gRPC
 * makes them.
 *
 * <p>Starting point: {@link dev.scorekeeper.benchmarks.transport.DecodeBenchmark}.
 */
@NullMarked
package dev.scorekeeper.benchmarks.transport;

import org.jspecify.annotations.NullMarked;
