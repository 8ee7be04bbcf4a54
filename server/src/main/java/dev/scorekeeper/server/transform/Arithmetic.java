package dev.scorekeeper.server.transform;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.OutputKind;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Comparator;
import java.util.stream.IntStream;

/** The arithmetic of each {@link Transform}. Reads its argument, gives new memory. */
final class Arithmetic {

  /** Up to here, keeping a sorted line of the best beats sorting all. */
  private static final int SMALL_K = 32;

  private Arithmetic() {}

  static Numbers apply(Transform transform, Numbers input) {
    if (transform instanceof Transform.Softmax) {
      return softmax(input);
    }
    if (transform instanceof Transform.Sigmoid) {
      return sigmoid(input);
    }
    if (transform instanceof Transform.ArgMax) {
      return argMax(input);
    }
    if (transform instanceof Transform.TopK topK) {
      return topK(input, topK.k());
    }
    return threshold(input, (Transform.Threshold) transform);
  }

  /** The type of probabilities computed from this type: float32 but for float64. */
  static DataType probabilityType(DataType type) {
    return type == DataType.FLOAT64 ? DataType.FLOAT64 : DataType.FLOAT32;
  }

  private static Numbers softmax(Numbers input) {
    Elements elements = new Elements(input.type(), input.data());
    DataType type = probabilityType(input.type());
    int size = input.lineSize();
    ByteBuffer result = allocate((long) elements.count() * type.byteSize());
    double[] powers = new double[size];
    for (int line = 0; line < input.lineCount(); line++) {
      int first = line * size;
      double largest = Double.NEGATIVE_INFINITY;
      for (int i = 0; i < size; i++) {
        largest = Math.max(largest, elements.floating(first + i));
      }
      double sum = 0;
      for (int i = 0; i < size; i++) {
        // The largest power is 1: nothing overflows, and the sum is never 0.
        powers[i] = Math.exp(elements.floating(first + i) - largest);
        sum += powers[i];
      }
      for (int i = 0; i < size; i++) {
        put(result, type, powers[i] / sum);
      }
    }
    return new Numbers(type, input.shape(), OutputKind.PROBABILITY, result.flip(), input.indices());
  }

  private static Numbers sigmoid(Numbers input) {
    Elements elements = new Elements(input.type(), input.data());
    DataType type = probabilityType(input.type());
    int count = elements.count();
    ByteBuffer result = allocate((long) count * type.byteSize());
    for (int i = 0; i < count; i++) {
      put(result, type, sigmoid(elements.floating(i)));
    }
    return new Numbers(type, input.shape(), OutputKind.PROBABILITY, result.flip(), input.indices());
  }

  /** Never takes the exponential of a positive number, which could overflow. */
  private static double sigmoid(double x) {
    if (x >= 0) {
      return 1 / (1 + Math.exp(-x));
    }
    double power = Math.exp(x);
    return power / (1 + power);
  }

  private static Numbers argMax(Numbers input) {
    Elements elements = new Elements(input.type(), input.data());
    int size = input.lineSize();
    int lines = input.lineCount();
    ByteBuffer result = allocate(8L * lines);
    for (int line = 0; line < lines; line++) {
      int first = line * size;
      int best = 0;
      long bestKey = elements.orderKey(first);
      for (int i = 1; i < size; i++) {
        long key = elements.orderKey(first + i);
        if (key > bestKey) {
          bestKey = key;
          best = i;
        }
      }
      result.putLong(best);
    }
    return new Numbers(DataType.INT64, input.withoutLines(), OutputKind.CLASS_INDEX, result.flip());
  }

  private static Numbers topK(Numbers input, int k) {
    Elements elements = new Elements(input.type(), input.data());
    int size = input.lineSize();
    int lines = input.lineCount();
    ByteBuffer values = allocate((long) lines * k * input.type().byteSize());
    ByteBuffer indices = allocate(8L * lines * k);
    for (int line = 0; line < lines; line++) {
      int first = line * size;
      int[] best = k <= SMALL_K ? few(elements, first, size, k) : many(elements, first, size, k);
      for (int offset : best) {
        elements.copy(first + offset, values);
        indices.putLong(offset);
      }
    }
    return new Numbers(
        input.type(), input.withLineSize(k), input.kind(), values.flip(), indices.flip());
  }

  /** Offsets of the {@code k} largest elements of a line, by insertion. */
  private static int[] few(Elements elements, int first, int size, int k) {
    int[] best = new int[k];
    long[] keys = new long[k];
    int filled = 0;
    for (int i = 0; i < size; i++) {
      long key = elements.orderKey(first + i);
      if (filled == k && key <= keys[k - 1]) {
        continue;
      }
      int place = filled < k ? filled++ : k - 1;
      for (; place > 0 && key > keys[place - 1]; place--) {
        keys[place] = keys[place - 1];
        best[place] = best[place - 1];
      }
      keys[place] = key;
      best[place] = i;
    }
    return best;
  }

  /** Offsets of the {@code k} largest elements of a line, by sorting all; the sort is stable. */
  private static int[] many(Elements elements, int first, int size, int k) {
    Comparator<Integer> falling =
        Comparator.comparingLong((Integer i) -> elements.orderKey(first + i)).reversed();
    return IntStream.range(0, size)
        .boxed()
        .sorted(falling)
        .limit(k)
        .mapToInt(Integer::intValue)
        .toArray();
  }

  private static Numbers threshold(Numbers input, Transform.Threshold threshold) {
    Elements elements = new Elements(input.type(), input.data());
    float limit = (float) threshold.value();
    byte[] result = new byte[elements.count()];
    for (int i = 0; i < result.length; i++) {
      float x = (float) elements.floating(i);
      boolean above = threshold.inclusive() ? x >= limit : x > limit;
      result[i] = (byte) (above ? 1 : 0);
    }
    return new Numbers(
        DataType.BOOL,
        input.shape(),
        OutputKind.DECISION,
        ByteBuffer.wrap(result),
        input.indices());
  }

  private static void put(ByteBuffer target, DataType type, double value) {
    if (type == DataType.FLOAT64) {
      target.putDouble(value);
    } else {
      target.putFloat((float) value);
    }
  }

  private static ByteBuffer allocate(long bytes) {
    return ByteBuffer.allocate(Math.toIntExact(bytes)).order(ByteOrder.LITTLE_ENDIAN);
  }
}
