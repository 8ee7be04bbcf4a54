package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonParser;
import dev.scorekeeper.cli.evaluate.Records;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The records of a server, through the commands about them. */
@SuppressWarnings("NullAway.Init") // JUnit sets it before each test.
final class EvaluationsCommandTest {
  @TempDir private Path folder = Path.of("");
  private FakeScorekeeper server;

  @BeforeEach
  void start() throws IOException {
    server = FakeScorekeeper.start(0);
    for (int i = 1; i <= 5; i++) {
      server
          .evaluations()
          .records
          .add(
              Records.full().toBuilder()
                  .setId("ev-" + i)
                  .setBaselineId("")
                  .setCreateTime(
                      Records.full().getCreateTime().toBuilder().setSeconds(1_769_860_000 + i))
                  .build());
    }
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private CommandRun run(String... words) {
    List<String> arguments = new ArrayList<>(List.of("evaluations"));
    arguments.addAll(List.of(words));
    arguments.addAll(List.of("--target", server.target()));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  @Test
  void list_all_goesThroughThePages() {
    CommandRun run = run("list");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out().lines().count()).isEqualTo(6);
    assertThat(run.out().lines().toList().get(1)).startsWith("ev-5  2026-01-31 11:46  digits");
    assertThat(server.evaluations().lists).hasSize(3);
  }

  @Test
  void list_limit_saysThatThereIsMore() {
    CommandRun run = run("list", "--limit", "2");
    assertThat(run.out()).endsWith("… more; --limit 0 shows all\n");
    assertThat(run.out().lines().count()).isEqualTo(4);
    assertThat(run("list", "--limit", "-1").exitCode()).isEqualTo(2);
  }

  @Test
  void list_filters_reachTheServer() {
    run(
        "list",
        "--model",
        "digits",
        "--model-version",
        "2",
        "--dataset",
        "d@3",
        "--since",
        "2026-01-31",
        "--until",
        "2026-02-01T12:30:00Z",
        "--verdict",
        "not-gated");
    ListEvaluationsRequest asked = server.evaluations().lists.get(0);
    assertThat(asked.getModel()).isEqualTo("digits");
    assertThat(asked.getVersion()).isEqualTo(2);
    assertThat(asked.getDataset()).isEqualTo("d");
    assertThat(asked.getDatasetVersion()).isEqualTo("3");
    assertThat(asked.getStartTime().getSeconds()).isEqualTo(1_769_817_600);
    assertThat(asked.getEndTime().getSeconds()).isEqualTo(1_769_949_000);
    assertThat(asked.getVerdict()).isEqualTo(Verdict.VERDICT_NOT_GATED);
    assertThat(run("list", "--since", "yesterday").exitCode()).isEqualTo(2);
  }

  @Test
  void list_json_isTheSummaries() {
    var json = JsonParser.parseString(run("list", "--json").out()).getAsJsonObject();
    assertThat(json.getAsJsonArray("evaluations")).hasSize(5);
  }

  @Test
  void show_record_isPrintedAsEvaluateDoes() throws IOException {
    CommandRun run = run("show", "ev-2");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).contains("record ev-2: FAILED, 1 of 2 gates");
    CommandRun json = run("show", "ev-2", "--json");
    assertThat(
            JsonParser.parseString(json.out())
                .getAsJsonObject()
                .getAsJsonObject("metrics")
                .get("accuracy")
                .getAsDouble())
        .isEqualTo(0.9644444584846497);
    Path page = folder.resolve("r.html");
    assertThat(run("show", "ev-2", "--report", page.toString()).exitCode()).isEqualTo(0);
    assertThat(Files.readString(page)).contains("<html");
  }

