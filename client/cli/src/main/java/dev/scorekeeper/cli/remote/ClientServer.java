package dev.scorekeeper.cli.remote;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.EvaluationRequest;
import dev.scorekeeper.client.EvaluationResult;
import dev.scorekeeper.client.LabelledRows;
import dev.scorekeeper.client.Prediction;
import dev.scorekeeper.client.Result;
import dev.scorekeeper.client.RetryPolicy;
import dev.scorekeeper.client.ScorekeeperClient;
import dev.scorekeeper.client.ScorekeeperException;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import dev.scorekeeper.v1.ModelInfo;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import io.grpc.Status;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A server reached through the client library.
 *
 * <p>Questions are asked once, so that a person hears at once when there is no server; predictions
 * are tried again patiently, since a long file should outlive a busy minute.
 */
public final class ClientServer implements RemoteServer, RemoteEvaluations {
  private static final Duration QUESTION_DEADLINE = Duration.ofSeconds(10);
  private static final Duration PREDICTION_DEADLINE = Duration.ofMinutes(5);
  private static final int PREDICTION_ATTEMPTS = 12;
  private static final int MAXIMUM_MESSAGE_BYTES = 256 << 20;

  private final String target;
  private final ScorekeeperClient questions;
  private final ScorekeeperClient predictions;

  private ClientServer(String target, ScorekeeperClient questions, ScorekeeperClient predictions) {
    this.target = target;
    this.questions = questions;
    this.predictions = predictions;
  }

  /**
   * A server at an address; nothing is sent before the first call.
   *
   * @param target host and port, such as {@code localhost:8500}
   * @param connections how many for predictions, at least 1; each is served by one thread of the
   *     server
   */
  public static ClientServer at(String target, int connections) {
    ScorekeeperClient questions =
        ScorekeeperClient.builder(target)
            .deadline(QUESTION_DEADLINE)
            .retryPolicy(RetryPolicy.never())
            .maxMessageBytes(MAXIMUM_MESSAGE_BYTES)
            .executor(Runnable::run)
            .build();
    ScorekeeperClient predictions =
        ScorekeeperClient.builder(target)
            .connections(connections)
            .deadline(PREDICTION_DEADLINE)
            .retryPolicy(RetryPolicy.standard().withMaxAttempts(PREDICTION_ATTEMPTS))
            .maxMessageBytes(MAXIMUM_MESSAGE_BYTES)
            .executor(Runnable::run)
            .build();
    return new ClientServer(target, questions, predictions);
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public List<ModelInfo> listModels() {
    return ask(() -> questions.models().list());
  }

  @Override
  public ModelInfo getModel(String name) {
    return ask(() -> questions.models().get(name));
  }

  @Override
  public GetStatisticsResponse statistics() {
    return ask(questions::statistics);
  }

  private <T> T ask(Supplier<T> question) {
    try {
      return question.get();
    } catch (ScorekeeperException e) {
      throw Refusals.explain(target, e);
    }
  }

  @Override
  public CompletableFuture<Result> predict(Prediction prediction) {
    return predictions.predictAsync(prediction).exceptionallyCompose(this::explained);
  }

  private CompletableFuture<Result> explained(Throwable failure) {
    Throwable cause =
        failure instanceof CompletionException && failure.getCause() != null
            ? failure.getCause()
            : failure;
    CommandException explained =
        cause instanceof ScorekeeperException refusal
            ? Refusals.explain(target, refusal)
            : CommandException.failed("The call broke: " + cause, cause);
    return CompletableFuture.failedFuture(explained);
  }

  @Override
  public void check(EvaluationRequest request) {
    try {
      predictions.checkEvaluation(request);
    } catch (ScorekeeperException e) {
      // An older server says it when rows come.
      if (e.code() != Status.Code.UNIMPLEMENTED) {
        throw Refusals.explainEvaluation(target, e);
      }
    }
  }

  @Override
  public EvaluationResult evaluate(
      EvaluationRequest request,
      Iterable<LabelledRows> rows,
      Consumer<EvaluationProgress> listener) {
    try {
      return predictions.evaluate(request, rows, listener);
    } catch (ScorekeeperException e) {
      throw Refusals.explainEvaluation(target, e);
    }
  }

  @Override
  public RemoteShard openShard(EvaluationRequest request) {
    return new RemoteShard(target, predictions.openEvaluationShard(request));
  }

  @Override
  public EvaluationResult merge(List<EvaluationState> states) {
    try {
      return predictions.mergeEvaluations(states);
    } catch (ScorekeeperException e) {
      throw Refusals.explain(target, e);
    }
  }

  @Override
  public Evaluation getEvaluation(String id) {
    return ask(() -> questions.evaluations().get(id));
  }

  @Override
  public String canonicalEvaluation(String id) {
    return ask(() -> questions.evaluations().canonical(id));
  }

  @Override
  public ListEvaluationsResponse listEvaluations(ListEvaluationsRequest request) {
    return ask(() -> questions.evaluations().page(request));
  }

  @Override
  public CompareEvaluationsResponse compareEvaluations(
      String baselineId, String candidateId, List<String> despite) {
    try {
      return questions.evaluations().compare(baselineId, candidateId, despite);
    } catch (ScorekeeperException e) {
      throw Refusals.explainEvaluation(target, e);
    }
  }

  @Override
  public void deleteEvaluation(String id) {
    ask(
        () -> {
          questions.evaluations().delete(id);
          return true;
        });
  }

  @Override
  public VerifyEvaluationsResponse verifyEvaluations(String knownHead) {
    try {
      return predictions.evaluations().verify(knownHead);
    } catch (ScorekeeperException e) {
      throw Refusals.explain(target, e);
    }
  }

  @Override
  public boolean isServing(Duration limit) {
    return questions.awaitReady(limit);
  }

  @Override
  public void close() {
    questions.close();
    predictions.close();
  }
}
