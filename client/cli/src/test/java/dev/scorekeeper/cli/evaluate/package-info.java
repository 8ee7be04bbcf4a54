/** Tests of the question, the rows and the text of an evaluation. */
@NullMarked
package dev.scorekeeper.cli.evaluate;

import org.jspecify.annotations.NullMarked;
