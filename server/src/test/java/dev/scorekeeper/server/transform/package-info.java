/** Tests of {@code server.transform}. */
@NullMarked
package dev.scorekeeper.server.transform;

import org.jspecify.annotations.NullMarked;
