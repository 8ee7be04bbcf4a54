package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.ModelId;
import dev.scorekeeper.server.scoring.OutputKind;
import dev.scorekeeper.server.scoring.OutputSpec;
import dev.scorekeeper.server.scoring.ScoredRows;
import dev.scorekeeper.server.scoring.Shape;
import dev.scorekeeper.server.scoring.TensorSpec;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Scored rows at random. */
final class AnswerForms {

  private static final List<DataType> NUMERIC =
      java.util.Arrays.stream(DataType.values()).filter(type -> type != DataType.STRING).toList();

  private static final List<OutputKind> KINDS = List.of(OutputKind.values());

  private AnswerForms() {}

  static ModelId model(Random random) {
    return new ModelId(name(random), random.nextBoolean() ? 1 : TensorForms.anyNumber(random));
  }

  static String name(Random random) {
    return random.nextInt(20) == 0
        ? ""
        : RequestForms.NAMES.get(random.nextInt(RequestForms.NAMES.size()));
  }

  /** Numeric outputs, none to some, now and then larger than the memory that they go through. */
  static ScoredRows rows(Random random) {
    List<OutputSpec> outputs = new ArrayList<>();
    List<Shape> shapes = new ArrayList<>();
    List<byte[]> data = new ArrayList<>();
    for (int i = random.nextInt(6); i > 0; i--) {
      DataType type = NUMERIC.get(random.nextInt(NUMERIC.size()));
      Shape shape = shape(random);
      OutputKind kind = KINDS.get(random.nextInt(KINDS.size()));
      outputs.add(new OutputSpec(new TensorSpec(name(random), type, shape), kind, "test"));
      shapes.add(shape);
      byte[] bytes = new byte[(int) shape.elementCount() * type.byteSize()];
      random.nextBytes(bytes);
      data.add(bytes);
    }
    return new Rows(List.copyOf(outputs), List.copyOf(shapes), data);
  }

  private static Shape shape(Random random) {
    long[] dims = new long[random.nextInt(4)];
    for (int i = 0; i < dims.length; i++) {
      int most = i == 0 ? 1 << random.nextInt(12) : 6;
      dims[i] = random.nextInt(12) == 0 ? 0 : 1 + random.nextInt(most);
    }
    return Shape.of(dims);
  }

  /** Rows in arrays. */
  private record Rows(List<OutputSpec> outputs, List<Shape> shapes, List<byte[]> bytes)
      implements ScoredRows {

    @Override
    public Shape shape(int output) {
      return shapes.get(output);
    }

    @Override
    public ByteBuffer data(int output) {
      return ByteBuffer.wrap(bytes.get(output)).asReadOnlyBuffer();
    }

    @Override
    public byte[] string(int output, long index) {
      throw new IllegalArgumentException("no strings");
    }
  }
}
