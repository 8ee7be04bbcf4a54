package dev.scorekeeper.server.scoring;

import java.nio.ByteBuffer;

/**
 * One input as a request brought it, before it is known to fit the signature.
 *
 * <p>Borrowed: valid only until the call that received it returns. Not thread-safe.
 */
public interface InputTensor {

  String name();

  DataType type();

  /** The shape in the request, fully known. */
  Shape shape();

  /** Where it was in the request, for error messages, such as {@code inputs[0]}. */
  String field();

  /**
   * Bytes of the elements, little-endian; 0 for strings. Equal to shape x element size once
   * checked.
   */
  long byteLength();

  /**
   * Copies elements: fills {@code target} (its remaining bytes) from {@code byteOffset} on,
   * little-endian. Not for strings.
   */
  void read(long byteOffset, ByteBuffer target);

  /** Number of string elements that the request brought; 0 for other types. */
  long stringCount();

  /** Bytes of string element {@code index}, [0, stringCount). The caller may not change them. */
  byte[] string(long index);
}
