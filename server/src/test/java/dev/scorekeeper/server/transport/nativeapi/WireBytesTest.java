package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

/** Numbers and bytes, across the ends of the memory that they go through. */
final class WireBytesTest {

  private static long[] numbers() {
    long[] numbers = new long[2 * 64 + 2];
    for (int bit = 0; bit < 64; bit++) {
      numbers[2 * bit] = 1L << bit;
      numbers[2 * bit + 1] = (1L << bit) - 1;
    }
    numbers[128] = -1;
    numbers[129] = -300;
    return numbers;
  }

  @Test
  void varint_anyNumber_isAsProtobufWritesIt() throws IOException {
    WireBytes wire = new WireBytes(16);
    for (long number : numbers()) {
      ByteArrayOutputStream target = new ByteArrayOutputStream();
      wire.begin(target);
      wire.varint(number);
      wire.end();

      byte[] expected = new byte[CodedOutputStream.computeUInt64SizeNoTag(number)];
      CodedOutputStream.newInstance(expected).writeUInt64NoTag(number);
      assertWithMessage("%s", number).that(target.toByteArray()).isEqualTo(expected);
      assertWithMessage("%s", number).that(WireBytes.varintSize(number)).isEqualTo(expected.length);
    }
  }

  @Test
  void write_moreThanTheMemoryHolds_reachesTheTargetInOrder() throws IOException {
    for (int memory = 10; memory < 40; memory++) {
      WireBytes wire = new WireBytes(memory);
      ByteArrayOutputStream target = new ByteArrayOutputStream();
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      wire.begin(target);
      for (int i = 0; i < 60; i++) {
        byte[] bytes = new byte[i];
        java.util.Arrays.fill(bytes, (byte) i);
        wire.tag(i);
        wire.bytes(bytes);
        wire.varint(1L << i);
        expected.write(i);
        expected.writeBytes(bytes);
        WireMessage.varint(expected, 1L << i, 0);
      }
      wire.end();

      assertWithMessage("through %s bytes", memory)
          .that(target.toByteArray())
          .isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void flush_noMessageBegun_throws() throws IOException {
    WireBytes wire = new WireBytes(16);
    assertThrows(IllegalStateException.class, wire::flush);
    ByteArrayOutputStream target = new ByteArrayOutputStream();
    wire.begin(target);
    wire.end();

    assertThrows(IllegalStateException.class, wire::end);
    assertThat(target.size()).isEqualTo(0);
  }
}
