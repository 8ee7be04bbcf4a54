package dev.scorekeeper.server.scoring;

import static java.util.Objects.requireNonNull;

/** Name, element type and shape of an input or output. */
public record TensorSpec(String name, DataType type, Shape shape) {
  public TensorSpec {
    requireNonNull(name, "name is null");
    requireNonNull(type, "type is null");
    requireNonNull(shape, "shape is null");
  }
}
