package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.v1.Tensor;

/** Reads and checks shapes. */
final class WireShape {

  /** TensorFlow's limit. */
  private static final int MAX_RANK = 254;

  private WireShape() {}

  /**
   * The shape of a tensor: every size in [0, 2^31) and their product, zeros apart, below 2^62.
   *
   * @throws ProblemException SHAPE_INVALID
   */
  static Shape of(Tensor tensor, String field) throws ProblemException {
    int rank = tensor.getShapeCount();
    if (rank > MAX_RANK) {
      throw invalid(
          field + ".shape", "has " + rank + " dimensions; at most " + MAX_RANK + " are possible.");
    }
    long[] dims = new long[rank];
    double product = 1;
    for (int i = 0; i < rank; i++) {
      dims[i] = tensor.getShape(i);
      if (dims[i] < 0 || dims[i] > Integer.MAX_VALUE) {
        throw invalid(
            field + ".shape[" + i + "]", "is " + dims[i] + "; a size is in [0, 2147483647].");
      }
      product *= Math.max(1, dims[i]);
    }
    // Zeros do not excuse a product that overflows: the runtime multiplies from the left.
    if (product >= 0x1p62) {
      throw invalid(field + ".shape", "has more elements than can be counted.");
    }
    return Shape.of(dims);
  }

  private static ProblemException invalid(String field, String complaint) {
    return new ProblemException(
        Problem.ofField(Reason.SHAPE_INVALID, field, field + " " + complaint));
  }
}
