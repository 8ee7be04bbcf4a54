package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.pipeline.ScoreRequest;
import dev.scorekeeper.server.scoring.InputTensor;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The memory of an event loop is lent to one request at a time. */
final class LoopScratchTest {

  private static ScoreRequest read(LoopScratch scratch, float value) {
    scratch.bytes.load(Requests.request(Requests.floats("x", value)).build().toByteArray());
    assertThat(scratch.scanner.scan(0, scratch.bytes.length())).isTrue();
    return scratch.scanner.request();
  }

  private static byte[] data(InputTensor tensor) {
    ByteBuffer data = ByteBuffer.allocate((int) tensor.byteLength());
    tensor.read(0, data);
    return data.array();
  }

  @Test
  void current_sameThread_isTheSame() {
    assertThat(LoopScratch.current()).isSameInstanceAs(LoopScratch.current());
  }

  @Test
  void begin_afterEnd_isTheSameMemory() {
    LoopScratch scratch = new LoopScratch();

    LoopScratch first = scratch.begin();
    first.end();

    assertThat(first).isSameInstanceAs(scratch);
    assertThat(scratch.begin()).isSameInstanceAs(scratch);
  }

  @Test
  void begin_whileReading_isOtherMemory() {
    LoopScratch scratch = new LoopScratch();
    LoopScratch outer = scratch.begin();
    ScoreRequest outerRequest = read(outer, 1);

    LoopScratch inner = scratch.begin();
    ScoreRequest innerRequest = read(inner, 2);
    LoopScratch innermost = inner.begin();
    read(innermost, 3);
    innermost.end();

    assertThat(data(outerRequest.inputs().get(0))).isEqualTo(Requests.bytes(1).toByteArray());
    assertThat(data(innerRequest.inputs().get(0))).isEqualTo(Requests.bytes(2).toByteArray());
    inner.end();
    assertThat(data(outerRequest.inputs().get(0))).isEqualTo(Requests.bytes(1).toByteArray());
    outer.end();
    assertThat(scratch.begin()).isSameInstanceAs(scratch);
  }

  @Test
  void end_requestKept_canNoLongerBeRead() {
    LoopScratch scratch = new LoopScratch().begin();
    ScoreRequest request = read(scratch, 1);

    scratch.end();

    InputTensor kept = request.inputs().get(0);
    assertThrows(IndexOutOfBoundsException.class, () -> data(kept));
  }
}
