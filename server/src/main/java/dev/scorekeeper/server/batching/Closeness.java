package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * Whether two rows of outputs are the same but for rounding, which depends on the size of a run.
 *
 * <p>Floating point: the difference is at most a part of the larger one plus a hundredth of that
 * part of the greatest number of the row; equal infinities and NaNs are the same. All else: equal.
 */
final class Closeness {

  private Closeness() {}

  /** Compares a row of each; outputs without rows are compared as a whole. */
  static boolean ofRows(OwnedRows left, int leftRow, OwnedRows right, int rightRow, int output) {
    DataType type = left.outputs().get(output).tensor().type();
    OwnedRows.Tensor a = left.tensor(output);
    OwnedRows.Tensor b = right.tensor(output);
    if (!inner(a.shape()).equals(inner(b.shape()))) {
      return false;
    }
    int count = Math.toIntExact(inner(a.shape()).elementCount());
    int aStart = a.shape().rank() == 0 ? 0 : leftRow * count;
    int bStart = b.shape().rank() == 0 ? 0 : rightRow * count;
    return switch (type) {
      case FLOAT16, BFLOAT16, FLOAT32, FLOAT64 ->
          close(
              numbers(left.data(output), type, aStart, count),
              numbers(right.data(output), type, bStart, count),
              type);
      case COMPLEX64 ->
          close(
              numbers(left.data(output), type, 2 * aStart, 2 * count),
              numbers(right.data(output), type, 2 * bStart, 2 * count),
              type);
      default -> equal(a, aStart, b, bStart, count, type);
    };
  }

  /** Whether a row of each is the same bit for bit; the output must have rows. */
  static boolean identicalRows(
      OwnedRows left, int leftRow, OwnedRows right, int rightRow, int output) {
    OwnedRows.Tensor a = left.tensor(output);
    OwnedRows.Tensor b = right.tensor(output);
    int count = Math.toIntExact(a.shape().inner().elementCount());
    return a.shape().inner().equals(b.shape().inner())
        && equal(
            a,
            leftRow * count,
            b,
            rightRow * count,
            count,
            left.outputs().get(output).tensor().type());
  }

  private static boolean equal(
      OwnedRows.Tensor a, int aStart, OwnedRows.Tensor b, int bStart, int count, DataType type) {
    if (type == DataType.STRING) {
      return Arrays.deepEquals(
          Arrays.copyOfRange(a.strings(), aStart, aStart + count),
          Arrays.copyOfRange(b.strings(), bStart, bStart + count));
    }
    int size = type.byteSize();
    return Arrays.equals(
        a.data(),
        aStart * size,
        (aStart + count) * size,
        b.data(),
        bStart * size,
        (bStart + count) * size);
  }

  private static Shape inner(Shape shape) {
    return shape.rank() == 0 ? shape : shape.inner();
  }

  private static double[] numbers(ByteBuffer data, DataType type, int start, int count) {
    double[] result = new double[count];
    for (int i = 0; i < count; i++) {
      int e = start + i;
      result[i] =
          switch (type) {
            case FLOAT64 -> data.getDouble(8 * e);
            case FLOAT16 -> half(data.getShort(2 * e));
            case BFLOAT16 -> Float.intBitsToFloat(data.getShort(2 * e) << 16);
            default -> data.getFloat(4 * e);
          };
    }
    return result;
  }

  private static double half(short bits) {
    int exponent = (bits >> 10) & 0x1F;
    int fraction = bits & 0x3FF;
    double magnitude;
    if (exponent == 0) {
      magnitude = fraction * 0x1p-24;
    } else if (exponent == 31) {
      magnitude = fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
    } else {
      magnitude = (1024 + fraction) * Math.pow(2, exponent - 25);
    }
    return bits < 0 ? -magnitude : magnitude;
  }

  private static boolean close(double[] left, double[] right, DataType type) {
    double part =
        switch (type) {
          case FLOAT16 -> 1e-2;
          case BFLOAT16 -> 5e-2;
          default -> 1e-4;
        };
    double greatest = 0;
    for (double number : left) {
      greatest = Double.isFinite(number) ? Math.max(greatest, Math.abs(number)) : greatest;
    }
    for (int i = 0; i < left.length; i++) {
      double larger = Math.max(Math.abs(left[i]), Math.abs(right[i]));
      boolean same = Double.compare(left[i], right[i]) == 0 || left[i] == right[i];
      if (!same && !(Math.abs(left[i] - right[i]) <= part * larger + part / 100 * greatest)) {
        return false;
      }
    }
    return true;
  }
}
