package dev.scorekeeper.cli;

import static com.google.common.truth.Truth.assertThat;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files in, files out, through a server whose answers overtake each other. */
@SuppressWarnings("NullAway.Init") // JUnit sets it before each test.
final class PredictCommandTest {
  @TempDir private Path folder = Path.of("");
  private FakeScorekeeper server;

  @BeforeEach
  void start() throws IOException {
    server = FakeScorekeeper.start(0);
  }

  @AfterEach
  void stop() throws InterruptedException {
    server.close();
  }

  private CommandRun predict(Path data, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of("predict", "double", "--target", server.target(), "--data", data.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  /** Rows n, n+1, n+2, n+3 for n from 0. */
  private Path rows(int count) throws IOException {
    String lines =
        IntStream.range(0, count)
            .mapToObj(i -> "%d,%d,%d,%d,row %d\n".formatted(i, i + 1, i + 2, i + 3, i))
            .collect(Collectors.joining());
    return Files.writeString(folder.resolve("rows.csv"), "x_0,x_1,x_2,x_3,name\n" + lines);
  }

  @Test
  void predict_manyRequests_keepsOrderAndWindow() throws IOException {
    Path to = folder.resolve("out.csv");
    CommandRun run =
        predict(
            rows(1000),
            "--to",
            to.toString(),
            "--rows-per-request",
            "3",
            "--in-flight",
            "5",
            "--keep",
            "name");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isEqualTo(0);
    List<String> lines = Files.readAllLines(to);
    assertThat(lines.get(0)).isEqualTo("name,y_0,y_1,y_2,y_3");
    assertThat(lines).hasSize(1001);
    for (int i = 0; i < 1000; i++) {
      assertThat(lines.get(i + 1))
          .isEqualTo(
              "row %d,%d.0,%d.0,%d.0,%d.0".formatted(i, 2 * i, 2 * i + 2, 2 * i + 4, 2 * i + 6));
    }
    assertThat(server.mostInFlight()).isAtMost(5);
    assertThat(server.mostInFlight()).isAtLeast(2);
    assertThat(server.requests()).isEqualTo(334);
  }

  @Test
  void predict_toEveryKindOfFile_thenFromIt_doublesTwice() throws IOException {
    Path rows = rows(20);
    for (String kind : List.of("npy", "npz", "csv", "jsonl", "parquet")) {
      Path first = folder.resolve("first." + kind);
      Path second = folder.resolve("second.jsonl");
      assertThat(predict(rows, "--to", first.toString()).err()).isEmpty();
      boolean named = !kind.equals("npy");
      String[] input =
          named && !kind.equals("csv")
              ? new String[] {"--to", second.toString(), "--input", "x=y"}
              : new String[] {"--to", second.toString()};
      assertThat(predict(first, input).err()).isEmpty();
      assertThat(Files.readAllLines(second).get(1)).isEqualTo("{\"y\":[4.0,8.0,12.0,16.0]}");
      assertThat(Files.exists(Path.of(first + ".part"))).isFalse();
    }
  }

  @Test
  void predict_withoutTo_showsTheFirstRows() throws IOException {
    CommandRun run = predict(rows(12), "--classes", "--threshold", "4");
    assertThat(run.out())
        .startsWith(
            """
            row  y                                     y_class  y_above
              1  [0.0000, 2.0000, 4.0000, 6.0000]            3  [false, false, false, true]
            """);
    assertThat(run.out())
        .contains("\n… 2 rows more; --to FILE writes all\n12 rows scored by double");
  }

  @Test
  void predict_classesToNpy_writesTheIndicesAlone() throws IOException {
    Path to = folder.resolve("classes.npy");
    assertThat(predict(rows(5), "--classes", "--to", to.toString()).exitCode()).isEqualTo(0);
    assertThat(Files.size(to)).isEqualTo(192 + 5 * 8);
  }

  @Test
  void predict_toStdout_isJsonLines() throws IOException {
    CommandRun run = predict(rows(2), "--to", "-");
    assertThat(run.out()).isEqualTo("{\"y\":[0.0,2.0,4.0,6.0]}\n{\"y\":[2.0,4.0,6.0,8.0]}\n");
  }

  @Test
  void predict_json_isOneObject() throws IOException {
    CommandRun run = predict(rows(7), "--json");
    var json = JsonParser.parseString(run.out()).getAsJsonObject();
    assertThat(json.get("rows").getAsInt()).isEqualTo(7);
    assertThat(json.get("version").getAsInt()).isEqualTo(3);
    assertThat(run.out().lines().count()).isEqualTo(1);
  }

  @Test
  void predict_refusedRow_namesTheRowsAndKeepsThePart() throws IOException {
    Path data =
        Files.writeString(folder.resolve("bad.jsonl"), "[1,1,1,1]\n[2,2,2,2]\n[-1,0,0,0]\n");
    Path to = folder.resolve("out.jsonl");
    CommandRun run = predict(data, "--to", to.toString(), "--rows-per-request", "2");
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "scorekeeper: Rows 3 to 3 were not scored: The model rejected row 0 (MODEL_REJECTED_INPUT, field inputs[0]). The 2 rows before are in %s.part.\n"
                .formatted(to));
    assertThat(Files.exists(to)).isFalse();
    assertThat(Files.readAllLines(Path.of(to + ".part"))).hasSize(2);
  }

  @Test
  void predict_wrongCell_namesFileAndLine() throws IOException {
    Path data = Files.writeString(folder.resolve("bad.csv"), "1,2,3,4\n1,2,x,4\n");
    CommandRun run = predict(data);
    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo("scorekeeper: " + data + ": line 2, \"x\": \"x\" is no float32.\n");
  }

  @Test
  void predict_problemsWithFiles_areSentences() throws IOException {
    CommandRun missing = predict(folder.resolve("no.npy"));
    assertThat(missing.exitCode()).isEqualTo(1);
    assertThat(missing.err()).contains("There is no file or folder");
    CommandRun noFolder = predict(rows(1), "--to", folder.resolve("no/out.csv").toString());
    assertThat(noFolder.exitCode()).isEqualTo(1);
    assertThat(noFolder.err()).contains("There is no file or folder");
    CommandRun kind = predict(rows(1), "--to", folder.resolve("out.xls").toString());
    assertThat(kind.exitCode()).isEqualTo(1);
    assertThat(kind.err()).contains("not a kind of file that can be written");
  }

  @Test
  void predict_namesThatTheModelLacks_saysWhich() throws IOException {
    CommandRun output = predict(rows(1), "--output", "nope");
    assertThat(output.exitCode()).isEqualTo(2);
    assertThat(output.err()).contains("nope");
    CommandRun input = predict(rows(1), "--input", "nope=x_0");
    assertThat(input.exitCode()).isEqualTo(1);
    assertThat(input.err()).contains("nope");
  }

  @Test
  void predict_optionsThatContradict_endWith2() throws IOException {
    Path rows = rows(1);
    assertThat(predict(rows, "--classes", "--top-k", "2").exitCode()).isEqualTo(2);
    assertThat(predict(rows, "--to", "-", "--json").exitCode()).isEqualTo(2);
    assertThat(predict(rows, "--to", rows.toString()).exitCode()).isEqualTo(2);
    assertThat(predict(rows, "--in-flight", "0").exitCode()).isEqualTo(2);
  }

  @Test
  void predict_unknownVersionOrLabel_pointsToTheModel() throws IOException {
    CommandRun version = predict(rows(1), "--model-version", "9");
    assertThat(version.exitCode()).isEqualTo(1);
    assertThat(version.err()).contains("Model double has no version 9");
    assertThat(predict(rows(1), "--label", "canary").err()).contains("no label \"canary\"");
    assertThat(predict(rows(1), "--label", "stable").exitCode()).isEqualTo(0);
  }
}