  @Test
  void show_unknownRecord_fails() {
    CommandRun run = run("show", "ev-9");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "scorekeeper: There is no evaluation 'ev-9' (EVALUATION_NOT_FOUND, field id). \"scorekeeper evaluations list\" lists what there is.\n");
  }

  @Test
  void compare_recordsThatCannotBe_endsWith1() {
    assertThat(run("compare", "ev-1", "ev-2").exitCode()).isEqualTo(0);
    server.evaluations().comparison = CompareEvaluationsResponse.getDefaultInstance();
    CommandRun run = run("compare", "ev-1", "ev-2");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.out()).startsWith("These records cannot be compared:");
    assertThat(run("compare", "ev-1").exitCode()).isEqualTo(2);
  }

  @Test
  void compare_despite_reachesTheServer() {
    assertThat(run("compare", "ev-1", "ev-2").exitCode()).isEqualTo(0);
    assertThat(server.evaluations().despite).isEmpty();
    CommandRun run =
        run(
            "compare",
            "ev-1",
            "ev-2",
            "--despite",
            "dataset.digest",
            "--despite",
            "spec.outputs[y].score_kind");
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(server.evaluations().despite)
        .containsExactly("dataset.digest", "spec.outputs[y].score_kind")
        .inOrder();
    CommandRun misused = run("compare", "ev-1", "ev-2", "--despite", "nope");
    assertThat(misused.exitCode()).isEqualTo(2);
    assertThat(misused.err()).contains("despite names 'nope' (DESPITE_INVALID, field despite[0])");
  }

  @Test
  void verify_problems_endWith1() {
    CommandRun good = run("verify");
    assertThat(good.exitCode()).isEqualTo(0);
    assertThat(good.out()).isEqualTo("1 record: all as they were written\nlast hash ab\n");
    server.evaluations().verification =
        server.evaluations().verification.toBuilder()
            .addProblems(FakeEvaluations.problem())
            .build();
    CommandRun bad = run("verify");
    assertThat(bad.exitCode()).isEqualTo(1);
    assertThat(bad.out()).contains("  2  ev-2  Its content was changed.");
    assertThat(run("verify", "--json").out()).contains("\"head_hash\": \"ab\"");
  }

  @Test
  void verify_knownHead_isAskedFor() {
    String head = "0123456789abcdef".repeat(4);
    assertThat(run("verify", "--known-head", head).exitCode()).isEqualTo(0);
    assertThat(server.evaluations().knownHead).isEqualTo(head);
    CommandRun run = run("verify", "--known-head", "ab");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("--known-head ab: a hash has 64 digits");
  }

  @Test
  void export_canonical_isALineForEachRecord() throws IOException {
    Path lines = folder.resolve("canonical.jsonl");
    CommandRun run = run("export", "--canonical", "--to", lines.toString());
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(Files.readString(lines)).isEqualTo("{ev-5}\n{ev-4}\n{ev-3}\n{ev-2}\n{ev-1}\n");
    assertThat(run("export", "--canonical", "--to", "records.csv").exitCode()).isEqualTo(2);
  }

  @Test
  void export_jsonLinesAndCsv_holdEveryRecord() throws IOException {
    Path lines = folder.resolve("records.jsonl");
    CommandRun run = run("export", "--to", lines.toString());
    assertThat(run.exitCode()).isEqualTo(0);
    assertThat(run.out()).isEqualTo("5 records written to " + lines + "\n");
    List<String> written = Files.readAllLines(lines);
    assertThat(written).hasSize(5);
    var first = JsonParser.parseString(written.get(0)).getAsJsonObject();
    assertThat(first.get("id").getAsString()).isEqualTo("ev-5");
    assertThat(first.getAsJsonArray("slices")).hasSize(2);
    Path csv = folder.resolve("records.csv");
    run("export", "--to", csv.toString());
    assertThat(Files.readAllLines(csv)).hasSize(1 + 5 * 7);
    assertThat(Files.exists(Path.of(csv + ".part"))).isFalse();
    assertThat(run("export", "--to", "-").out().lines().count()).isEqualTo(5);
    assertThat(run("export", "--to", "records.xls").exitCode()).isEqualTo(2);
  }

  @Test
  void delete_records_areGone() {
    CommandRun run = run("delete", "ev-1", "ev-2");
    assertThat(run.out()).isEqualTo("deleted ev-1\ndeleted ev-2\n");
    assertThat(server.evaluations().records).hasSize(3);
    assertThat(run("delete", "ev-3", "--json").out()).isEqualTo("{\"deleted\":[\"ev-3\"]}\n");
    assertThat(run("delete").exitCode()).isEqualTo(2);
  }

  @Test
  void evaluations_withoutCommand_isMisuse() {
    CommandRun run = CommandRun.of("evaluations");
    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err()).contains("Missing command: list, show, compare");
  }
}
