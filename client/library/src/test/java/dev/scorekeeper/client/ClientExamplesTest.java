package dev.scorekeeper.client;

import static com.google.common.truth.Truth.assertThat;

import dev.scorekeeper.v1.PredictedOutput;
import io.grpc.Grpc;
import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs the examples of docs/client.md, and checks that the page quotes them. */
final class ClientExamplesTest {

  private static final Path ROOT = Path.of("../..");
  private static final Path SOURCE =
      Path.of("src/test/java/dev/scorekeeper/client/ClientExamples.java");

  private final FakeScoringService service = new FakeScoringService();
  private Server server = newServer();

  private Server newServer() {
    return Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
        .addService(service)
        .build();
  }

  @Test
  void examples_ofEvaluation_work() throws IOException {
    Server evaluating =
        Grpc.newServerBuilderForPort(0, InsecureServerCredentials.create())
            .addService(new FakeEvaluations())
            .build()
            .start();
    try (ScorekeeperClient client =
        ScorekeeperClient.connect("localhost:" + evaluating.getPort())) {
      // The stand-in fails a gate of every evaluation.
      assertThat(ClientExamples.accuracy(client, new float[2][8][8][1], new int[] {1, 2})).isNaN();
      LabelledRows row = LabelledRows.of().input("x", new float[] {1}).label("y", new float[] {1});
      EvaluationResult merged =
          ClientExamples.onSeveral(
              EvaluationRequest.of("m"), List.of(client, client), server -> List.of(row, row));
      assertThat(merged.rowCount()).isEqualTo(4);
    } finally {
      evaluating.shutdownNow();
    }
  }

  @BeforeEach
  void start() throws IOException {
    server = server.start();
  }

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void examples_againstAServer_work() {
    String target = "localhost:" + server.getPort();
    Prediction row = Prediction.of("m").input("x", new float[] {2}, 1, 1);
    try (ScorekeeperClient client = ClientExamples.configured(target)) {
      assertThat(ClientExamples.sumInOrder(client, List.of(row, row, row))).isEqualTo(6.0);
      assertThat(ClientExamples.act(client, row)).isEqualTo("m:7[x: VALUE float32[1, 1]]");
      service.failNext(
          FakeScoringService.failure(
              FakeScoringService.badInput("INPUT_UNKNOWN", "inputs[0].name")));
      assertThat(ClientExamples.act(client, row)).isEqualTo("mend inputs[0].name: INPUT_UNKNOWN");
    }
  }

  @Test
  void examples_ofDigits_work() {
    String target = "localhost:" + server.getPort();
    service.change =
        response -> {
          PredictedOutput.Builder output = response.getOutputs(0).toBuilder();
          output.getTensorBuilder().setName("output_0");
          output.setIndices(Wire.encode("output_0", Tensor.of(new long[] {3, 1, 2}, 1, 3)));
          return response.toBuilder().setOutputs(0, output).build();
        };
    float[] pixels = new float[2 * 64];
    pixels[5] = 9;

    assertThat(ClientExamples.scoreOnce(target, pixels)[5]).isEqualTo(9f);
    try (ScorekeeperClient client = ScorekeeperClient.connect(target)) {
      assertThat(ClientExamples.bestClasses(client, new float[1][8][8][1]))
          .isEqualTo(new long[] {3, 1, 2});
    }
  }

  @Test
  void page_examples_areTheCompiledOnes() throws IOException {
    String page = Files.readString(ROOT.resolve("docs/client.md"));
    String source = Files.readString(SOURCE);
    for (String name :
        List.of("once", "transform", "builder", "errors", "stream", "evaluate", "shards")) {
      String code =
          source
              .substring(
                  source.indexOf("// [" + name + "]\n") + name.length() + 6,
                  source.indexOf("    // [/" + name + "]"))
              .indent(-4);
      assertThat(page).contains("<!-- example: " + name + " -->\n```java\n" + code + "```\n");
    }
  }
}
