package dev.scorekeeper.client;

import dev.scorekeeper.v1.CheckEvaluationRequest;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.GetStatisticsRequest;
import dev.scorekeeper.v1.GetStatisticsResponse;
import dev.scorekeeper.v1.MergeEvaluationsRequest;
import dev.scorekeeper.v1.ModelServiceGrpc;
import dev.scorekeeper.v1.PredictRequest;
import dev.scorekeeper.v1.ScoringServiceGrpc;
import io.grpc.Status;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A client of one or several equal Scorekeeper servers. Safe for use by many threads; make one and
 * keep it.
 *
 * <pre>{@code
 * try (ScorekeeperClient client = ScorekeeperClient.connect("localhost:8500")) {
 *   Result result =
 *       client.predict(Prediction.of("digits").input("image", pixels, 32, 8, 8, 1));
 *   float[] first = result.output("output_0").floats(0);
 * }
 * }</pre>
 *
 * <p>Requests go over the connections in turn. Failed ones are tried again as the {@link
 * RetryPolicy} says, within their deadline. Every failure is a {@link ScorekeeperException}; wrong
 * arguments are an {@link IllegalArgumentException} before anything is sent.
 */
public final class ScorekeeperClient implements AutoCloseable {

  private static final Duration PATIENCE_WHEN_CLOSING = Duration.ofSeconds(5);

  private final Transport transport;
  private final Duration defaultDeadline;
  private final Semaphore room;
  private final ModelsClient models;
  private final EvaluationsClient evaluations;

  ScorekeeperClient(Transport transport, Duration defaultDeadline, int maxInFlight) {
    this.transport = transport;
    this.defaultDeadline = defaultDeadline;
    this.room = new Semaphore(maxInFlight);
    this.models = new ModelsClient(transport, defaultDeadline);
    this.evaluations = new EvaluationsClient(transport, defaultDeadline);
  }

  /** A client of one server, in plain text, with the defaults of {@link ClientBuilder}. */
  public static ScorekeeperClient connect(String target) {
    return builder(target).build();
  }

  /**
   * Starts the making of a client.
   *
   * @param targets one or several servers, each {@code HOST:PORT} or another gRPC target
   */
  public static ClientBuilder builder(String... targets) {
    return new ClientBuilder(targets);
  }

  /**
   * Scores the rows of one request and waits for the result.
   *
   * @throws ScorekeeperException when it failed; with code CANCELLED, and the interrupt set, when
   *     the waiting thread was interrupted
   */
  public Result predict(Prediction prediction) {
    return Waiting.get(predictAsync(prediction));
  }

  /**
   * Scores the rows of one request.
   *
   * <p>Waits while as many requests as {@link ClientBuilder#maxInFlight} are under way, for at most
   * the request's deadline. A request's place is free before its future completes, so code attached
   * to the future may send the next one.
   *
   * @return completes, on a thread of the client's executor, with the result or a {@link
   *     ScorekeeperException}; cancelling it cancels the request, on the server too
   */
  public CompletableFuture<Result> predictAsync(Prediction prediction) {
    transport.checkOpen();
    Duration limit = prediction.deadline() == null ? defaultDeadline : prediction.deadline();
    PredictRequest request = prediction.wire();
    Failure tooLarge = transport.checkSize(request.getSerializedSize());
    if (tooLarge != null) {
      return CompletableFuture.failedFuture(tooLarge.exception);
    }
    long deadlineNanos = transport.timer.nanoTime() + limit.toNanos();
    try {
      if (!room.tryAcquire(limit.toNanos(), TimeUnit.NANOSECONDS)) {
        return CompletableFuture.failedFuture(
            Failures.local(
                    Status.Code.DEADLINE_EXCEEDED,
                    "too many requests were under way for " + limit,
                    null)
                .exception);
      }
    } catch (InterruptedException e) {
      return CompletableFuture.failedFuture(Waiting.interrupted(e));
    }
    return new UnaryCall<>(
            transport,
            ScoringServiceGrpc.getPredictMethod(),
            request,
            deadlineNanos,
            Wire::decode,
            room::release)
        .start();
  }

  /** Opens a stream for many requests, with the standard window. */
  public PredictStream openStream() {
    return openStream(StreamOptions.standard());
  }

  /** Opens a stream for many requests. The caller closes it. */
  public PredictStream openStream(StreamOptions options) {
    return PredictStream.open(transport, defaultDeadline, options);
  }

