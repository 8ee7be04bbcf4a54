/** Tests of the commands, with the fakes they share. */
@NullMarked
package dev.scorekeeper.cli;

import org.jspecify.annotations.NullMarked;
