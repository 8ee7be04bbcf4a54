package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.protobuf.ByteString;
import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.scoring.InputTensor;
import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.transport.nativeapi.RequestReader.ReadRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/**
 * What holds between the scanner and the generated parser, for any bytes: what the scanner accepts,
 * the generated parser accepts with the same meaning, wherever in a message the request lies and
 * however the message is cut. Neither throws anything but a refusal.
 */
final class ScannerLaw {

  /** More than is copied into one array. */
  private static final int BEHIND = 9 * 1024;

  private final RequestBytes bytes = new RequestBytes();
  private final RequestScanner scanner = new RequestScanner(bytes);

  /**
   * Checks one request.
   *
   * @return true when the scanner accepted it
   */
  boolean holds(byte[] request) {
    Random random = new Random(Arrays.hashCode(request));
    ReadRequest expected = generated(ByteString.copyFrom(request));
    load(Pieces.cut(request, true));
    boolean accepted = scan(0, request.length, expected, random);
    assertThat(generatedAgain(0, request.length)).isEqualTo(expected != null);

    int before = random.nextInt(20);
    byte[] message = surrounded(request, before, random);
    load(Pieces.cut(message, before, before + request.length, 12, random));
    assertWithMessage("accepted in pieces")
        .that(scan(before, before + request.length, expected, random))
        .isEqualTo(accepted);
    assertThat(generatedAgain(before, request.length)).isEqualTo(expected != null);
    bytes.forget();
    return accepted;
  }

  private static byte[] surrounded(byte[] request, int before, Random random) {
    byte[] around = new byte[before + BEHIND];
    // Such as more of the same: what is read beyond the request would often make sense.
    for (int i = 0; i < around.length; i++) {
      around[i] = request.length == 0 ? (byte) 10 : request[random.nextInt(request.length)];
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(around, 0, before);
    whole.writeBytes(request);
    whole.write(around, before, BEHIND);
    return whole.toByteArray();
  }

  private void load(InputStream message) {
    try {
      bytes.load(message, Integer.MAX_VALUE);
    } catch (IOException | ProblemException e) {
      throw new AssertionError("a message that is there cannot be read", e);
    }
  }

  /** What the generated parser makes of a request; null when it refuses. */
  private static @Nullable ReadRequest generated(ByteString request) {
    try {
      return RequestReader.read(PredictRequestDecoder.decode(request));
    } catch (ProblemException e) {
      return null;
    }
  }

  /** True when the generated parser accepts the bytes as the scanner would leave them to it. */
  private boolean generatedAgain(int from, int length) {
    return generated(bytes.view(from, length)) != null;
  }

  private boolean scan(int from, int to, @Nullable ReadRequest expected, Random random) {
    if (!scanner.scan(from, to)) {
      return false;
    }
    if (expected == null) {
      throw new AssertionError("accepted what the generated parser refuses");
    }
    assertSame(scanner.request(), expected.request(), random);
    PredictAnswer.AnswerForm form = scanner.answerForm();
    assertThat(form.typedValues()).isEqualTo(expected.form().typedValues());
    assertThat(form.singleExample()).isEqualTo(expected.form().singleExample());
    assertThat(form.outputs().toString()).isEqualTo(expected.form().outputs().toString());
    return true;
  }

  private static void assertSame(ScoreRequest scanned, ScoreRequest expected, Random random) {
    assertThat(scanned.model()).isEqualTo(expected.model());
    assertThat(scanned.version()).isEqualTo(expected.version());
    assertThat(scanned.signature()).isEqualTo(expected.signature());
    assertThat(scanned.singleExample()).isEqualTo(expected.singleExample());
    assertThat(scanned.outputs().toString()).isEqualTo(expected.outputs().toString());
    assertThat(scanned.inputs()).hasSize(expected.inputs().size());
    for (int i = 0; i < scanned.inputs().size(); i++) {
      assertSame(scanned.inputs().get(i), expected.inputs().get(i), random);
    }
  }

  private static void assertSame(InputTensor scanned, InputTensor expected, Random random) {
    assertThat(scanned.name()).isEqualTo(expected.name());
    assertThat(scanned.field()).isEqualTo(expected.field());
    assertThat(scanned.type()).isEqualTo(expected.type());
    assertThat(scanned.shape()).isEqualTo(expected.shape());
    assertThat(scanned.byteLength()).isEqualTo(expected.byteLength());
    assertThat(scanned.stringCount()).isEqualTo(expected.stringCount());
    int length = (int) expected.byteLength();
    assertThat(read(scanned, 0, length)).isEqualTo(read(expected, 0, length));
    int from = random.nextInt(length + 1);
    int count = random.nextInt(length - from + 1);
    assertThat(read(scanned, from, count)).isEqualTo(read(expected, from, count));
  }

  private static ByteBuffer read(InputTensor tensor, int from, int count) {
    ByteBuffer target = ByteBuffer.allocateDirect(count);
    tensor.read(from, target);
    assertThat(target.hasRemaining()).isFalse();
    return target.flip();
  }
}
