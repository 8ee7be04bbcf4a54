/** Tests of {@code server.transport}. */
@NullMarked
package dev.scorekeeper.server.transport;

import org.jspecify.annotations.NullMarked;
