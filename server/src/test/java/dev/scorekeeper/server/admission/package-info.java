/** Tests of {@code server.admission}. */
@NullMarked
package dev.scorekeeper.server.admission;

import org.jspecify.annotations.NullMarked;
