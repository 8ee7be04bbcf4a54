/** Tests of data, with the fakes they share. */
@NullMarked
package dev.scorekeeper.cli.data;

import org.jspecify.annotations.NullMarked;
