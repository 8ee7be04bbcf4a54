/**
 * The demonstration: a server of its own, real images through it, and a table of how it went.
 *
 * <p>Start with {@link dev.scorekeeper.cli.demo.Demo}.
 */
@NullMarked
package dev.scorekeeper.cli.demo;

import org.jspecify.annotations.NullMarked;
