package dev.scorekeeper.client;

import dev.scorekeeper.v1.CompareEvaluationsRequest;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.DeleteEvaluationRequest;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationServiceGrpc;
import dev.scorekeeper.v1.EvaluationSummary;
import dev.scorekeeper.v1.GetEvaluationRequest;
import dev.scorekeeper.v1.GetEvaluationResponse;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import dev.scorekeeper.v1.VerifyEvaluationsRequest;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import io.grpc.MethodDescriptor;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/** The records that evaluations leave. Thread-safe. */
public final class EvaluationsClient {

  private final Transport transport;
  private final Duration deadline;

  EvaluationsClient(Transport transport, Duration deadline) {
    this.transport = transport;
    this.deadline = deadline;
  }

  /**
   * One record.
   *
   * @throws ScorekeeperException with code NOT_FOUND when there is none of that id
   */
  public Evaluation get(String id) {
    return Waiting.get(getAsync(id));
  }

  /**
   * The canonical form of a record: JSON text whose SHA-256, in UTF-8, is the record's hash.
   *
   * @throws ScorekeeperException as {@link #get}
   */
  public String canonical(String id) {
    return Waiting.get(
        call(
            EvaluationServiceGrpc.getGetEvaluationMethod(),
            GetEvaluationRequest.newBuilder().setId(id).setIncludeCanonical(true).build(),
            GetEvaluationResponse::getCanonical));
  }

  /** See {@link #get}. */
  public CompletableFuture<Evaluation> getAsync(String id) {
    return call(
        EvaluationServiceGrpc.getGetEvaluationMethod(),
        GetEvaluationRequest.newBuilder().setId(id).build(),
        GetEvaluationResponse::getEvaluation);
  }

  /**
   * Every record that fits, newest first; further pages are asked for as they are needed, by the
   * thread that iterates.
   *
   * @param filter whose page size is that of a page, and whose token is the first page's
   */
  public Iterable<EvaluationSummary> list(ListEvaluationsRequest filter) {
    return () -> new Pages(filter);
  }

  /** One page of them. */
  public ListEvaluationsResponse page(ListEvaluationsRequest request) {
    return Waiting.get(pageAsync(request));
  }

  /** See {@link #page}. */
  public CompletableFuture<ListEvaluationsResponse> pageAsync(ListEvaluationsRequest request) {
    return call(EvaluationServiceGrpc.getListEvaluationsMethod(), request, Function.identity());
  }

  /** Compares two records, value by value. */
  public CompareEvaluationsResponse compare(String baselineId, String candidateId) {
    return compare(baselineId, candidateId, List.of());
  }

  /**
   * Compares two records even if some fields differ.
   *
   * @param despite paths of these fields, as {@code FieldDifference.field} gives them; the answer
   *     tells those that do differ among its warnings
   */
  public CompareEvaluationsResponse compare(
      String baselineId, String candidateId, List<String> despite) {
    return Waiting.get(compareAsync(baselineId, candidateId, despite));
  }

  /** See {@link #compare(String, String)}. */
  public CompletableFuture<CompareEvaluationsResponse> compareAsync(
      String baselineId, String candidateId) {
    return compareAsync(baselineId, candidateId, List.of());
  }

  /** See {@link #compare(String, String, List)}. */
  public CompletableFuture<CompareEvaluationsResponse> compareAsync(
      String baselineId, String candidateId, List<String> despite) {
    return call(
        EvaluationServiceGrpc.getCompareEvaluationsMethod(),
        CompareEvaluationsRequest.newBuilder()
            .setBaselineId(baselineId)
            .setCandidateId(candidateId)
            .addAllDespite(despite)
            .build(),
        Function.identity());
  }

  /** Removes a record's content; its hash stays. */
  public void delete(String id) {
    Waiting.get(deleteAsync(id));
  }

  /** See {@link #delete}. */
  public CompletableFuture<Boolean> deleteAsync(String id) {
    return call(
        EvaluationServiceGrpc.getDeleteEvaluationMethod(),
        DeleteEvaluationRequest.newBuilder().setId(id).build(),
        answer -> true);
  }

  /** Verifies the chain of all records. */
  public VerifyEvaluationsResponse verify() {
    return verify("");
  }

  /**
   * Verifies the chain of all records, which must still have an entry that it once ended with: only
   * so it is seen that the last ones were removed.
   *
   * @param knownHead {@code head_hash} of an earlier answer, kept in another place; empty for none
   */
  public VerifyEvaluationsResponse verify(String knownHead) {
    return Waiting.get(verifyAsync(knownHead));
  }

  /** See {@link #verify(String)}. */
  public CompletableFuture<VerifyEvaluationsResponse> verifyAsync(String knownHead) {
    return call(
        EvaluationServiceGrpc.getVerifyEvaluationsMethod(),
        VerifyEvaluationsRequest.newBuilder().setKnownHead(knownHead).build(),
        Function.identity());
  }

  /** See {@link #verify()}. */
  public CompletableFuture<VerifyEvaluationsResponse> verifyAsync() {
    return verifyAsync("");
  }

  private <Q, R, V> CompletableFuture<V> call(
      MethodDescriptor<Q, R> method, Q request, Function<R, V> decoder) {
    transport.checkOpen();
    long deadlineNanos = transport.timer.nanoTime() + deadline.toNanos();
    return new UnaryCall<>(transport, method, request, deadlineNanos, decoder, () -> {}).start();
  }

  /** Goes through pages. For one thread. */
  private final class Pages implements Iterator<EvaluationSummary> {
    private ListEvaluationsRequest next;
    private Iterator<EvaluationSummary> page = java.util.Collections.emptyIterator();
    private boolean more = true;

    Pages(ListEvaluationsRequest filter) {
      next = filter;
    }

    @Override
    public boolean hasNext() {
      // A page may be empty and yet not be the last one.
      while (!page.hasNext() && more) {
        ListEvaluationsResponse answer = EvaluationsClient.this.page(next);
        page = answer.getEvaluationsList().iterator();
        more = !answer.getNextPageToken().isEmpty();
        next = next.toBuilder().setPageToken(answer.getNextPageToken()).build();
      }
      return page.hasNext();
    }

    @Override
    public EvaluationSummary next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return page.next();
    }
  }
}
