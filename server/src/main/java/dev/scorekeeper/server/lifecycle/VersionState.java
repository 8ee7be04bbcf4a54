package dev.scorekeeper.server.lifecycle;

/**
 * Where a version is in its life.
 *
 * <pre>
 *   FOUND → LOADING → WARMING → SERVING → DRAINING → UNLOADED
 *              ↓         ↓
 *            FAILED ←────┘     (its files change → FOUND)
 * </pre>
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
