/** Tests of text, with the fakes they share. */
@NullMarked
package dev.scorekeeper.cli.text;

import org.jspecify.annotations.NullMarked;
