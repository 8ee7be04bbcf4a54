/**
 * The server as the commands see it.
 *
 * <p>{@link dev.scorekeeper.cli.remote.RemoteServer} is the port; {@link
 * dev.scorekeeper.cli.remote.ClientServer} speaks to a real one.
 */
@NullMarked
package dev.scorekeeper.cli.remote;

import org.jspecify.annotations.NullMarked;
