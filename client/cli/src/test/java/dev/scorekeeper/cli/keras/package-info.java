/** Tests of reading {@code .keras} archives. */
@NullMarked
package dev.scorekeeper.cli.keras;

import org.jspecify.annotations.NullMarked;
