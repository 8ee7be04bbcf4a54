/**
 * Which model versions exist, and each one's way from found through loaded, warmed, serving and
 * drained to gone.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.lifecycle.Servable} is what serves, {@link
 * dev.scorekeeper.server.lifecycle.ServableLoader} makes one.
 */
@NullMarked
package dev.scorekeeper.server.lifecycle;

import org.jspecify.annotations.NullMarked;
