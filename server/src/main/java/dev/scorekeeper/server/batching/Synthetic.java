package dev.scorekeeper.server.batching;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.Signature;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Made-up rows for trying a model out. A model may reject some kinds (negative numbers, large
 * indices, strings it cannot parse), so there are several to try in turn. The same at each call.
 */
enum Synthetic {
  /** Numbers of (0, 1), integers of 0 to 2, short words. */
  UNIFORM,
  /** Normally distributed numbers, integers of 0 to 2, short words. */
  NORMAL,
  /** Small whole numbers, empty strings. */
  SMALL,
  /** Ones, and words. */
  ONES,
  /** Zeros, and empty strings. */
  ZEROS;

  private static final String[] WORDS = {
    "a", "good", "very", "bad", "day", "the", "film", "it was", "not", "1"
  };

  /**
   * Rows whose varying dimensions are {@code varying} long; of a signature without a batch
   * dimension whole inputs, with one row where the leading dimension varies. No input may be of
   * unknown rank.
   */
  List<Sample> samples(Signature signature, int varying, int count) {
    boolean perRow = signature.hasBatchDimension();
    List<DataType> types = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    for (TensorSpec input : signature.inputs()) {
      long[] dims = perRow ? input.shape().inner().dims() : input.shape().dims();
      for (int d = 0; d < dims.length; d++) {
        if (dims[d] == Shape.UNKNOWN) {
          dims[d] = !perRow && d == 0 ? 1 : varying;
        }
      }
      types.add(input.type());
      shapes.add(Shape.of(dims));
    }
    Layout layout = new Layout(types, shapes, perRow);
    Random random = new Random(ordinalSeed());
    List<Sample> samples = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      samples.add(sample(layout, random));
    }
    return samples;
  }

  private long ordinalSeed() {
    return name().hashCode();
  }

  private Sample sample(Layout layout, Random random) {
    byte[][] bytes = new byte[layout.inputCount()][];
    byte[][][] strings = new byte[layout.inputCount()][][];
    for (int i = 0; i < bytes.length; i++) {
      DataType type = layout.types().get(i);
      int elements = Math.toIntExact(layout.elementsPerRow(i));
      bytes[i] = new byte[elements * type.byteSize()];
      strings[i] = new byte[type == DataType.STRING ? elements : 0][];
      ByteBuffer buffer = ByteBuffer.wrap(bytes[i]).order(ByteOrder.LITTLE_ENDIAN);
      for (int e = 0; e < elements; e++) {
        if (type == DataType.STRING) {
          strings[i][e] = text(random);
        } else {
          put(buffer, type, random);
        }
      }
    }
    return new Sample(layout, bytes, strings);
  }

  private byte[] text(Random random) {
    return switch (this) {
      case SMALL, ZEROS -> new byte[0];
      case ONES -> "a".getBytes(US_ASCII);
      case UNIFORM, NORMAL ->
          (WORDS[random.nextInt(WORDS.length)] + " " + WORDS[random.nextInt(WORDS.length)])
              .getBytes(US_ASCII);
    };
  }

  private void put(ByteBuffer buffer, DataType type, Random random) {
    double real = real(random);
    int whole = whole(random);
    switch (type) {
      case BOOL -> buffer.put((byte) (whole & 1));
      case INT8, UINT8 -> buffer.put((byte) whole);
      case INT16, UINT16 -> buffer.putShort((short) whole);
      case INT32, UINT32 -> buffer.putInt(whole);
      case INT64, UINT64 -> buffer.putLong(whole);
      case FLOAT16 -> buffer.putShort(PadValue.half((float) real));
      case BFLOAT16 -> buffer.putShort(PadValue.brain((float) real));
      case FLOAT32 -> buffer.putFloat((float) real);
      case FLOAT64 -> buffer.putDouble(real);
      case COMPLEX64 -> buffer.putFloat((float) real).putFloat((float) real(random));
      case STRING -> throw new IllegalArgumentException("not numeric");
    }
  }

  private double real(Random random) {
    return switch (this) {
      case UNIFORM -> random.nextDouble();
      case NORMAL -> random.nextGaussian();
      case SMALL -> random.nextInt(3);
      case ONES -> 1;
      case ZEROS -> 0;
    };
  }

  private int whole(Random random) {
    return switch (this) {
      case UNIFORM, NORMAL, SMALL -> random.nextInt(3);
      case ONES -> 1;
      case ZEROS -> 0;
    };
  }
}
