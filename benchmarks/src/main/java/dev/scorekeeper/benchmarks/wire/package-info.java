/**
 * A load generator that speaks HTTP/2 frames itself, so that one core of it can keep one core of
 * any gRPC server busy; and the bare gRPC server that is the yardstick.
 *
 * <p>Starting points: {@link dev.scorekeeper.benchmarks.wire.FrameLoad} sends, {@link
 * dev.scorekeeper.benchmarks.wire.CeilingServer} answers.
 *
 * <p>It is for comparing servers, not for using them: it knows just enough of HTTP/2 (RFC 9113) and
 * HPACK (RFC 7541) for calls to Predict and PredictStream.
 */
@NullMarked
package dev.scorekeeper.benchmarks.wire;

import org.jspecify.annotations.NullMarked;
