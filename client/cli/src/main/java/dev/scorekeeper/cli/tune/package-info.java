/**
 * Finding settings by measuring: servers with and without a change, side by side, under the same
 * load.
 *
 * <p>{@link dev.scorekeeper.cli.tune.Tuner} decides, without knowing what a server is; {@link
 * dev.scorekeeper.cli.tune.ChildServers} starts real ones; {@link
 * dev.scorekeeper.cli.tune.TuneReport} is what came of it.
 */
@NullMarked
package dev.scorekeeper.cli.tune;

import org.jspecify.annotations.NullMarked;
