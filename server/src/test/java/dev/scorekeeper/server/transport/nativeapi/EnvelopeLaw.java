package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.PredictStreamRequest;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What holds between the envelope's scanner and the decoder, and between the decoder and the
 * generated parser, for any bytes: what the first accepts, the second accepts with the same
 * meaning.
 */
final class EnvelopeLaw {

  private final RequestBytes bytes = new RequestBytes();
  private final EnvelopeScanner scanner = new EnvelopeScanner(bytes);

  /** An envelope at random, mostly of a request with some bytes that make it large. */
  static byte[] any(Random random) {
    WireMessage envelope = new WireMessage();
    if (random.nextInt(5) > 0) {
      long id = random.nextBoolean() ? random.nextInt(300) : TensorForms.anyNumber(random);
      envelope.number(PredictStreamRequest.ID_FIELD_NUMBER, id, random.nextInt(3));
    }
    if (random.nextInt(10) > 0) {
      byte[] request = new byte[random.nextInt(random.nextInt(4) == 0 ? 20_000 : 40)];
      random.nextBytes(request);
      envelope.bytes(PredictStreamRequest.REQUEST_FIELD_NUMBER, request, random.nextInt(3));
    }
    RequestForms.disturb(envelope, random);
    byte[] message = envelope.toBytes();
    return random.nextInt(4) == 0 ? RequestForms.mutate(message, random) : message;
  }

  /**
   * Checks one message.
   *
   * @return true when the scanner accepted it
   */
  boolean holds(byte[] message) {
    Random random = new Random(Arrays.hashCode(message));
    PredictRequestDecoder.@Nullable Envelope expected = decoded(message);
    checkDecoder(message, expected);
    try {
      bytes.load(Pieces.cut(message, 0, message.length, 30, random), Integer.MAX_VALUE);
    } catch (IOException | ProblemException e) {
      throw new AssertionError("a message that is there cannot be read", e);
    }
    if (!scanner.scan()) {
      bytes.forget();
      return false;
    }
    if (expected == null) {
      throw new AssertionError("accepted what the decoder refuses");
    }
    assertThat(scanner.messageId()).isEqualTo(expected.id());
    int length = scanner.requestEnd() - scanner.requestStart();
    assertThat(bytes.view(scanner.requestStart(), length)).isEqualTo(expected.request());
    bytes.forget();
    return true;
  }

  private static PredictRequestDecoder.@Nullable Envelope decoded(byte[] message) {
    try {
      return PredictRequestDecoder.decodeEnvelope(ByteString.copyFrom(message));
    } catch (ProblemException e) {
      return null;
    }
  }

  /** What is whole for the generated parser, the decoder must take for the same. */
  private static void checkDecoder(
      byte[] message, PredictRequestDecoder.@Nullable Envelope decoded) {
    PredictStreamRequest whole;
    try {
      whole = PredictStreamRequest.parseFrom(message);
    } catch (IOException e) {
      return; // perhaps only the request in it is malformed, which the decoder leaves for later
    }
    if (decoded == null) {
      throw new AssertionError("refused what the generated parser accepts");
    }
    assertThat(decoded.id()).isEqualTo(whole.getId());
    assertWithMessage("has a request")
        .that(decoded.request() != null)
        .isEqualTo(whole.hasRequest());
  }
}
