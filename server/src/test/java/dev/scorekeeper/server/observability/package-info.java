/** Tests of {@code server.observability}. */
@NullMarked
package dev.scorekeeper.server.observability;

import org.jspecify.annotations.NullMarked;
