package dev.scorekeeper.server.scoring;

import static java.util.Objects.requireNonNull;

/**
 * An output and what its numbers are.
 *
 * @param evidence why the server takes them for that, for people to read, such as {@code last
 *     operation is Softmax}
 */
public record OutputSpec(TensorSpec tensor, OutputKind kind, String evidence) {
  public OutputSpec {
    requireNonNull(tensor, "tensor is null");
    requireNonNull(kind, "kind is null");
    requireNonNull(evidence, "evidence is null");
  }

  public String name() {
    return tensor.name();
  }
}
