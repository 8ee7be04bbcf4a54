package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages of all sizes, in one piece and in many, are read as what they are. */
final class RequestBytesTest {

  private static final int LARGEST_COPY = 8 * 1024;
  private static final int ANY_SIZE = Integer.MAX_VALUE;

  private final RequestBytes bytes = new RequestBytes();

  private static byte[] random(int length) {
    byte[] result = new byte[length];
    new Random(length).nextBytes(result);
    return result;
  }

  @Test
  void copy_fewBytes_fromAnyPlaceInAnyOrder() {
    byte[] message = random(100);
    bytes.load(message);

    for (ByteOrder order : List.of(ByteOrder.LITTLE_ENDIAN, ByteOrder.BIG_ENDIAN)) {
      for (int count = 0; count <= 80; count++) {
        for (int from = 0; from < 16; from++) {
          ByteBuffer target =
              ByteBuffer.allocateDirect(100).order(order).position(from).limit(from + count);
          bytes.copy(from, target);
          assertThat(target.position()).isEqualTo(from + count);
          assertThat(target.order()).isEqualTo(order);
          assertThat(target.flip().position(from)).isEqualTo(ByteBuffer.wrap(message, from, count));
        }
      }
    }
  }

  @Test
  void copy_fewBytesBeyondTheEnd_throws() {
    bytes.load(random(10));

    ByteBuffer target = ByteBuffer.allocateDirect(8).order(ByteOrder.nativeOrder());
    assertThrows(IndexOutOfBoundsException.class, () -> bytes.copy(3, target));
    assertThat(target.position()).isEqualTo(0);
  }

  /** Reads these bytes in every way there is. */
  private void assertHolds(byte[] expected) {
    assertThat(bytes.length()).isEqualTo(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(bytes.at(i)).isEqualTo(expected[i]);
    }
    Random random = new Random(1);
    for (int i = 0; i < 50; i++) {
      int from = random.nextInt(expected.length + 1);
      int count = random.nextInt(expected.length - from + 1);
      byte[] part = Arrays.copyOfRange(expected, from, from + count);
      assertThat(bytes.copy(from, count)).isEqualTo(part);
      assertThat(bytes.matches(from, part)).isTrue();
      assertThat(bytes.view(from, count)).isEqualTo(ByteString.copyFrom(part));
      ByteBuffer direct = ByteBuffer.allocateDirect(count + 3).position(1).limit(1 + count);
      bytes.copy(from, direct);
      assertThat(direct.hasRemaining()).isFalse();
      assertThat(direct.flip().position(1)).isEqualTo(ByteBuffer.wrap(part));
      if (count > 0) {
        part[random.nextInt(count)]++;
        assertThat(bytes.matches(from, part)).isFalse();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 100, LARGEST_COPY - 1, LARGEST_COPY, LARGEST_COPY + 1, 40_000})
  void load_onePiece_holdsItsBytes(int length) throws Exception {
    byte[] message = random(length);

    bytes.load(Pieces.of(false, message), ANY_SIZE);
    assertHolds(message);
    bytes.load(Pieces.of(true, message), ANY_SIZE);
    assertHolds(message);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 100, LARGEST_COPY, LARGEST_COPY + 1, 40_000})
  void load_manyPieces_holdsTheirBytes(int length) throws Exception {
    byte[] message = random(length);
    Random random = new Random(length);

    for (int most : new int[] {1, 2, 15, 16, 17, 60}) {
      bytes.load(Pieces.cut(message, 0, length, most, random), ANY_SIZE);
      assertHolds(message);
    }
  }

  @Test
  void load_piecesOfOneByteEach_holdsTheirBytes() throws Exception {
    byte[] message = random(LARGEST_COPY + 500);
    int[] everywhere = new int[message.length - 1];
    Arrays.setAll(everywhere, i -> i + 1);

    bytes.load(Pieces.cut(message, true, everywhere), ANY_SIZE);

    assertHolds(message);
  }

  @Test
  void load_largeMessage_isReadWhereItLies() throws Exception {
    Pieces message = Pieces.cut(random(20_000), false, 9_000);

    bytes.load(message, ANY_SIZE);

    assertThat(message.isUnread()).isTrue();
  }

  @Test
  void load_largeMessageWhosePiecesCannotBeSeen_isCopied() throws Exception {
    byte[] message = random(20_000);

    bytes.load(new OnlyLength(Pieces.cut(message, false, 9_000)), ANY_SIZE);

    assertHolds(message);
  }

  @Test
  void load_lengthUnknown_isReadToItsEnd() throws Exception {
    for (int length : new int[] {0, 10, 20_000}) {
      byte[] message = random(length);

      bytes.load(new ByteArrayInputStream(message), ANY_SIZE);

      assertHolds(message);
    }
  }

  @Test
  void load_moreThanIsTaken_isRefused() throws Exception {
    byte[] message = random(100);

    bytes.load(Pieces.of(false, message), 100);
    assertHolds(message);
    bytes.load(new ByteArrayInputStream(message), 100);
    assertHolds(message);
    for (InputStream tooLarge :
        new InputStream[] {Pieces.of(false, message), new ByteArrayInputStream(message)}) {
      ProblemException e = assertThrows(ProblemException.class, () -> bytes.load(tooLarge, 99));
      assertThat(e.problem().reason()).isEqualTo(Reason.REQUEST_TOO_LARGE);
      assertThat(bytes.length()).isEqualTo(0);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 20_000})
  void load_endsBeforeItsLength_throwsAndHoldsNothing(int length) {
    InputStream shorter =
        new OnlyLength(Pieces.of(false, random(length))) {
          @Override
          public int available() throws IOException {
            return super.available() + 1;
          }
        };

    assertThrows(EOFException.class, () -> bytes.load(shorter, ANY_SIZE));

    assertThat(bytes.length()).isEqualTo(0);
  }

  @Test
  void load_smallAfterLarge_holdsTheSmall() throws Exception {
    byte[] large = random(30_000);
    byte[] small = random(30);

    bytes.load(Pieces.cut(large, true, 5, 20_000), ANY_SIZE);
    assertHolds(large);
    bytes.load(Pieces.cut(small, true, 5, 20), ANY_SIZE);
    assertHolds(small);
    bytes.load(small);
    assertHolds(small);
  }

  @Test
  void copy_beyondTheMessage_throws() throws Exception {
    for (int length : new int[] {10, 20_000}) {
      bytes.load(Pieces.cut(random(length), false, 3), ANY_SIZE);

      assertThrows(IndexOutOfBoundsException.class, () -> bytes.copy(0, length + 1));
      assertThrows(IndexOutOfBoundsException.class, () -> bytes.copy(length, 1));
      assertThrows(IndexOutOfBoundsException.class, () -> bytes.copy(-1, 1));
    }
  }

  @Test
  void forget_afterLoad_nothingCanBeReadAnyMore() throws Exception {
    for (int length : new int[] {10, 20_000}) {
      bytes.load(Pieces.cut(random(length), false, 3), ANY_SIZE);

      bytes.forget();

      assertThat(bytes.length()).isEqualTo(0);
      assertThrows(IndexOutOfBoundsException.class, () -> bytes.copy(0, 1));
    }
  }

  /** A message whose length is known and nothing else. */
  private static class OnlyLength extends FilterInputStream implements KnownLength {

    OnlyLength(InputStream message) {
      super(message);
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
