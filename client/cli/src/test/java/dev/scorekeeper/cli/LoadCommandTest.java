package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as typed, against the fake server. */
final class LoadCommandTest {
  @TempDir private Path folder = Path.of("");

  private static CommandRun load(FakeScorekeeper server, String... options) {
    List<String> words = new ArrayList<>(List.of("load", "double", "--target", server.target()));
    words.addAll(List.of("--warmup", "50ms", "--duration", "300ms", "--windows", "3"));
    words.addAll(List.of(options));
    return CommandRun.of(words.toArray(String[]::new));
  }

  @Test
  void load_openLoop_reportsAsTextAndPageAndTable() throws IOException {
    Path page = folder.resolve("load.html");
    Path table = folder.resolve("load.hgrm");
    try (FakeScorekeeper server = FakeScorekeeper.start(0)) {
      CommandRun run =
          load(
              server,
              "--rate",
              "300",
              "--slo",
              "p99=50ms",
              "--html",
              page.toString(),
              "--hgrm",
              table.toString());
      assertThat(run.err()).doesNotContain("unexpected");
      assertThat(run.exitCode()).isEqualTo(0);
      assertThat(run.out()).contains("double version 3 at " + server.target());
      assertThat(run.out()).contains("open loop at 300 requests a second (Poisson)");
      assertThat(run.out()).contains("Ended: OK ");
      assertThat(run.out()).contains("rows a run");
    }
    assertThat(Files.readString(page)).contains("Latency by percentile");
    assertThat(Files.readString(table)).contains("#[Mean");
  }

  @Test
  void load_twoGenerators_mergeIntoOneReport() throws IOException {
    Path one = folder.resolve("one.json");
    Path two = folder.resolve("two.json");
    long answered = 0;
    try (FakeScorekeeper server = FakeScorekeeper.start(0)) {
      for (Path file : List.of(one, two)) {
        CommandRun run = load(server, "--concurrency", "4", "--rows", "3", "--json", "--stream");
        // The fake server knows no streams: nothing is answered, and that is no success.
        assertThat(run.exitCode()).isEqualTo(1);
        run = load(server, "--concurrency", "4", "--rows", "3", "--json");
        JsonObject json = JsonParser.parseString(run.out()).getAsJsonObject();
        // As if they had run side by side.
        json.getAsJsonObject("result").addProperty("started_millis", 1);
        Files.writeString(file, json.toString());
        answered +=
            json.getAsJsonObject("summary").getAsJsonObject("statuses").get("OK").getAsLong();
      }
    }
    CommandRun merged = CommandRun.of("load", "merge", one.toString(), two.toString(), "--json");
    assertThat(merged.err()).isEmpty();
    JsonObject json = JsonParser.parseString(merged.out()).getAsJsonObject();
    assertThat(json.getAsJsonObject("summary").getAsJsonObject("statuses").get("OK").getAsLong())
        .isEqualTo(answered);
    CommandRun text = CommandRun.of("load", "merge", one.toString(), two.toString());
    assertThat(text.out()).contains("closed loop of 8 calls");
    assertThat(text.out()).contains("from 2 generators");
  }

  @Test
  void load_fileOfRows_sendsThem() throws IOException {
    Path rows = folder.resolve("rows.csv");
    Files.writeString(rows, "x_0,x_1,x_2,x_3\n1,2,3,4\n-1,0,0,0\n");
    try (FakeScorekeeper server = FakeScorekeeper.start(0)) {
      CommandRun run = load(server, "--data", rows.toString(), "--single");
      assertThat(run.exitCode()).isEqualTo(0);
      // The server refuses every second of them.
      assertThat(run.out()).contains("INVALID_ARGUMENT");
      assertThat(run.out()).contains("2 distinct requests");
    }
  }

  @Test
  void load_contradictions_areMisuse() throws IOException {
    try (FakeScorekeeper server = FakeScorekeeper.start(0)) {
      assertThat(load(server, "--rate", "5", "--single").exitCode()).isEqualTo(2);
      assertThat(load(server, "--find-max").err()).contains("--find-max needs --slo");
      assertThat(load(server, "--slo", "10ms").err()).contains("give it as p99=10ms");
      assertThat(load(server, "--rate", "-1").exitCode()).isEqualTo(2);
      assertThat(load(server, "--deadline", "1h").exitCode()).isEqualTo(2);
    }
    assertThat(CommandRun.of("load").err()).contains("Name the model");
  }

  @Test
  void merge_otherFiles_saysWhich() throws IOException {
    Path file = folder.resolve("other.json");
    Files.writeString(file, "{}");
    CommandRun run = CommandRun.of("load", "merge", file.toString());
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).contains("other.json: not a measurement of \"load\".");
  }
}
