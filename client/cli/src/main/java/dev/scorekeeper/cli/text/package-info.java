/** What a person sees: tables, numbers with units, the progress line. */
@NullMarked
package dev.scorekeeper.cli.text;

import org.jspecify.annotations.NullMarked;
