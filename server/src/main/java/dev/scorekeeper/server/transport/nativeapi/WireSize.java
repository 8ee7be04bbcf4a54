package dev.scorekeeper.server.transport.nativeapi;

import com.google.protobuf.CodedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** Sizes of length-delimited fields, in 64 bits, so that what is too large is seen. */
final class WireSize {

  private WireSize() {}

  static int delimitedTag(int field) {
    return field << 3 | 2;
  }

  /** Bytes of tag, length and payload. */
  static long delimited(int field, long payload) {
    return CodedOutputStream.computeTagSize(field)
        + CodedOutputStream.computeUInt64SizeNoTag(payload)
        + payload;
  }

  /** As {@link #delimited}, but 0 for an empty payload, which proto3 leaves out. */
  static long field(int field, long payload) {
    return payload == 0 ? 0 : delimited(field, payload);
  }

  /** Writes a field as {@link #field} counts it; the buffer's position stays. */
  static void writeField(CodedOutputStream output, int field, ByteBuffer payload)
      throws IOException {
    if (payload.hasRemaining()) {
      output.writeUInt32NoTag(delimitedTag(field));
      output.writeUInt32NoTag(payload.remaining());
      output.write(payload.duplicate());
    }
  }
}
