/**
 * Tests of the lifecycle; {@code LifecycleBench} moves it step by step over an imagined disk, on
 * the thread of the test.
 */
@NullMarked
package dev.scorekeeper.server.lifecycle;

import org.jspecify.annotations.NullMarked;
