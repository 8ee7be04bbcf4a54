package dev.scorekeeper.cli.data;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes one array as .npy.
 *
 * <p>The header says how many rows there are, which only the end knows: room is left for it, and it
 * is written last.
 */
final class NpyWriter implements RowWriter {
  private final PartFile file;
  private final FileChannel channel;
  private @Nullable Block first;
  private long rowCount;

  NpyWriter(Path target) throws IOException {
    this(new PartFile(target));
  }

  NpyWriter(PartFile file) throws IOException {
    this.file = file;
    channel =
        FileChannel.open(
            file.path(),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING);
    channel.position(NpyHeader.SIZE);
  }

  @Override
  public void write(List<Block> columns) throws IOException {
    if (columns.size() != 1) {
      throw new DataException(
          "a .npy file holds one array, and there are %d (%s): choose one with --output, or write a .npz file"
              .formatted(
                  columns.size(), String.join(", ", columns.stream().map(Block::name).toList())));
    }
    Block block = columns.get(0);
    if (block.type() == ElementType.STRING) {
      throw new DataException(
          "\"%s\" holds strings, which NumPy files cannot take as they come: write CSV, JSON Lines or Parquet"
              .formatted(block.name()));
    }
    Block known = first;
    if (known == null) {
      first = block;
    } else if (!known.rowShape().equals(block.rowShape())) {
      throw new DataException(
          "\"%s\" changes its row shape from %s to %s, and an array has one: write JSON Lines or Parquet"
              .formatted(
                  block.name(), Shapes.format(known.rowShape()), Shapes.format(block.rowShape())));
    }
    ByteBuffer bytes = block.type() == ElementType.BFLOAT16 ? widened(block) : block.data();
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    rowCount += block.rowCount();
  }

  /** NumPy has no bfloat16; float32 holds each of them exactly. */
  private static ByteBuffer widened(Block block) {
    int count = block.rowCount() * block.rowSize();
    ByteBuffer wide = ByteBuffer.allocate(count * 4).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      wide.putFloat(block.floatAt(i));
    }
    return wide.flip();
  }

  @Override
  public void commit() throws IOException {
    close();
    file.commit();
  }

  @Override
  public void close() throws IOException {
    if (!channel.isOpen()) {
      return;
    }
    try (channel) {
      ByteBuffer header = ByteBuffer.wrap(header().toBytes());
      channel.position(0);
      while (header.hasRemaining()) {
        channel.write(header);
      }
    }
  }

  private NpyHeader header() {
    Block known = first;
    List<Long> shape = new ArrayList<>(List.of(rowCount));
    if (known == null) {
      return new NpyHeader(ElementType.FLOAT32.numpy(), false, shape);
    }
    known.rowShape().forEach(dimension -> shape.add((long) dimension));
    ElementType type = known.type() == ElementType.BFLOAT16 ? ElementType.FLOAT32 : known.type();
    return new NpyHeader(type.numpy(), false, shape);
  }
}
