package dev.scorekeeper.client;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Converts between tensors and nested Java arrays, whose lengths give the shape. */
final class NestedArrays {

  private NestedArrays() {}

  static Tensor toTensor(Object nested) {
    Class<?> type = nested.getClass();
    if (!type.isArray()) {
      return scalar(nested);
    }
    Class<?> element = type;
    while (element.isArray()) {
      element = element.getComponentType();
    }
    long[] shape = shapeOf(nested);
    Object flat = Array.newInstance(element, Shapes.elementCount(shape));
    flatten(nested, shape, 0, flat, 0);
    return ofFlat(flat, shape);
  }

  private static Tensor scalar(Object value) {
    Class<?> primitive = value instanceof String ? String.class : primitiveOf(value);
    Object flat = Array.newInstance(primitive, 1);
    Array.set(flat, 0, value);
    return ofFlat(flat, new long[0]);
  }

  private static Class<?> primitiveOf(Object value) {
    Class<?> primitive =
        java.lang.invoke.MethodType.methodType(value.getClass()).unwrap().returnType();
    if (!primitive.isPrimitive()) {
      throw new IllegalArgumentException("no tensor from " + value.getClass().getName());
    }
    return primitive;
  }

  private static long[] shapeOf(Object nested) {
    List<Long> shape = new ArrayList<>();
    Object level = nested;
    Class<?> type = nested.getClass();
    while (type.isArray()) {
      int length = level == null ? 0 : Array.getLength(level);
      shape.add((long) length);
      level = length == 0 ? null : Array.get(level, 0);
      type = type.getComponentType();
    }
    return shape.stream().mapToLong(Long::longValue).toArray();
  }

  /** Copies one level's elements to {@code flat} from {@code position} on; returns the next one. */
  private static int flatten(Object level, long[] shape, int depth, Object flat, int position) {
    if (level == null || Array.getLength(level) != shape[depth]) {
      throw new IllegalArgumentException(
          "ragged array: dimension "
              + depth
              + " is "
              + (level == null ? "null" : Array.getLength(level))
              + " somewhere and "
              + shape[depth]
              + " elsewhere");
    }
    int length = (int) shape[depth];
    if (depth == shape.length - 1) {
      // The arrays are of one type: an innermost one of another type has been refused by the cast.
      System.arraycopy(level, 0, flat, position, length);
      return position + length;
    }
    int next = position;
    for (int i = 0; i < length; i++) {
      next = flatten(Array.get(level, i), shape, depth + 1, flat, next);
    }
    return next;
  }

  private static Tensor ofFlat(Object flat, long[] shape) {
    if (flat instanceof float[]) {
      return TensorWriter.write((float[]) flat, shape);
    } else if (flat instanceof double[]) {
      return TensorWriter.write((double[]) flat, shape);
    } else if (flat instanceof int[]) {
      return TensorWriter.write((int[]) flat, shape);
    } else if (flat instanceof long[]) {
      return TensorWriter.write((long[]) flat, shape);
    } else if (flat instanceof short[]) {
      return TensorWriter.write((short[]) flat, shape);
    } else if (flat instanceof byte[]) {
      return TensorWriter.write((byte[]) flat, shape);
    } else if (flat instanceof boolean[]) {
      return TensorWriter.write((boolean[]) flat, shape);
    } else if (flat instanceof String[]) {
      return TensorWriter.write((String[]) flat, shape);
    }
    throw new IllegalArgumentException("no tensor from " + flat.getClass().getSimpleName());
  }

  static Object fromTensor(Tensor tensor) {
    long[] shape = tensor.shape();
    if (tensor.type() == DataType.COMPLEX64) {
      shape = Arrays.copyOf(shape, shape.length + 1);
      shape[shape.length - 1] = 2;
    }
    return shape.length <= 1 ? flat(tensor) : unflatten(flat(tensor), shape);
  }

  private static Object flat(Tensor tensor) {
    switch (tensor.type()) {
      case BOOL:
        return tensor.booleans();
      case INT8:
      case INT16:
      case INT32:
      case UINT8:
      case UINT16:
        return tensor.ints();
      case INT64:
      case UINT32:
      case UINT64:
        return tensor.longs();
      case FLOAT64:
        return tensor.doubles();
      case STRING:
        return tensor.strings();
      case FLOAT16:
      case BFLOAT16:
      case FLOAT32:
      case COMPLEX64:
        return tensor.floats();
    }
    throw new AssertionError(tensor.type());
  }

  private static Object unflatten(Object flat, long[] shape) {
    int[] sizes = Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    Object nested = Array.newInstance(flat.getClass().getComponentType(), sizes);
    fill(nested, sizes, 0, flat, 0);
    return nested;
  }

  private static int fill(Object level, int[] sizes, int depth, Object flat, int position) {
    if (depth == sizes.length - 1) {
      System.arraycopy(flat, position, level, 0, sizes[depth]);
      return position + sizes[depth];
    }
    int next = position;
    for (int i = 0; i < sizes[depth]; i++) {
      next = fill(Array.get(level, i), sizes, depth + 1, flat, next);
    }
    return next;
  }
}
