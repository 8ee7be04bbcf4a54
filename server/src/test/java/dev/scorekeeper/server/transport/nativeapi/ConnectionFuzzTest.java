package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.scorekeeper.server.transport.TestServer;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.PredictStreamResponse;
import io.grpc.Status;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;

/**
 * Any bytes as messages to a real server over a real connection: answered or refused as the
 * caller's fault, never the server's. CONTRIBUTING.md says how to fuzz.
 */
@Tag("fuzz")
final class ConnectionFuzzTest {

  private static final Set<Status.Code> CALLERS_FAULT =
      EnumSet.of(Status.Code.OK, Status.Code.INVALID_ARGUMENT);

  private static TestServer server;

  @BeforeAll
  static void start() {
    server = TestServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @FuzzTest
  void predictStream_anyBytes_areTheCallersFault(byte[] bytes) throws Exception {
    assertCallersFault(bytes);
    // Again as part of a message that is too large to be copied.
    byte[] input = Requests.floats("large", new float[3_000]).toByteArray();
    assertCallersFault(
        new WireMessage()
            .bytes(
                2,
                new WireMessage()
                    .raw(bytes)
                    .bytes(PredictRequest.INPUTS_FIELD_NUMBER, input)
                    .toBytes())
            .toBytes());
  }

  private static void assertCallersFault(byte[] bytes) throws Exception {
    RawStream stream = new RawStream(server);
    stream.send(bytes);
    stream.halfClose();
    Status status = stream.status();
    assertWithMessage("%s", status).that(status.getCode()).isIn(CALLERS_FAULT);
    for (byte[] answer : stream.answers()) {
      assertThat(PredictStreamResponse.parseFrom(answer).getError().getCode())
          .isAnyOf(Status.Code.OK.value(), Status.Code.INVALID_ARGUMENT.value());
    }
  }
}
