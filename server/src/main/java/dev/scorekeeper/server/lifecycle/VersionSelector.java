package dev.scorekeeper.server.lifecycle;

/** Which version a request wants. */
public sealed interface VersionSelector {

  /** The newest that is serving. */
  record Newest() implements VersionSelector {}

  /** Exactly this one. */
  record Exact(long version) implements VersionSelector {}

  /** The one that the label stands for. */
  record Label(String label) implements VersionSelector {}

  VersionSelector NEWEST = new Newest();
}
