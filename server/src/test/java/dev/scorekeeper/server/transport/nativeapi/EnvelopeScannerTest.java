package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.common.collect.Range;
import java.util.HexFormat;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

/** Envelopes of a stream: read as the generated parser reads them, or declined. */
final class EnvelopeScannerTest {

  private static final EnvelopeLaw LAW = new EnvelopeLaw();

  private final RequestBytes bytes = new RequestBytes();
  private final EnvelopeScanner scanner = new EnvelopeScanner(bytes);

  private boolean scan(String hex) {
    bytes.load(HexFormat.of().parseHex(hex));
    return scanner.scan();
  }

  @Test
  void scan_idAndRequest_areFound() {
    assertThat(scan("08ac02 1202abcd".replace(" ", ""))).isTrue();

    assertThat(scanner.messageId()).isEqualTo(300);
    assertThat(scanner.requestStart()).isEqualTo(5);
    assertThat(scanner.requestEnd()).isEqualTo(7);
  }

  @Test
  void scan_requestBeforeId_isRead() {
    assertThat(scan("12000805")).isTrue();

    assertThat(scanner.messageId()).isEqualTo(5);
    assertThat(scanner.requestStart()).isEqualTo(scanner.requestEnd());
  }

  @Test
  void scan_noId_isZeroAlsoAfterAnother() {
    assertThat(scan("08051200")).isTrue();
    assertThat(scan("1200")).isTrue();

    assertThat(scanner.messageId()).isEqualTo(0);
  }

  @Test
  void scan_largestId_isRead() {
    assertThat(scan("08ffffffffffffffff7f1200")).isTrue();

    assertThat(scanner.messageId()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void scan_idTwice_isTheLast() {
    assertThat(scan("080512000806")).isTrue();

    assertThat(scanner.messageId()).isEqualTo(6);
  }

  @Test
  void scan_unusual_isDeclined() {
    assertWithMessage("nothing").that(scan("")).isFalse();
    assertWithMessage("no request").that(scan("0805")).isFalse();
    assertWithMessage("two requests").that(scan("12001200")).isFalse();
    assertWithMessage("negative id").that(scan("08ffffffffffffffffff011200")).isFalse();
    assertWithMessage("unknown field").that(scan("12001801")).isFalse();
    assertWithMessage("tag of two bytes").that(scan("1200f80701")).isFalse();
    assertWithMessage("cut off id").that(scan("120008ff")).isFalse();
    assertWithMessage("cut off request").that(scan("120300")).isFalse();
    assertWithMessage("no field zero").that(scan("120000")).isFalse();
  }

  @Property(tries = 2_000)
  void scan_anyEnvelope_meansTheSameOrIsDeclined(@ForAll long seed) {
    LAW.holds(EnvelopeLaw.any(new Random(seed)));
  }

  @Test
  void scan_oddEnvelopes_areAcceptedAndDeclinedOftenEnough() {
    int accepted = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      accepted += LAW.holds(EnvelopeLaw.any(new Random(seed))) ? 1 : 0;
    }

    assertThat(accepted).isIn(Range.closed(300, 900));
  }
}
