/** Tests of {@code server.stats}. */
@NullMarked
package dev.scorekeeper.server.stats;

import org.jspecify.annotations.NullMarked;
