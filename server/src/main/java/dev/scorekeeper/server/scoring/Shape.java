package dev.scorekeeper.server.scoring;

import java.util.Arrays;

/**
 * Size of every dimension of a tensor, outermost first; {@link #UNKNOWN} where it varies.
 * Immutable.
 *
 * <p>A shape of unknown rank has no dimensions to ask for.
 */
public final class Shape {

  /** Size of a dimension that varies. */
  public static final long UNKNOWN = -1;

  private static final Shape SCALAR = new Shape(new long[0], false);
  private static final Shape UNKNOWN_RANK = new Shape(new long[0], true);

  private final long[] dims;
  private final boolean unknownRank;

  private Shape(long[] dims, boolean unknownRank) {
    this.dims = dims;
    this.unknownRank = unknownRank;
  }

  /** The shape with these sizes, each {@code >= 0} or {@link #UNKNOWN}. */
  public static Shape of(long... dims) {
    for (long dim : dims) {
      if (dim < UNKNOWN) {
        throw new IllegalArgumentException("negative dimension in " + Arrays.toString(dims));
      }
    }
    return dims.length == 0 ? SCALAR : new Shape(dims.clone(), false);
  }

  /** The shape of a scalar. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** The shape of which nothing is known. */
  public static Shape ofUnknownRank() {
    return UNKNOWN_RANK;
  }

  public boolean isUnknownRank() {
    return unknownRank;
  }

  /** Number of dimensions; 0 when the rank is unknown. */
  public int rank() {
    return dims.length;
  }

  /** Size of dimension {@code index}, [0, rank). */
  public long dim(int index) {
    return dims[index];
  }

  /** A copy of the sizes. */
  public long[] dims() {
    return dims.clone();
  }

  /** True when the rank and every size are known. */
  public boolean isFullyKnown() {
    if (unknownRank) {
      return false;
    }
    for (long dim : dims) {
      if (dim == UNKNOWN) {
        return false;
      }
    }
    return true;
  }

  /** True when there is a leading dimension and its size varies: what batching needs. */
  public boolean hasBatchDimension() {
    return !unknownRank && dims.length > 0 && dims[0] == UNKNOWN;
  }

  /** This shape without its leading dimension. */
  public Shape inner() {
    if (dims.length == 0) {
      throw new IllegalStateException("a scalar has no leading dimension");
    }
    return of(Arrays.copyOfRange(dims, 1, dims.length));
  }

  /** This shape under a new leading dimension. */
  public Shape outer(long leading) {
    long[] result = new long[dims.length + 1];
    result[0] = leading;
    System.arraycopy(dims, 0, result, 1, dims.length);
    return of(result);
  }

  /**
   * Product of the sizes; 1 for a scalar.
   *
   * @throws ArithmeticException when it exceeds a long
   * @throws IllegalStateException when a size is unknown
   */
  public long elementCount() {
    if (!isFullyKnown()) {
      throw new IllegalStateException("shape is not fully known: " + this);
    }
    long count = 1;
    for (long dim : dims) {
      if (dim == 0) {
        return 0;
      }
    }
    for (long dim : dims) {
      count = Math.multiplyExact(count, dim);
    }
    return count;
  }

  /** True when {@code other}, fully known, has this rank and this size wherever it is known. */
  public boolean accepts(Shape other) {
    if (unknownRank) {
      return true;
    }
    if (other.unknownRank || dims.length != other.dims.length) {
      return false;
    }
    for (int i = 0; i < dims.length; i++) {
      if (dims[i] != UNKNOWN && dims[i] != other.dims[i]) {
        return false;
      }
    }
    return true;
  }

  @Override
  public boolean equals(Object o) {
    return o instanceof Shape other
        && unknownRank == other.unknownRank
        && Arrays.equals(dims, other.dims);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(dims) + (unknownRank ? 1 : 0);
  }

  /** Such as {@code [?, 28, 28, 1]}; {@code [...]} when the rank is unknown. */
  @Override
  public String toString() {
    if (unknownRank) {
      return "[...]";
    }
    StringBuilder text = new StringBuilder("[");
    for (int i = 0; i < dims.length; i++) {
      text.append(i == 0 ? "" : ", ").append(dims[i] == UNKNOWN ? "?" : Long.toString(dims[i]));
    }
    return text.append(']').toString();
  }
}
