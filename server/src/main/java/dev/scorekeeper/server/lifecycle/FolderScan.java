package dev.scorekeeper.server.lifecycle;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;

/**
 * What was on disk at one look.
 *
 * @param models versions by number of each model that has a folder
 * @param unreadable models that could not be looked at, of which nothing new is known
 * @param rootUnreadable true when the models folder could not be listed, so that nothing is known
 *     of models that are not named here
 */
record FolderScan(
    Map<String, SortedMap<Long, FoundVersion>> models,
    Set<String> unreadable,
    boolean rootUnreadable) {

  /** A version's folder and its looks. */
  record FoundVersion(Path folder, Fingerprint fingerprint) {}

  /** True when this look tells whether the model is there. */
  boolean tellsOf(String model) {
    return models.containsKey(model) || (!rootUnreadable && !unreadable.contains(model));
  }
}
