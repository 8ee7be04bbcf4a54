/**
 * Tests of the guard: of its arithmetic, and, on a real server with costs planted in it, that it
 * sees them.
 */
@NullMarked
package dev.scorekeeper.benchmarks.guard;

import org.jspecify.annotations.NullMarked;
