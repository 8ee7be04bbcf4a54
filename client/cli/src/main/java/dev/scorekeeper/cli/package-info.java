/**
 * Command line of Scorekeeper: one class a command, each of which reads its options, asks the
 * server and prints.
 *
 * <p>Start with {@link dev.scorekeeper.cli.Main}. Errors meant for people are {@link
 * dev.scorekeeper.cli.text.CommandException}s: one sentence that says what to do.
 */
@NullMarked
package dev.scorekeeper.cli;

import org.jspecify.annotations.NullMarked;
