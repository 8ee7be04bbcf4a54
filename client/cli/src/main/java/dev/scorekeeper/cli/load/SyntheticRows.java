package dev.scorekeeper.cli.load;

import dev.scorekeeper.cli.data.Block;
import dev.scorekeeper.cli.data.ElementType;
import dev.scorekeeper.cli.data.InputSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Made-up rows for the inputs of a model: numbers in [0, 1), integers in [0, limit), strings of a
 * few words. The same seed gives the same rows. For one thread.
 */
public final class SyntheticRows {
  private static final int MOST_WORDS = 8;

  private final List<InputSpec> inputs;
  private final int length;
  private final int integerLimit;
  private final SplittableRandom random;

  /**
   * @param length size of the dimensions that vary
   * @param integerLimit above every integer; at most 127, so that it fits every type
   */
  public SyntheticRows(List<InputSpec> inputs, int length, int integerLimit, long seed) {
    this.inputs = List.copyOf(inputs);
    this.length = length;
    this.integerLimit = integerLimit;
    this.random = new SplittableRandom(seed);
  }

  /** The next rows: a block for each input. */
  public List<Block> next(int rows) {
    return inputs.stream().map(input -> block(input, rows)).toList();
  }

  private Block block(InputSpec input, int rows) {
    List<Integer> shape =
        input.rowShape().stream().map(size -> size < 0 ? Integer.valueOf(length) : size).toList();
    int count = rows;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    if (input.type() == ElementType.STRING) {
      List<byte[]> strings = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        strings.add(words());
      }
      return Block.ofStrings(input.name(), rows, shape, strings);
    }
    ByteBuffer data =
        ByteBuffer.allocate(Math.multiplyExact(count, input.type().byteSize()))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      put(data, input.type());
    }
    return Block.ofNumbers(input.name(), input.type(), rows, shape, data.flip());
  }

  private byte[] words() {
    StringBuilder text = new StringBuilder("row ").append(random.nextInt(1 << 30));
    for (int i = random.nextInt(MOST_WORDS); i > 0; i--) {
      text.append(" word").append(random.nextInt(1000));
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void put(ByteBuffer data, ElementType type) {
    switch (type) {
      case BOOL -> data.put((byte) random.nextInt(2));
      case INT8, UINT8 -> data.put((byte) random.nextInt(integerLimit));
      case INT16, UINT16 -> data.putShort((short) random.nextInt(integerLimit));
      case INT32, UINT32 -> data.putInt(random.nextInt(integerLimit));
      case INT64, UINT64 -> data.putLong(random.nextInt(integerLimit));
      // Bits of numbers in [0.5, 1): the exponent is fixed, the rest is free.
      case FLOAT16 -> data.putShort((short) (0x3800 | random.nextInt(1 << 10)));
      case BFLOAT16 -> data.putShort((short) (0x3f00 | random.nextInt(1 << 7)));
      case FLOAT32 -> data.putFloat((float) random.nextDouble());
      case FLOAT64 -> data.putDouble(random.nextDouble());
      case COMPLEX64 ->
          data.putFloat((float) random.nextDouble()).putFloat((float) random.nextDouble());
      case STRING -> throw new IllegalArgumentException("strings are no numbers");
    }
  }
}
