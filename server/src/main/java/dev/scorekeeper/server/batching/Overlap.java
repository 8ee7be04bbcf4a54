package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.Shape;

/**
 * The elements that two shapes of one rank have in common, as runs that lie side by side in both:
 * what padding writes and cropping reads. Immutable.
 */
final class Overlap {

  private final long[] first;
  private final long[] second;

  /** The dimensions before this one are walked through, the rest lies side by side. */
  private final int walked;

  private final int runLength;

  private Overlap(long[] first, long[] second, int walked, int runLength) {
    this.first = first;
    this.second = second;
    this.walked = walked;
    this.runLength = runLength;
  }

  /** Receives a run: offsets in both, and the number of elements. */
  interface Visitor {
    void run(long first, long second, int length);
  }

  static Overlap of(Shape first, Shape second) {
    if (first.rank() != second.rank()) {
      throw new IllegalArgumentException("ranks differ: " + first + ", " + second);
    }
    int last = first.rank() - 1;
    long run = 1;
    while (last >= 0 && first.dim(last) == second.dim(last)) {
      run *= first.dim(last);
      last--;
    }
    if (last >= 0) {
      run *= Math.min(first.dim(last), second.dim(last));
    }
    return new Overlap(first.dims(), second.dims(), Math.max(0, last), Math.toIntExact(run));
  }

  /** Visits all runs, for tensors that begin at these offsets. */
  void visit(long firstBase, long secondBase, Visitor visitor) {
    if (runLength > 0) {
      visit(0, firstBase, secondBase, visitor);
    }
  }

  private void visit(int dim, long firstBase, long secondBase, Visitor visitor) {
    if (dim == walked) {
      visitor.run(firstBase, secondBase, runLength);
      return;
    }
    long firstStride = stride(first, dim);
    long secondStride = stride(second, dim);
    long steps = Math.min(first[dim], second[dim]);
    for (long i = 0; i < steps; i++) {
      visit(dim + 1, firstBase + i * firstStride, secondBase + i * secondStride, visitor);
    }
  }

  private static long stride(long[] dims, int dim) {
    long stride = 1;
    for (int d = dim + 1; d < dims.length; d++) {
      stride *= dims[d];
    }
    return stride;
  }
}
