/** Tests of the runtime against real models. */
@NullMarked
package dev.scorekeeper.server.runtime;

import org.jspecify.annotations.NullMarked;
