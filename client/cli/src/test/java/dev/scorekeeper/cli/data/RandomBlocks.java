package dev.scorekeeper.cli.data;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Blocks of random elements, awkward ones among them. */
final class RandomBlocks {
  private static final List<String> TEXTS =
      List.of("", " ", "a,b", "\"", "two\nlines", "naïve 東京 😀", "[1, 2]", "nan", "0.5", "\\", "'");

  private RandomBlocks() {}

  /** One to four columns of any type and shape. */
  static List<Block> columns(Random random, int rows, boolean strings) {
    List<Block> columns = new ArrayList<>();
    int count = 1 + random.nextInt(4);
    for (int i = 0; i < count; i++) {
      ElementType[] types = ElementType.values();
      ElementType type = types[random.nextInt(strings ? types.length : types.length - 1)];
      List<Integer> shape = new ArrayList<>();
      for (int axis = random.nextInt(3); axis > 0; axis--) {
        shape.add(1 + random.nextInt(3));
      }
      columns.add(block(random, "column" + i, type, rows, shape));
    }
    return columns;
  }

  static Block block(
      Random random, String name, ElementType type, int rows, List<Integer> rowShape) {
    int count = rows * (int) Shapes.product(rowShape);
    if (type == ElementType.STRING) {
      List<byte[]> strings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        strings.add(TEXTS.get(random.nextInt(TEXTS.size())).getBytes(StandardCharsets.UTF_8));
      }
      return Block.ofStrings(name, rows, rowShape, strings);
    }
    byte[] bytes = new byte[count * type.byteSize()];
    random.nextBytes(bytes);
    if (type == ElementType.BOOL) {
      for (int i = 0; i < bytes.length; i++) {
        bytes[i] &= 1;
      }
    }
    return Block.ofNumbers(
        name, type, rows, rowShape, ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
  }

  /** Some of the rows of a block. */
  static Block slice(Block block, int from, int to) {
    if (block.type() == ElementType.STRING) {
      return Block.ofStrings(
          block.name(),
          to - from,
          block.rowShape(),
          block.strings().subList(from * block.rowSize(), to * block.rowSize()));
    }
    int rowBytes = block.rowSize() * block.type().byteSize();
    ByteBuffer part = block.data().position(from * rowBytes).limit(to * rowBytes);
    return Block.ofNumbers(block.name(), block.type(), to - from, block.rowShape(), part);
  }
}
