/**
 * The network door: one gRPC server on Netty, its settings, health, reflection, and how problems
 * become statuses. What the messages of a protocol mean is for the packages below.
 *
 * <p>Starting point: {@link dev.scorekeeper.server.transport.GrpcServer}.
 *
 * <p>Threads: handlers run on the event loop that read the request and must not block it; a call is
 * touched by its own loop only, so none of them has locks.
 */
@NullMarked
package dev.scorekeeper.server.transport;

import org.jspecify.annotations.NullMarked;
