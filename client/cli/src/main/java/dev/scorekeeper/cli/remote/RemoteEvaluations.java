package dev.scorekeeper.cli.remote;

import dev.scorekeeper.cli.text.CommandException;
import dev.scorekeeper.client.EvaluationRequest;
import dev.scorekeeper.client.EvaluationResult;
import dev.scorekeeper.client.LabelledRows;
import dev.scorekeeper.v1.CompareEvaluationsResponse;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationProgress;
import dev.scorekeeper.v1.EvaluationState;
import dev.scorekeeper.v1.ListEvaluationsRequest;
import dev.scorekeeper.v1.ListEvaluationsResponse;
import dev.scorekeeper.v1.VerifyEvaluationsResponse;
import java.util.List;
import java.util.function.Consumer;

/**
 * A server that evaluates and keeps the records, as the commands ask it. Safe for several threads.
 *
 * <p>Every failure is a {@link CommandException} whose message says what the server refused and
 * why.
 */
public interface RemoteEvaluations {
  /** Finds what is wrong with an evaluation before rows are read, if the server can. */
  void check(EvaluationRequest request);

  /**
   * Evaluates a model on rows, which are gone through again when the server goes away.
   *
   * @param listener called on a network thread
   */
  EvaluationResult evaluate(
      EvaluationRequest request,
      Iterable<LabelledRows> rows,
      Consumer<EvaluationProgress> listener);

  /** Begins the evaluation of a part of a data set. The caller closes it. */
  RemoteShard openShard(EvaluationRequest request);

  /** Merges the parts of a data set into one record. */
  EvaluationResult merge(List<EvaluationState> states);

  Evaluation getEvaluation(String id);

  /** The text of a record whose SHA-256 is its hash. */
  String canonicalEvaluation(String id);

  /** One page. */
  ListEvaluationsResponse listEvaluations(ListEvaluationsRequest request);

  /**
   * Compares two records.
   *
   * @param despite fields in which they may differ
   */
  CompareEvaluationsResponse compareEvaluations(
      String baselineId, String candidateId, List<String> despite);

  void deleteEvaluation(String id);

  /**
   * Verifies the chain of records.
   *
   * @param knownHead hash that it must have; empty for none
   */
  VerifyEvaluationsResponse verifyEvaluations(String knownHead);
}
