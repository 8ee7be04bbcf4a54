/** Tests of {@code server.transport.nativeapi}. */
@NullMarked
package dev.scorekeeper.server.transport.nativeapi;

import org.jspecify.annotations.NullMarked;
