package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.CodedInputStream;
import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;

/** Numbers and lengths, and that nothing is read beyond the end. */
final class WireCursorTest {

  private static WireCursor over(String hex) {
    RequestBytes bytes = new RequestBytes();
    bytes.load(HexFormat.of().parseHex(hex));
    WireCursor cursor = new WireCursor(bytes);
    cursor.move(0, bytes.length());
    return cursor;
  }

  @Test
  void number_anyOneThatFits_isRead() throws Exception {
    for (long number : new long[] {0, 1, 127, 128, 16_383, 16_384, 1 << 28, Integer.MAX_VALUE}) {
      for (int padding = 0; padding < 5; padding++) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        WireMessage.varint(bytes, number, padding);
        WireCursor cursor = over(HexFormat.of().formatHex(bytes.toByteArray()));

        int read = cursor.number();

        assertThat(CodedInputStream.newInstance(bytes.toByteArray()).readRawVarint64())
            .isEqualTo(number);
        if (bytes.size() <= 5) {
          assertWithMessage("%s in %s bytes", number, bytes.size()).that(read).isEqualTo(number);
          assertThat(cursor.atEnd()).isTrue();
        } else {
          assertThat(read).isEqualTo(-1);
        }
      }
    }
  }

  @Test
  void number_beyondAnInt_isNone() {
    assertThat(over("8080808008").number()).isEqualTo(-1);
    assertThat(over("ffffffff7f").number()).isEqualTo(-1);
    assertThat(over("ffffffffffffffffff01").number()).isEqualTo(-1);
  }

  @Test
  void number_cutOff_isNone() {
    assertThat(over("").number()).isEqualTo(-1);
    assertThat(over("80").number()).isEqualTo(-1);
    assertThat(over("ffffff").number()).isEqualTo(-1);
  }

  @Test
  void number_goesOnBehindTheEnd_isNone() {
    WireCursor cursor = over("ff01");
    cursor.move(0, 1);

    assertThat(cursor.number()).isEqualTo(-1);
  }

  @Test
  void length_moreThanIsLeft_isNone() {
    assertThat(over("020000").length()).isEqualTo(2);
    assertThat(over("0200").length()).isEqualTo(-1);
    assertThat(over("ffffffff070000").length()).isEqualTo(-1);
  }

  @Test
  void tag_oneByte_isRead() {
    assertThat(over("0a").tag()).isEqualTo(10);
    assertThat(over("").tag()).isEqualTo(-1);
    assertThat(over("8001").tag()).isLessThan(0);
  }

  @Test
  void narrow_untilWidened_endsEarlier() {
    WireCursor cursor = over("0102030405");
    int outer = cursor.narrow(2);

    assertThat(cursor.remaining()).isEqualTo(2);
    assertThat(cursor.take(2)).isEqualTo(0);
    assertThat(cursor.atEnd()).isTrue();
    assertThat(cursor.number()).isEqualTo(-1);
    cursor.widen(outer);
    assertThat(cursor.number()).isEqualTo(3);
    assertThat(cursor.remaining()).isEqualTo(2);
  }

  @Test
  void move_beyondTheMessage_throws() {
    WireCursor cursor = over("0102");

    assertThrows(IndexOutOfBoundsException.class, () -> cursor.move(0, 3));
    assertThrows(IndexOutOfBoundsException.class, () -> cursor.move(2, 1));
    assertThrows(IndexOutOfBoundsException.class, () -> cursor.move(-1, 1));
  }
}
