package dev.scorekeeper.server.lifecycle;

/**
 * Where a version is in its life.
 *
 * <pre>
 *   FOUND → LOADING → WARMING → SERVING → DRAINING → UNLOADED
 *              ↓         ↓
 *            FAILED ←────┘     (its files change → FOUND)
 * </pre>
 *
 * An UNLOADED version that is wanted again, such as when a newer one was taken away, goes to
 * LOADING.
 */
public enum VersionState {
  FOUND,
  LOADING,
  WARMING,
  SERVING,
  DRAINING,
  UNLOADED,
  FAILED
}
