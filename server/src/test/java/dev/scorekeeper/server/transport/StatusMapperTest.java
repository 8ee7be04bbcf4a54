package dev.scorekeeper.server.transport;

import static com.google.common.truth.Truth.assertThat;
import static com.google.common.truth.Truth.assertWithMessage;

import com.google.rpc.BadRequest;
import com.google.rpc.ErrorInfo;
import dev.scorekeeper.server.scoring.Problem;
import dev.scorekeeper.server.scoring.Reason;
import io.grpc.Status;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Problems as statuses, and the page that lists them. */
final class StatusMapperTest {

  @Test
  void code_everyReason_hasThatOfItsCategory() {
    for (Reason reason : Reason.values()) {
      assertThat(StatusMapper.code(reason).name()).isEqualTo(reason.category().name());
    }
  }

  @Test
  void rpcStatus_problemOfField_hasReasonFieldAndDetails() throws Exception {
    Problem problem =
        Problem.ofField(Reason.INPUT_UNKNOWN, "inputs[1].name", "no input 'y'").with("name", "y");

    com.google.rpc.Status status = StatusMapper.rpcStatus(problem);

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT.value());
    assertThat(status.getMessage()).isEqualTo("no input 'y'");
    ErrorInfo info = status.getDetails(0).unpack(ErrorInfo.class);
    assertThat(info.getReason()).isEqualTo("INPUT_UNKNOWN");
    assertThat(info.getDomain()).isEqualTo("scorekeeper.dev");
    assertThat(info.getMetadataMap()).containsExactly("name", "y");
    BadRequest request = status.getDetails(1).unpack(BadRequest.class);
    assertThat(request.getFieldViolations(0).getField()).isEqualTo("inputs[1].name");
    assertThat(status.getDetailsCount()).isEqualTo(2);
  }

  @Test
  void cut_anyLimit_neverExceedsItNorSplitsACharacter() {
    String text = "aé漢😀".repeat(10);
    for (int limit = 10; limit < 100; limit++) {
      String cut = StatusMapper.cut(text, limit);
      assertThat(cut.getBytes(StandardCharsets.UTF_8).length).isAtMost(limit);
      assertWithMessage("%s", limit).that(cut).doesNotContain("\ufffd");
    }
    assertThat(StatusMapper.cut(text, 100)).isEqualTo(text);
  }

  @Test
  void errorsPage_listsEveryReasonWithItsStatus() throws IOException {
    Pattern row = Pattern.compile("\\| `([A-Z_]+)` \\| `?([A-Z_]+)`? \\|.*");
    List<String> listed =
        Files.readAllLines(Path.of("..", "docs", "errors.md")).stream()
            .map(row::matcher)
            .filter(Matcher::matches)
            .map(match -> match.group(1) + " " + match.group(2))
            .toList();

    assertThat(listed)
        .containsExactlyElementsIn(
            java.util.Arrays.stream(Reason.values())
                .map(reason -> reason.name() + " " + reason.category().name())
                .toList())
        .inOrder();
  }
}
