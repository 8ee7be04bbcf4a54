package dev.scorekeeper.server.transport.nativeapi;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/** A Protobuf message written field by field, also in ways that no generated code would choose. */
final class WireMessage {

  /** The fields as they will be written; may be changed. */
  final List<byte[]> fields = new ArrayList<>();

  /** Adds a field of a number. */
  WireMessage number(int field, long value) {
    return number(field, value, 0);
  }

  /** Adds a field of a number, with so many bytes more than it needs. */
  WireMessage number(int field, long value, int padding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    varint(bytes, (long) field << 3, 0);
    varint(bytes, value, padding);
    fields.add(bytes.toByteArray());
    return this;
  }

  /** Adds a field of bytes. */
  WireMessage bytes(int field, byte[] value) {
    return bytes(field, value, 0);
  }

  /** Adds a field of bytes, its length in so many bytes more than it needs. */
  WireMessage bytes(int field, byte[] value, int padding) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    varint(bytes, (long) field << 3 | 2, 0);
    varint(bytes, value.length, padding);
    bytes.writeBytes(value);
    fields.add(bytes.toByteArray());
    return this;
  }

  /** Adds bytes as they are. */
  WireMessage raw(byte... bytes) {
    fields.add(bytes);
    return this;
  }

  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    fields.forEach(bytes::writeBytes);
    return bytes.toByteArray();
  }

  /** A number as a varint, with so many bytes more than it needs, as far as ten bytes reach. */
  static void varint(ByteArrayOutputStream target, long value, int padding) {
    long rest = value;
    int size = 1;
    while ((rest & ~0x7fL) != 0) {
      target.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
      size++;
    }
    int extra = Math.min(padding, 10 - size);
    target.write((int) (extra > 0 ? rest | 0x80 : rest));
    for (int i = 1; i <= extra; i++) {
      target.write(i < extra ? 0x80 : 0);
    }
  }
}
