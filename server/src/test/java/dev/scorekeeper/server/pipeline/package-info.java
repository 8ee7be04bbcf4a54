/** Tests of {@code server.pipeline}. */
@NullMarked
package dev.scorekeeper.server.pipeline;

import org.jspecify.annotations.NullMarked;
