package dev.scorekeeper.server.transport.nativeapi;

import dev.scorekeeper.server.scoring.InputTensor;
import java.util.AbstractList;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * The inputs of the request that was scanned last: the same objects are filled again for each
 * request. Confined to one thread.
 */
final class ScannedInputs extends AbstractList<InputTensor> implements RandomAccess {

  /** Requests with more inputs go to the generated parser. */
  private static final int MOST = 256;

  private final WireCursor cursor;
  private final NameTable names;
  private final List<ScannedTensor> tensors = new ArrayList<>();
  private int count;

  ScannedInputs(WireCursor cursor, NameTable names) {
    this.cursor = cursor;
    this.names = names;
  }

  @Override
  public void clear() {
    count = 0;
  }

  /** Reads the tensor that the cursor was narrowed to; false when it is not of the usual kind. */
  boolean read() {
    if (count == MOST) {
      return false;
    }
    if (count == tensors.size()) {
      tensors.add(new ScannedTensor(count));
    }
    return tensors.get(count++).read(cursor, names);
  }

  @Override
  public InputTensor get(int index) {
    return tensors.get(Objects.checkIndex(index, count));
  }

  @Override
  public int size() {
    return count;
  }
}
