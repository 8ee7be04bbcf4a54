package dev.scorekeeper.server.runtime;

import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_Assign;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_Dealloc;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_GetDataPointer;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_GetSize;
import static org.tensorflow.internal.c_api.global.tensorflow.TF_TString_ResizeUninitialized;

import java.util.Objects;
import org.bytedeco.javacpp.BytePointer;
import org.tensorflow.internal.c_api.TF_TString;

/**
 * TensorFlow's strings in an array in native memory. Short ones lie in their cell, longer ones in
 * memory of their own.
 *
 * <p>Whoever made the cells over zeroed memory owns the strings' own memory and closes them, before
 * freeing the array; cells over an output only read.
 */
final class StringCells implements AutoCloseable {

  /** Bytes of one TF_TString. */
  static final int CELL_BYTES = 24;

  private final TF_TString first;
  private final long count;

  StringCells(long address, long count) {
    this.first = new TF_TString(Address.of(address));
    this.count = count;
  }

  /** Copies the bytes into a cell. Not thread-safe. */
  void set(long index, byte[] value) {
    BytePointer bytes = TF_TString_ResizeUninitialized(cell(index), value.length);
    bytes.put(value, 0, value.length);
  }

  /** A copy of a cell's bytes. Thread-safe as long as nobody writes. */
  byte[] get(long index) {
    TF_TString cell = cell(index);
    byte[] value = new byte[Math.toIntExact(TF_TString_GetSize(cell))];
    if (value.length > 0) {
      TF_TString_GetDataPointer(cell).get(value, 0, value.length);
    }
    return value;
  }

  /** Copies strings within the array; the places may overlap. Not thread-safe. */
  void move(long from, long to, long number) {
    if (to < from) {
      for (long i = 0; i < number; i++) {
        TF_TString_Assign(cell(to + i), cell(from + i));
      }
    } else if (to > from) {
      for (long i = number - 1; i >= 0; i--) {
        TF_TString_Assign(cell(to + i), cell(from + i));
      }
    }
  }

  private TF_TString cell(long index) {
    return first.getPointer(Objects.checkIndex(index, count));
  }

  @Override
  public void close() {
    for (long i = 0; i < count; i++) {
      TF_TString_Dealloc(cell(i));
    }
  }
}