  /**
   * Says how good a model is on labelled rows, and waits for the result. Has no deadline.
   *
   * <p>When the server goes away the evaluation begins anew, as the {@link RetryPolicy} says: the
   * rows are then gone through again from the first one. A request id, made up unless given, keeps
   * the server from making two records of it.
   *
   * @throws ScorekeeperException when it failed; there is no record then
   */
  public EvaluationResult evaluate(EvaluationRequest request, Iterable<LabelledRows> rows) {
    transport.checkOpen();
    return new RepeatedEvaluation(transport, request, rows, null).run();
  }

  /**
   * The same, with news of how far it is.
   *
   * @param listener called about once a second on threads of the client's executor; must be quick
   */
  public EvaluationResult evaluate(
      EvaluationRequest request,
      Iterable<LabelledRows> rows,
      Consumer<EvaluationProgress> listener) {
    transport.checkOpen();
    return new RepeatedEvaluation(transport, request, rows, listener).run();
  }

  /**
   * Finds what is wrong with an evaluation before any row is read: texts, names, gates, baseline,
   * model. What depends on the labels is seen with the first rows.
   *
   * @throws ScorekeeperException as {@link #evaluate} would, when something is; with code
   *     UNIMPLEMENTED by servers that cannot say
   */
  public void checkEvaluation(EvaluationRequest request) {
    transport.checkOpen();
    Waiting.get(
        new UnaryCall<>(
                transport,
                ScoringServiceGrpc.getCheckEvaluationMethod(),
                CheckEvaluationRequest.newBuilder().setHeader(request.header()).build(),
                transport.timer.nanoTime() + defaultDeadline.toNanos(),
                answer -> true,
                () -> {})
            .start());
  }

  /** Opens an evaluation whose rows are sent one message after another. The caller closes it. */
  public EvaluationStream<EvaluationResult> openEvaluation(EvaluationRequest request) {
    return EvaluationStream.open(transport, request);
  }

  /** The same, with news of how far it is; see {@link #evaluate}. */
  public EvaluationStream<EvaluationResult> openEvaluation(
      EvaluationRequest request, Consumer<EvaluationProgress> listener) {
    return EvaluationStream.open(transport, request, listener);
  }

  /** Opens the evaluation of a part of a data set, whose result is to be merged. */
  public EvaluationStream<EvaluationState> openEvaluationShard(EvaluationRequest request) {
    return EvaluationStream.openShard(transport, request);
  }

  /**
   * Merges the parts of a data set into the record that one server would have made of all of it.
   */
  public EvaluationResult mergeEvaluations(Iterable<EvaluationState> states) {
    transport.checkOpen();
    MergeEvaluationsRequest request =
        MergeEvaluationsRequest.newBuilder().addAllStates(states).build();
    Failure tooLarge = transport.checkSize(request.getSerializedSize());
    if (tooLarge != null) {
      throw tooLarge.exception;
    }
    return Waiting.get(
        new UnaryCall<>(
                transport,
                ScoringServiceGrpc.getMergeEvaluationsMethod(),
                request,
                transport.timer.nanoTime() + defaultDeadline.toNanos(),
                answer -> new EvaluationResult(answer.getEvaluation()),
                () -> {})
            .start());
  }

  /** The records that evaluations leave. */
  public EvaluationsClient evaluations() {
    return evaluations;
  }

  /** Which models the server has. */
  public ModelsClient models() {
    return models;
  }

  /** Counts of the server since it started, and what is queued and running now. */
  public GetStatisticsResponse statistics() {
    transport.checkOpen();
    return Waiting.get(
        new UnaryCall<>(
                transport,
                ModelServiceGrpc.getGetStatisticsMethod(),
                GetStatisticsRequest.getDefaultInstance(),
                transport.timer.nanoTime() + defaultDeadline.toNanos(),
                Function.<GetStatisticsResponse>identity(),
                () -> {})
            .start());
  }

  /**
   * Waits until every connection leads to a server that says it is ready: its models are loaded and
   * warmed up.
   *
   * @return false when it was not so within the limit
   */
  public boolean awaitReady(Duration limit) {
    return awaitReady("", limit);
  }

  /**
   * Waits until every connection leads to a server that says this model is ready.
   *
   * @param model its name; empty for the server as a whole
   * @return false when it was not so within the limit
   */
  public boolean awaitReady(String model, Duration limit) {
    transport.checkOpen();
    return new Readiness(transport).await(model, limit);
  }

  /**
   * Closes streams and watches, lets running requests finish for up to five seconds, and closes the
   * connections. What has not finished by then fails. Closing again does nothing.
   */
  @Override
  public void close() {
    transport.close(PATIENCE_WHEN_CLOSING);
  }
}
