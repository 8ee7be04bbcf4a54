/**
 * Which model versions exist, and each one's way from found through loaded, warmed, serving and
 * drained to gone.
 *
 * <p>Starting points: {@link dev.scorekeeper.server.lifecycle.FolderModelRegistry} is the door,
 * {@link dev.scorekeeper.server.lifecycle.Servable} is what serves, {@link
 * dev.scorekeeper.server.lifecycle.ServableLoader} makes one. Inside, {@code ModelState} decides
 * what is loaded and drained (pure state), {@code ModelLifecycle} carries it out on executors that
 * it is given, {@code LeaseCount} keeps a version open while requests use it.
 *
 * <p>Vocabulary: a version is <em>wanted</em> when the policy selects it among those that could be
 * loaded, <em>surplus</em> when it serves and is not wanted, <em>stable</em> when its files did not
 * change from one look to the next.
 */
@NullMarked
package dev.scorekeeper.server.lifecycle;

import org.jspecify.annotations.NullMarked;
