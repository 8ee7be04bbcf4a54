package dev.scorekeeper.server.scoring;

import static java.util.Objects.requireNonNull;

/** Name and version of a model. */
public record ModelId(String name, long version) {
  public ModelId {
    requireNonNull(name, "name is null");
  }

  /** Such as {@code digits/2}. */
  @Override
  public String toString() {
    return name + "/" + version;
  }
}
