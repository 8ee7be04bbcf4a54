package dev.scorekeeper.client;

import dev.scorekeeper.v1.EvaluationState;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The examples that docs/client.md quotes; {@link ClientExamplesTest} runs them. */
final class ClientExamples {

  private ClientExamples() {}

  static float[] scoreOnce(String target, float[] pixels) {
    // [once]
    try (ScorekeeperClient client = ScorekeeperClient.connect(target)) {
      Result result =
          client.predict(
              Prediction.of("digits").input("image", pixels, pixels.length / 64, 8, 8, 1));
      return result.output("output_0").floats(0);
    }
    // [/once]
  }

  static long[] bestClasses(ScorekeeperClient client, float[][][][] images) {
    // [transform]
    RequestedOutput topThree =
        RequestedOutput.of("output_0").topK(3).expect(OutputKind.PROBABILITY);
    Result result = client.predict(Prediction.of("digits").input("image", images).output(topThree));
    return result.output("output_0").indices().orElseThrow().longs();
    // [/transform]
  }

  static ScorekeeperClient configured(String... targets) {
    // [builder]
    return ScorekeeperClient.builder(targets)
        .connections(4)
        .deadline(Duration.ofSeconds(2))
        .retryPolicy(RetryPolicy.standard().withMaxAttempts(3))
        .maxInFlight(512)
        .build();
    // [/builder]
  }

  static String act(ScorekeeperClient client, Prediction prediction) {
    // [errors]
    try {
      return client.predict(prediction).toString();
    } catch (ScorekeeperException e) {
      if (e.code() == Status.Code.INVALID_ARGUMENT) {
        return "mend " + e.field() + ": " + e.reason();
      } else if (e.code() == Status.Code.RESOURCE_EXHAUSTED) {
        return "too busy, again after " + e.retryAfter().orElse(Duration.ofSeconds(1));
      }
      throw e;
    }
    // [/errors]
  }

  static double sumInOrder(ScorekeeperClient client, Iterable<Prediction> predictions) {
    // [stream]
    double sum = 0;
    try (PredictStream stream = client.openStream()) {
      Queue<CompletableFuture<Result>> waiting = new ArrayDeque<>();
      for (Prediction prediction : predictions) {
        waiting.add(stream.submit(prediction));
        // Take what is ready, and at most 1,000 answers ahead of the slowest.
        while (!waiting.isEmpty() && (waiting.element().isDone() || waiting.size() > 1000)) {
          sum += waiting.remove().join().output().floats()[0];
        }
      }
      while (!waiting.isEmpty()) {
        sum += waiting.remove().join().output().floats()[0];
      }
    }
    return sum;
    // [/stream]
  }

  static double accuracy(ScorekeeperClient client, float[][][][] images, int[] labels) {
    // [evaluate]
    EvaluationRequest request =
        EvaluationRequest.of("digits")
            .output(
                EvaluatedOutput.of("output_0")
                    .loss("sparse_categorical_crossentropy")
                    .metrics("accuracy", "SparseTopKCategoricalAccuracy(k=3)"))
            .dataset("digits-test", "3")
            .gate("accuracy >= 0.95");
    EvaluationResult result =
        client.evaluate(
            request,
            List.of(LabelledRows.of().input("image", images).label("output_0", Tensor.of(labels))));
    return result.isAccepted() ? result.value("accuracy") : Double.NaN;
    // [/evaluate]
  }

  static EvaluationResult onSeveral(
      EvaluationRequest request,
      List<ScorekeeperClient> servers,
      Function<ScorekeeperClient, List<LabelledRows>> rows) {
    // [shards]
    List<EvaluationState> states = new ArrayList<>();
    for (ScorekeeperClient server : servers) {
      try (EvaluationStream<EvaluationState> part = server.openEvaluationShard(request)) {
        rows.apply(server).forEach(part::send);
        states.add(part.finish());
      }
    }
    return servers.get(0).mergeEvaluations(states);
    // [/shards]
  }
}
