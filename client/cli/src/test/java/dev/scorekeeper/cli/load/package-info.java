/**
 * Tests of the load generator: its arithmetic alone, and the whole against a server that
 * misbehaves.
 */
@NullMarked
package dev.scorekeeper.cli.load;

import org.jspecify.annotations.NullMarked;
