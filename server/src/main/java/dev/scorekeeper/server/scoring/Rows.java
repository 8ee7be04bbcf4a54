package dev.scorekeeper.server.scoring;

import java.nio.ByteBuffer;

/**
 * One request's inputs, known to fit the signature, as rows.
 *
 * <p>Borrowed: valid only until the call that received them returns; whoever needs them longer
 * copies them into an {@link InputBlock}. Not thread-safe.
 */
public interface Rows {

  /** Number of rows, {@code >= 0}; 1 when the layout is not per row. */
  int count();

  /** Inner shapes, in the signature's order of inputs. */
  Layout layout();

  /**
   * Fills {@code target} with bytes of input {@code input} from {@code byteOffset} on. Not for
   * strings.
   */
  void read(int input, long byteOffset, ByteBuffer target);

  /** Bytes of string element {@code index} of input {@code input}, counted over all rows. */
  byte[] string(int input, long index);

  /** Bytes of payload, for admission: numeric bytes plus the bytes of all strings. */
  long byteLength();
}
