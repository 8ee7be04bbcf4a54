/**
 * Puts the server together by hand, starts it, warms it, drains it.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.app.ServerMain} is the program, {@link
 * dev.scorekeeper.server.app.ScorekeeperServer} the server as an object, {@link
 * dev.scorekeeper.server.app.ServerConfig} all of its settings.
 */
@NullMarked
package dev.scorekeeper.server.app;

import org.jspecify.annotations.NullMarked;
