/** Classes that break, or keep, the rules of the package table; for the test of those rules. */
@NullMarked
package dev.scorekeeper.server.architecture.planted.batching;

import org.jspecify.annotations.NullMarked;
