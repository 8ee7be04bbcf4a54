/** Tests of {@code server.app}, most of them of the whole server with real models. */
@NullMarked
package dev.scorekeeper.server.app;

import org.jspecify.annotations.NullMarked;
