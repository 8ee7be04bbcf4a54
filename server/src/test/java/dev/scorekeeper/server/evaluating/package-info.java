/** Tests of what runs evaluations, as far as no model is needed. */
@NullMarked
package dev.scorekeeper.server.evaluating;

import org.jspecify.annotations.NullMarked;
