package dev.scorekeeper.server.evaluating;

import dev.scorekeeper.server.evaluation.OutputRows;
import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.server.scoring.RunResult;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.transform.HalfFloats;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Copies what a run gave to where figures are computed from it, as float32. */
final class Predictions {

  private Predictions() {}

  /**
   * Copies rows of an output.
   *
   * @param size rows that ran
   * @param count of these, the first ones that are meant
   * @param at place of the first row
   * @param capacity rows that there may be in all
   */
  static void copy(
      RunResult result,
      int output,
      String name,
      int size,
      int count,
      OutputRows target,
      int at,
      int capacity)
      throws ProblemException {
    Shape shape = result.shape(output);
    if (shape.rank() == 0 || shape.dim(0) != size) {
      throw new ProblemException(withoutRows(name, shape, size));
    }
    int[] inner = Slot.dims(shape.inner());
    if (at == 0) {
      target.predictionShape = inner;
      target.predictionWidth = Math.toIntExact(shape.inner().elementCount());
      int wanted = Math.multiplyExact(capacity, target.predictionWidth);
      if (target.predictions.length < wanted) {
        target.predictions = new float[wanted];
      }
    } else if (!Arrays.equals(inner, target.predictionShape)) {
      throw new ProblemException(varies(name, inner, target.predictionShape));
    }
    int width = target.predictionWidth;
    floats(result.data(output), result.type(output), target.predictions, at * width, count * width);
  }

  /** Copies the logits of predictions that were copied before, which have the same shape. */
  static void copyLogits(
      RunResult result, int output, int size, int count, OutputRows target, int at, int capacity) {
    int width = target.predictionWidth;
    if (result.shape(output).elementCount() != (long) size * width) {
      throw new IllegalStateException("logits have another shape than what they give");
    }
    float[] logits = target.logits;
    if (logits == null || logits.length < capacity * width) {
      logits = new float[capacity * width];
      target.logits = logits;
    }
    floats(result.data(output), result.type(output), logits, at * width, count * width);
  }

  private static Problem withoutRows(String name, Shape shape, int size) {
    return Problem.of(
            Reason.MODEL_NOT_EVALUABLE,
            "Output '%s' has shape %s for %d rows: it does not follow the rows, so that there is nothing"
                    .formatted(name, shape, size)
                + " to compare each label with.")
        .with("output", name)
        .with("got", shape);
  }

  private static Problem varies(String name, int[] inner, int[] before) {
    return Problem.of(
            Reason.MODEL_NOT_EVALUABLE,
            "Rows of equal inputs gave output '%s' in shapes %s and %s: they depend on the other rows of the run."
                .formatted(name, Arrays.toString(before), Arrays.toString(inner)))
        .with("output", name);
  }

  /** Whether an output of this type can be evaluated. */
  static boolean isReadable(DataType type) {
    return NumberReader.isNumber(type);
  }

  static void floats(ByteBuffer source, DataType type, float[] target, int at, int count) {
    switch (type) {
      case FLOAT32 -> source.asFloatBuffer().get(target, at, count);
      case FLOAT64 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = (float) source.getDouble(8 * i);
        }
      }
      case FLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = HalfFloats.float16(source.getShort(2 * i));
        }
      }
      case BFLOAT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = HalfFloats.bfloat16(source.getShort(2 * i));
        }
      }
      case BOOL, UINT8 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.get(i) & 0xff;
        }
      }
      case INT8 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.get(i);
        }
      }
      case INT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getShort(2 * i);
        }
      }
      case UINT16 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getShort(2 * i) & 0xffff;
        }
      }
      case INT32 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getInt(4 * i);
        }
      }
      case UINT32 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getInt(4 * i) & 0xffffffffL;
        }
      }
      case INT64, UINT64 -> {
        for (int i = 0; i < count; i++) {
          target[at + i] = source.getLong(8 * i);
        }
      }
      case COMPLEX64, STRING -> throw new IllegalArgumentException("no number: " + type);
    }
  }
}
