package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Help, exit codes, and what models and status print. */
@SuppressWarnings("NullAway.Init") // JUnit sets it before each test.
final class CommandsTest {
  private FakeScorekeeper server;

  @BeforeEach
  void start() throws IOException {
    server = FakeScorekeeper.start(0);
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"demo", "models", "predict", "evaluate", "evaluations", "status", "load", "tune"})
  void help_ofEveryCommand_explainsOnStdout(String command) {
    CommandRun run = CommandRun.of(command, "--help");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).startsWith("Usage: scorekeeper " + command);
    assertThat(run.out()).contains("--json");
    assertThat(run.err()).isEmpty();
    assertThat(run.out().lines().mapToInt(String::length).max().orElse(0)).isAtMost(100);
  }

  @Test
  void help_ofAll_listsEveryCommand() {
    CommandRun run = CommandRun.of("--help");
    assertThat(run.exitCode()).isEqualTo(0);
    for (String command :
        new String[] {
          "demo", "serve", "models", "predict", "evaluate", "evaluations", "status", "load", "tune"
        }) {
      assertThat(run.out()).contains("  " + command + " ");
    }
  }

  @Test
  void misuse_saysOneSentenceAndEndsWith2() {
    CommandRun run = CommandRun.of("models", "--targt", "x");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
    assertThat(run.err()).startsWith("scorekeeper: Unknown option");
    assertThat(run.err()).contains("Try \"scorekeeper models --help\".");
    assertThat(CommandRun.of("models", "--target", "nowhere").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("status", "--interval", "0").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("predict", "double").exitCode()).isEqualTo(2);
    assertThat(CommandRun.of("bogus").exitCode()).isEqualTo(2);
  }

  @Test
  void models_withoutServer_saysWhatToDoAndEndsWith1() throws Exception {
    String target = server.target();
    server.close();
    CommandRun run = CommandRun.of("models", "--target", target);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "scorekeeper: No server answers at %s: start one with \"scorekeeper serve\", or name another with --target.\n"
                .formatted(target));
  }

  @Test
  void models_all_isATableWithTheProblemsBelow() {
    CommandRun run = CommandRun.of("models", "--target", server.target());
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out())
        .isEqualTo(
            """
            MODEL             VER  INPUT           OUTPUT   LANE  COST IN µs      BATCH
            double     3 (stable)  x float32[?,4]  y value  loop  12.5 + 0.075·n    256
            truncated           1  failed

            truncated version 1: saved_model.pb is cut off (MODEL_UNREADABLE).
            "scorekeeper models MODEL" shows one in full.
            """);
  }

  @Test
  void models_one_isShownInFull() {
    CommandRun run = CommandRun.of("models", "--target", server.target(), "double");
    assertThat(run.out())
        .isEqualTo(
            """
            double version 3 (stable): serving, loaded in 250 ms
              signature serving_default
                input   x  float32[?,4]
                output  y  float32[?,4]  value  last operation is Mul
                batched, loop lane, cost 12.5 + 0.075·n µs, best batch 256 of at most 1,024 rows
                measured: 1 row 12.6 µs
            """);
  }

  @Test
  void models_unknown_pointsToTheList() {
    CommandRun run = CommandRun.of("models", "--target", server.target(), "nope");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "scorekeeper: There is no model 'nope' (MODEL_NOT_FOUND). \"scorekeeper models\" lists what there is.\n");
  }

  @Test
  void models_json_isTheAnswerItself() {
    CommandRun run = CommandRun.of("models", "--target", server.target(), "--json");
    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(json.getAsJsonArray("models")).hasSize(2);
    assertThat(run.out()).contains("\"best_batch_rows\": 256");
  }

  @Test
  void status_twoReadings_areADifference() {
    CommandRun run = CommandRun.of("status", "--target", server.target(), "--interval", "0.1");
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .isEqualTo(
            """
            %s, up 1 min 01 s; in flight 2 requests, 20 rows, 2.00 KiB

            MODEL   VERSION  REQ/S  ROWS/S  RUNS/S  ROWS/RUN  QUEUED    WAIT     RUN  FAILED/S
            double        3    100   1,000    10.0       100       7  200 µs  300 µs         0

            Runs since the start, by rows (at most)
              double 3  128: 10

            Refused and failed
              REASON         NOW/S  SINCE START
              TOO_MANY_ROWS   5.00            5
            """
                .formatted(server.target()));
  }

  @Test
  void status_json_hasTheRates() {
    CommandRun run =
        CommandRun.of("status", "--target", server.target(), "--interval", "0.1", "--json");
    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(json.get("rows_per_second").getAsDouble()).isEqualTo(1000);
    assertThat(json.get("requests_per_second").getAsDouble()).isEqualTo(100);
    assertThat(run.out().lines().count()).isEqualTo(1);
  }

  @Test
  void statusChange_restartBetween_countsFromZero() {
    var before = FakeModels.reading(50);
    var now =
        FakeModels.reading(2).toBuilder()
            .setStartTime(before.getTime())
            .setTime(before.getTime().toBuilder().setSeconds(before.getTime().getSeconds() + 4))
            .build();
    StatusChange change = new StatusChange(before, now);
    assertThat(change.seconds()).isEqualTo(4.0);
    assertThat(change.model(now.getModels(0)).requests()).isEqualTo(200);
  }
}
