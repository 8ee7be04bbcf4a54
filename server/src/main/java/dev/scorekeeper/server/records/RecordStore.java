package dev.scorekeeper.server.records;

import dev.scorekeeper.server.scoring.ProblemException;
import dev.scorekeeper.v1.Evaluation;
import dev.scorekeeper.v1.EvaluationOrBuilder;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Keeps evaluations. Safe for use by many threads, and by many servers on one database.
 *
 * <p>Every method waits for the database: never call one on an event loop. Each throws {@link
 * ProblemException} with {@code RECORDS_UNAVAILABLE} when the database cannot be reached, is broken
 * or too busy; nothing has been written then, but for a {@link #save} whose commit was cut off,
 * which is whole or not at all and can be repeated with its request id.
 */
public interface RecordStore extends AutoCloseable {

  /**
   * Writes a record in one transaction. The store sets {@code id}, {@code create_time}, {@code
   * previous_hash} and {@code hash}; everything else is as in the draft.
   *
   * <p>When the draft has a {@code spec.request_id} that a kept record has already, nothing is
   * written and that record is returned: {@link Saved.How#REPEATED} when it asked the same of the
   * same model version and data, else {@link Saved.How#CONFLICTING}.
   *
   * @param now becomes {@code create_time}, to the microsecond
   */
  Saved save(EvaluationOrBuilder draft, Instant now) throws ProblemException;

  /** The record with this id, exactly as {@link #save} returned it. */
  Optional<Evaluation> find(String id) throws ProblemException;

  /** The kept record whose {@code spec.request_id} is this one; empty for the empty one. */
  Optional<Evaluation> findByRequestId(String requestId) throws ProblemException;

  /**
   * The best kept record that a new one may be compared with: of those that match the query and are
   * accepted, the one with the best value of the query's metric over all rows; of equal ones the
   * oldest. A record without a number for that metric never is.
   *
   * @param accepts whether it can be compared; asked in order, the best first, until it says yes
   */
  Optional<Evaluation> best(BestQuery query, Predicate<Evaluation> accepts) throws ProblemException;

  /**
   * Records in short, newest first: by their place in the chain.
   *
   * @param size most records of the page, {@code >= 1}; fewer come when they are large
   * @param before only records at places before this one; {@link RecordPage#FIRST} for the first
   *     page
   */
  RecordPage list(RecordFilter filter, int size, long before) throws ProblemException;

  /**
   * Removes the content of a record, keeps its hash in the chain, and adds the deletion to the
   * chain.
   *
   * @return whether there was such a record
   */
  boolean delete(String id, Instant now) throws ProblemException;

  /**
   * Computes all hashes anew and compares everything with the chain.
   *
   * @param knownHead head of the chain at some time before, kept elsewhere: a problem is reported
   *     when the chain does not have it any more; empty to leave that out
   */
  Verification verify(String knownHead) throws ProblemException;

  @Override
  void close();
}
