/** Helpers that several packages' tests share. */
@NullMarked
package dev.scorekeeper.server.testing;

import org.jspecify.annotations.NullMarked;
