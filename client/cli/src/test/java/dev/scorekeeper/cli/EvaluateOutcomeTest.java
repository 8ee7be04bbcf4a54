package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What an evaluation ends with: tables, JSON, pages, exit codes. */
@SuppressWarnings("NullAway.Init") // JUnit sets it before each test.
final class EvaluateOutcomeTest {
  @TempDir private Path folder = Path.of("");
  private EvaluateFixture fixture;

  @BeforeEach
  void start() throws IOException {
    fixture = new EvaluateFixture();
  }

  @AfterEach
  void stop() {
    fixture.close();
  }

  @Test
  void evaluate_gateFails_endsWith1AfterTheTable() throws IOException {
    CommandRun run =
        fixture.evaluate(
            "double",
            EvaluateFixture.rows(folder),
            "--label",
            "y",
            "--metrics",
            "mae",
            "--gate",
            "mae <= 0.9",
            "--gate",
            "mae <= 0.8");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).isEmpty();
    assertThat(run.out()).contains("mae <= 0.9  failed");
    assertThat(run.out()).endsWith("record ev-1: FAILED, 1 of 2 gates\n");
    assertThat(
            fixture
                .evaluate(
                    "double",
                    EvaluateFixture.rows(folder),
                    "--label",
                    "y",
                    "--metrics",
                    "mae",
                    "--gate",
                    "mae <= 0.8")
                .exitCode())
        .isEqualTo(0);
  }

  @Test
  void evaluate_json_isMetricsBesideTheRecord() throws IOException {
    CommandRun run =
        fixture.evaluate(
            "double",
            EvaluateFixture.rows(folder),
            "--label",
            "y",
            "--loss",
            "mse",
            "--metrics",
            "mae",
            "--json");
    JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(json.keySet()).containsExactly("metrics", "record").inOrder();
    assertThat(json.getAsJsonObject("metrics").toString()).isEqualTo("{\"loss\":0.5,\"mae\":0.5}");
    assertThat(json.getAsJsonObject("record").get("id").getAsString()).isEqualTo("ev-1");
    assertThat(run.out().lines().count()).isEqualTo(1);
  }

  @Test
  void evaluate_report_isWritten() throws IOException {
    Path page = folder.resolve("report.html");
    CommandRun run =
        fixture.evaluate(
            "double",
            EvaluateFixture.rows(folder),
            "--label",
            "y",
            "--loss",
            "mse",
            "--report",
            page.toString());
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(Files.readString(page)).contains("<html");
  }

  @Test
  void evaluate_questionThatTheServerRefuses_isMisuse() throws IOException {
    CommandRun run =
        fixture.evaluate(
            "double", EvaluateFixture.rows(folder), "--label", "y", "--metrics", "nope");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "scorekeeper: There is no metric 'nope'; did you mean 'none'? (METRIC_UNKNOWN, field"
                + " header.spec.outputs[0].metrics[0]).\n");
    assertThat(run.out()).isEmpty();
  }

  @Test
  void evaluate_gateAboutWhatIsNotAsked_isMisuseBeforeAnyRow() throws IOException {
    Path rows = EvaluateFixture.rows(folder);
    CommandRun run =
        fixture.evaluate("double", rows, "--label", "y", "--loss", "mse", "--gate", "nope > 1");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err())
        .isEqualTo(
            "scorekeeper: No value nope is asked for; near it is none (METRIC_UNKNOWN, field"
                + " header.spec.gates[0]).\n");
    assertThat(fixture.received().headers).isEmpty();
    assertThat(fixture.received().rows).isEmpty();
  }

  @Test
  void evaluate_serverThatCannotCheck_isAskedWithTheRows() throws IOException {
    fixture.received().older = true;
    CommandRun run =
        fixture.evaluate("double", EvaluateFixture.rows(folder), "--label", "y", "--loss", "mse");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(fixture.received().rows).hasSize(1);
  }

  @Test
  void evaluate_rowsThatTheServerRefuses_isFailure() throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.csv"), "-1\n0\n0\n");
    CommandRun run =
        fixture.evaluate(
            "double", EvaluateFixture.rows(folder), "--label", labels.toString(), "--loss", "mse");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("Label -1 of row 0 is no class (LABEL_OUT_OF_RANGE");
    assertThat(fixture.received().records).isEmpty();
  }

  @Test
  void evaluate_labelsThatAreTooFew_leaveNoRecord() throws IOException {
    Path labels = Files.writeString(folder.resolve("labels.csv"), "1\n2\n");
    CommandRun run =
        fixture.evaluate(
            "double",
            EvaluateFixture.rows(folder),
            "--label",
            labels.toString(),
            "--loss",
            "mse",
            "--message-rows",
            "1");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("has 3 rows and " + labels + " has 2; they must have");
    assertThat(fixture.received().records).isEmpty();
  }

  @Test
  void evaluate_misuse_isToldWithoutAskingForRows() throws IOException {
    Path rows = EvaluateFixture.rows(folder);
    assertThat(fixture.evaluate("double", rows).err()).contains("Labels are needed: --label");
    assertMisused(fixture.evaluate("double", rows), "Labels are needed");
    assertMisused(
        fixture.evaluate("wine", rows, "--label", "y"),
        "--label \"y\": say of which output; there are");
    assertMisused(
        fixture.evaluate("wine", rows, "--label", "cultivar=kind", "--loss", "alcohol:mse"),
        "There are no labels for output alcohol: --label alcohol=FILE-or-COLUMN.");
    assertMisused(
        fixture.evaluate(
            "wine",
            rows,
            "--label",
            "cultivar=kind",
            "--label",
            "alcohol=y",
            "--loss",
            "alcohol:mse"),
        "There are labels for output cultivar, but nothing is asked of it");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--loss", "z:mse"),
        "there is no output \"z\"");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--loss", "mse", "--loss", "mae"),
        "--loss: output y can have one, not 2.");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--encoding", "rot13"),
        "\"rot13\" is none of sparse, one_hot, multi_label, real, signed_binary");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--threshold", "x"), "is no number");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--batch-size", "7"), "--mode keras");
    assertMisused(fixture.evaluate("double", rows, "--label", "y", "--seed", "7"), "--intervals");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--dataset", "d"), "--dataset d");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--records", "none"), "--embedded");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--message-rows", "0"), "1 to 1000000");
    assertMisused(
        fixture.evaluate("double", rows, "--label", "y", "--weight", "w", "--weight", "y"),
        "--weight: two columns");
    assertMisused(
        CommandRun.of(
            "evaluate", "--target", fixture.target(), "--data", rows.toString(), "--label", "y"),
        "MODEL");
    assertThat(fixture.received().headers).isEmpty();
  }

  private static void assertMisused(CommandRun run, String message) {
    assertThat(run.err()).contains(message);
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.out()).isEmpty();
  }

  @Test
  void evaluate_severalServers_getTheirPartsAndOneRecord() throws IOException {
    try (FakeScorekeeper second = FakeScorekeeper.start(0)) {
      CommandRun run =
          CommandRun.of(
              "evaluate",
              "double",
              "--servers",
              fixture.target() + "," + second.target(),
              "--data",
              EvaluateFixture.rows(folder).toString(),
              "--label",
              "y",
              "--loss",
              "mse",
              "--message-rows",
              "1");
      assertThat(run.err()).isEmpty();
      assertThat(run.exitCode()).isEqualTo(0);
      assertThat(run.out()).contains("on 3 rows");
      assertThat(fixture.received().rows).hasSize(2);
      assertThat(second.evaluations().rows).hasSize(1);
      assertThat(second.evaluations().rows.get(0).getSequence()).isEqualTo(0);
      assertThat(fixture.received().records).hasSize(1);
      assertThat(second.evaluations().records).isEmpty();
    }
  }

  @Test
  void evaluate_unknownColumnOrFile_fails() throws IOException {
    CommandRun column =
        fixture.evaluate(
            "double", EvaluateFixture.rows(folder), "--label", "nope", "--loss", "mse");
    assertThat(column.exitCode()).isEqualTo(1);
    assertThat(column.err()).contains("there is no column \"nope\"");
    CommandRun file =
        fixture.evaluate(
            "double", EvaluateFixture.rows(folder), "--label", "nope.npy", "--loss", "mse");
    assertThat(file.exitCode()).isEqualTo(1);
    assertThat(file.err()).contains("There is no file or folder nope.npy.");
  }

  @Test
  void evaluate_noServer_saysWhatToDo() throws IOException {
    Path rows = EvaluateFixture.rows(folder);
    String target = fixture.target();
    fixture.close();
    CommandRun run =
        CommandRun.of(
            "evaluate", "double", "--target", target, "--data", rows.toString(), "--label", "y");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("No server answers at " + target);
  }
}
