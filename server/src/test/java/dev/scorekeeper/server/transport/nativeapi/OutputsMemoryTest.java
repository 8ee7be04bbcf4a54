package dev.scorekeeper.server.transport.nativeapi;

import static com.google.common.truth.Truth.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.server.scoring.Reason;
import dev.scorekeeper.v1.PredictRequest;
import org.junit.jupiter.api.Test;

/** What is remembered is what was asked for, and nothing else. */
final class OutputsMemoryTest {

  private final RequestBytes bytes = new RequestBytes();
  private final OutputsMemory memory = new OutputsMemory();

  private RequestedOutputs read(String... names) throws Exception {
    PredictRequest.Builder request = PredictRequest.newBuilder();
    for (String name : names) {
      request.addOutputs(Requests.output(name));
    }
    bytes.load(request.build().toByteArray());
    return memory.read(bytes, 0, bytes.length());
  }

  @Test
  void read_sameBytesAgain_isTheSameObject() throws Exception {
    assertThat(read("y", "z")).isSameInstanceAs(read("y", "z"));
  }

  @Test
  void read_othersOfTheSameLength_areTheOthers() throws Exception {
    assertThat(read("y").names()).containsExactly("y");
    assertThat(read("z").names()).containsExactly("z");
    assertThat(read("y").names()).containsExactly("y");
  }

  @Test
  void read_refusedOnes_leaveWhatWasRemembered() throws Exception {
    RequestedOutputs known = read("y");

    ProblemException e = assertThrows(ProblemException.class, () -> read("y", "y"));

    assertThat(e.problem().reason()).isEqualTo(Reason.OUTPUT_REPEATED);
    assertThat(read("y")).isSameInstanceAs(known);
  }

  @Test
  void read_longOnes_areNotKept() throws Exception {
    RequestedOutputs known = read("y");
    String name = "n".repeat(1_100);

    assertThat(read(name).names()).containsExactly(name);
    assertThat(read("y")).isSameInstanceAs(known);
  }
}
