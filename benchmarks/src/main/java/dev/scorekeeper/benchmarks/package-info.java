/**
 * Benchmarks and long runs against a real server.
 *
 * <p>Starting point: {@link dev.scorekeeper.benchmarks.Soak} sends millions of requests and watches
 * the server's memory.
 */
@NullMarked
package dev.scorekeeper.benchmarks;

import org.jspecify.annotations.NullMarked;
