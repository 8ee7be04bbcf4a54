package dev.scorekeeper.server.batching;

import dev.scorekeeper.server.scoring.DataType;
import dev.scorekeeper.server.scoring.Layout;
import dev.scorekeeper.server.scoring.Rows;
import dev.scorekeeper.server.scoring.Shape;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Copies a request's rows into a block, padding each row where their layouts differ. Immutable. */
final class RowCopier {

  private final Layout target;
  private final Padding padding;
  private final int[] rowBytes;

  RowCopier(Layout target, Padding padding) {
    this.target = target;
    this.padding = padding;
    this.rowBytes = new int[target.inputCount()];
    for (int i = 0; i < rowBytes.length; i++) {
      rowBytes[i] = Math.toIntExact(target.bytesPerRow(i));
    }
  }

  /** Copies rows {@code from .. from + count} of the request to row {@code at} of the block. */
  @SuppressWarnings("ReferenceEquality") // requests alike have the same layout
  void copy(Rows rows, int from, int count, RowBlock block, int at) {
    Layout source = rows.layout();
    boolean identical = source == target;
    for (int i = 0; i < rowBytes.length; i++) {
      boolean same = identical || source.shapes().get(i).equals(target.shapes().get(i));
      if (target.types().get(i) == DataType.STRING) {
        copyStrings(rows, i, from, count, block.strings(i), at, same);
      } else if (same) {
        copyWhole(rows, i, from, count, block.buffer(i), at);
      } else {
        copyPadded(rows, i, from, count, block.buffer(i), at);
      }
    }
  }

  private void copyWhole(Rows rows, int input, int from, int count, ByteBuffer buffer, int at) {
    int size = rowBytes[input];
    buffer.limit((at + count) * size).position(at * size);
    rows.read(input, (long) from * size, buffer);
    buffer.clear();
  }

  private void copyStrings(
      Rows rows, int input, int from, int count, byte[][] elements, int at, boolean same) {
    int rowElements = Math.toIntExact(target.elementsPerRow(input));
    if (!same) {
      Arrays.fill(elements, at * rowElements, (at + count) * rowElements, padding.element(input));
    }
    forEachRun(
        rows.layout().shapes().get(input),
        target.shapes().get(input),
        from,
        count,
        at,
        (source, destination, length) -> {
          for (int e = 0; e < length; e++) {
            elements[(int) destination + e] = rows.string(input, source + e);
          }
        });
  }

  private void copyPadded(Rows rows, int input, int from, int count, ByteBuffer buffer, int at) {
    int row = rowBytes[input];
    int size = target.types().get(input).byteSize();
    byte[] element = padding.element(input);
    buffer.limit((at + count) * row).position(at * row);
    while (buffer.hasRemaining()) {
      buffer.put(element);
    }
    forEachRun(
        rows.layout().shapes().get(input),
        target.shapes().get(input),
        from,
        count,
        at,
        (source, destination, length) -> {
          buffer.clear();
          buffer
              .limit(Math.toIntExact((destination + length) * size))
              .position(Math.toIntExact(destination * size));
          rows.read(input, source * size, buffer);
        });
    buffer.clear();
  }

  /** Receives a run of elements that lie side by side in both places. */
  private interface RunVisitor {
    void run(long source, long destination, int length);
  }

  private static void forEachRun(
      Shape source, Shape target, int from, int count, int at, RunVisitor visitor) {
    long sourceRow = source.elementCount();
    long targetRow = target.elementCount();
    Overlap overlap = Overlap.of(source, target);
    for (int row = 0; row < count; row++) {
      overlap.visit((from + row) * sourceRow, (at + row) * targetRow, visitor::run);
    }
  }
}
