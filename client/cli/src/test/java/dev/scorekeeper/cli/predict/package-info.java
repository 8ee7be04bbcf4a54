/** Tests of predict, with the fakes they share. */
@NullMarked
package dev.scorekeeper.cli.predict;

import org.jspecify.annotations.NullMarked;
